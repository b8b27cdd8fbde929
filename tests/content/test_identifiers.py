"""Identifiers, audited by others: Presidio and python-stdnum read the finished charts.

They share nothing with the maker of charts, nor with its own audit in
`synthetic_cases.checks.identifiers`. Presidio is used without its language model: its
recognizers of patterns and check digits need none. What either finds must lie in a range that
can belong to nobody, and real-looking identifiers that are planted must be found by all.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import cache

import pytest
from stdnum import iban, luhn
from stdnum.gb import nhs
from stdnum.us import itin, ssn

from coderlib.case_pack import Case
from synthetic_cases import generate, scenario_names
from synthetic_cases.checks import identifier_faults
from synthetic_cases.checks.identifiers import identifiers_in

# Presidio holds numpy below 2.5, which Python 3.12 and later do not have here.
pytest.importorskip("presidio_analyzer", reason="Presidio is installed for Python 3.11 only")
import presidio_analyzer.predefined_recognizers as recognizers
import tldextract
from presidio_analyzer import EntityRecognizer

SEEDS = (3,)
SURE = {"US_SSN": 0.4, "US_NPI": 0.4, "US_ITIN": 0.25}
"""Score from which on a finding counts, where Presidio also tells mere runs of digits."""

NAMES = (
    "UsSsnRecognizer", "UsItinRecognizer", "UsNpiRecognizer", "UsMbiRecognizer", "NhsRecognizer",
    "EmailRecognizer", "UrlRecognizer", "IpRecognizer", "CreditCardRecognizer",
    "IbanRecognizer", "MedicalLicenseRecognizer",
)  # fmt: skip

PLANTED = {
    "ssn": "SSN 219-09-9998 on the old card.",
    "itin": "Tax id 912-70-1234 (ITIN).",
    "phone": "Call her at (212) 664-7665.",
    "phone-dots": "Daughter: 415.864.2211.",
    "phone-plus": "Cell +1 312-944-3002.",
    "mail": "Write to j.doe@gmail.com.",
    "web": "Portal at https://www.mychart.com/login.",
    "npi": "Referred by NPI 1234567893.",
    "mbi": "Medicare 1EG4-TE5-MK73.",
    "nhs": "NHS number 943 476 5919.",
    "card": "Paid with 4111 1111 1111 1111.",
    "iban": "Refund to GB82 WEST 1234 5698 7654 32.",
    "ip": "Sent from 8.8.8.8 at night.",
    "dea": "DEA BB1388568 on the script.",
}

FREE = (
    "SSN 987-65-4321.", "SSN 666-12-3456.", "SSN 900-45-6789.", "Call (312) 555-0178.",
    "Call 01632 960123.", "Write to desk@example.org.", "See https://portal.example.com/x.",
    "Lab host 192.0.2.17.", "NHS 999 000 0018.", "Medicare 1SG4-TE5-MK73.",
    "Lives in Port Ellery 00098.", "WBC 18.6, platelets 192, BP 150/84.",
    "Given 1,000 mg at 08:15 on 05/20/2026.", "MRN SYN-0807095, account ACC-14914780.",
)  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def _without_a_network() -> Iterator[None]:
    """Let `tldextract`, which Presidio asks for domains, use the list that it ships."""
    shipped = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    kept, tldextract.extract = tldextract.extract, shipped
    yield
    tldextract.extract = kept


@cache
def auditors() -> tuple[EntityRecognizer, ...]:
    """Presidio's recognizers; that of telephone numbers for the countries the charts speak of."""
    phones = recognizers.PhoneRecognizer(supported_regions=("US", "GB"))
    return (phones, *(getattr(recognizers, name)() for name in NAMES))


def reserved(text: str) -> bool:
    """Whether an identifier can belong to nobody, by the ranges that are published."""
    digits = re.sub(r"\D", "", text)
    if re.search(r"(^|[@./])example\.(com|org|net)\b|\.(test|invalid)\b", text):
        return True
    if re.fullmatch(r"\d{3}-\d{2}-\d{4}", text):
        low_group = digits[0] == "9" and 1 <= int(digits[3:5]) <= 49
        return digits[:3] in ("000", "666") or digits.startswith("98765432") or low_group
    if re.fullmatch(r"\d+\.\d+\.\d+\.\d+", text):
        nets = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
        return any(ipaddress.ip_address(text) in ipaddress.ip_network(net) for net in nets)
    if len(digits) in (10, 11) and digits[-7:-2] == "55501":
        return True
    return digits.startswith(("01632960", "07700900")) or (
        len(digits) == 10 and digits.startswith("999")
    )


def presidio(text: str) -> set[str]:
    """What Presidio takes for an identifier that may be someone's."""
    found = set()
    for auditor in auditors():
        for result in auditor.analyze(text, auditor.supported_entities, None) or ():
            words = text[result.start : result.end].strip("'\" ")
            least = SURE.get(result.entity_type, 0.3)
            if result.score >= least and not reserved(words):
                found.add(f"{result.entity_type} {words}")
    return found


def check_digits(text: str) -> set[str]:
    """What python-stdnum finds valid among the runs of digits and letters."""
    found = set()
    for words in re.findall(r"(?<![\w/.])\d{3}[ -]\d{2}[ -]\d{4}(?![\w/])", text):
        found |= {words} if ssn.is_valid(words) or itin.is_valid(words) else set()
    for words in re.findall(r"(?<![\w/.-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w/])", text):
        digits = re.sub(r"\D", "", words)
        npi = digits[0] in "12" and luhn.is_valid(f"80840{digits}")
        found |= {words} if npi or nhs.is_valid(words) else set()
    for words in re.findall(r"(?<![\w-])[3-6]\d{3}(?:[ -]?\d{2,6}){2,4}(?![\w-])", text):
        digits = re.sub(r"\D", "", words)
        found |= {words} if 13 <= len(digits) <= 19 and luhn.is_valid(digits) else set()
    for words in re.findall(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b", text):
        found |= {words} if iban.is_valid(words) else set()
    return {words for words in found if not reserved(words)}


@pytest.mark.parametrize("name", PLANTED)
def test_what_may_be_someones_is_caught_by_all(name):
    line = PLANTED[name]
    assert identifiers_in(line), "the own audit misses it"
    assert presidio(line) | check_digits(line), "the other auditors miss it"


@pytest.mark.parametrize("line", FREE)
def test_what_can_be_nobodys_is_let_through_by_all(line):
    assert identifiers_in(line) == []
    assert presidio(line) | check_digits(line) == set()


def text_of(case: Case) -> str:
    patient = case.chart.encounter.patient
    texts = [document.text for document in case.chart.documents]
    return "\n".join((patient.address, patient.phone, patient.mrn, *texts))


@pytest.mark.parametrize("scenario", scenario_names())
def test_no_chart_holds_an_identifier_of_anyone(scenario):
    for seed in SEEDS:
        case = generate(scenario, seed)
        text = text_of(case)
        assert (seed, list(identifier_faults(case))) == (seed, [])
        assert (seed, presidio(text)) == (seed, set())
        assert (seed, check_digits(text)) == (seed, set())


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_in_a_chart_is_a_fault_of_the_case(name):
    case = generate("fall-wrist-fracture", 3)
    first, *rest = case.chart.documents
    planted = first.model_copy(update={"text": f"{first.text}\n{PLANTED[name]}"})
    chart = case.chart.model_copy(update={"documents": (planted, *rest)})
    assert list(identifier_faults(case.model_copy(update={"chart": chart})))
