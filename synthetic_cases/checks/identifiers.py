"""Identifiers: whatever is shaped like one must lie in a range that can belong to nobody.

The audit reads the finished text and knows nothing of how it was written. Reserved ranges:

    social security number   area 000, 666 or 9xx with group 01-49 (never issued; from group 50
                             on a 9xx number is a taxpayer's), 987-65-4320 to 4329
    telephone                555-0100 to 555-0199; 01632 960xxx and 07700 900xxx in the UK
    NHS number               999 000 0000 to 999 999 9999
    NPI                      leading 9; issued ones begin with 1 or 2
    MBI                      a letter that the scheme leaves out (S, L, O, I, B, Z)
    ZIP                      000xx
    mail, web, IP            RFC 2606, RFC 5737, RFC 3849
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coderlib.case_pack import Case


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of identifier.

    Attributes:
        what: what it looks like, as a fault says it.
        pattern: finds it; its first group is the identifier itself.
        reserved: whether a string of this shape can belong to nobody, or is none after all.
    """

    what: str
    pattern: re.Pattern[str]
    reserved: Callable[[str], bool]


def identifier_faults(case: Case) -> Iterator[str]:
    """Strings shaped like identifiers that lie outside the ranges reserved for nobody."""
    patient = case.chart.encounter.patient
    yield from _faults("the encounter", f"{patient.address}\n{patient.phone}\n{patient.mrn}")
    for document in case.chart.documents:
        yield from _faults(document.id, document.text)


def identifiers_in(text: str) -> list[tuple[str, str]]:
    """What is shaped like an identifier and may be someone's: what it looks like, and itself."""
    return [
        (shape.what, found)
        for line in text.splitlines()
        if _WORTH_A_LOOK.search(line)
        for shape in SHAPES
        for match in shape.pattern.finditer(line)
        if not shape.reserved(found := match.group(1))
    ]


_WORTH_A_LOOK = re.compile(
    r"\d[\d ().-]{6,}\d|\d{5}|(?:\d+\.){3}\d|[A-Z0-9-]{9}|@|:[0-9a-f]*:|\w\.[a-z]{2,4}\b"
)
"""What every line with an identifier holds; most lines of a chart hold nothing of it."""


def _faults(where: str, text: str) -> Iterator[str]:
    for what, found in identifiers_in(text):
        yield f"{where}: {found} is shaped like {what} and may be someone's"


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1)."""
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _free_ssn(text: str) -> bool:
    number = _digits(text)
    area, group = number[:3], int(number[3:5])
    return area in ("000", "666") or (area[0] == "9" and 1 <= group <= 49) or (
        number.startswith("98765432")
    )  # fmt: skip


def _free_phone(text: str) -> bool:
    number = _digits(text)[-10:]
    return number[3:8] == "55501" or (number.startswith("999") and _nhs(number))


def _free_short_phone(text: str) -> bool:
    return _digits(text).startswith("55501")


def _free_uk_phone(text: str) -> bool:
    number = _digits(text).removeprefix("44").removeprefix("0")
    return number.startswith(("1632960", "7700900"))


def _nhs(number: str) -> bool:
    """Whether the last of ten digits is the check digit of an NHS number (modulus 11)."""
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9]))
    return (11 - total % 11) % 11 == int(number[9])


def _free_ten(text: str) -> bool:
    """Ten digits together: an NPI, an NHS number or a telephone number."""
    return text.startswith("999") or (text.startswith("9") and _luhn(f"80840{text}"))


def _free_host(text: str) -> bool:
    host = text.casefold().partition("//")[2] or text.casefold()
    host = host.rpartition("@")[2].partition("/")[0].rstrip(".")
    known = ("example.com", "example.org", "example.net")
    return host.endswith((".test", ".invalid", ".example")) or any(
        host == name or host.endswith(f".{name}") for name in known
    )


_DOCUMENTATION = tuple(
    ipaddress.ip_network(net)
    for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)


def _free_address(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return True
    return any(address in net for net in _DOCUMENTATION if net.version == address.version)


def _free_card(text: str) -> bool:
    number = _digits(text)
    return not (13 <= len(number) <= 19 and number[0] in "23456" and _luhn(number))


def _free_account(text: str) -> bool:
    """Whether it fails the check of an IBAN (ISO 13616, modulus 97)."""
    compact = text.replace(" ", "")
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 != 1


def _free_dea(text: str) -> bool:
    """Whether it fails the check of a number of the Drug Enforcement Administration."""
    digits = [int(character) for character in text[2:]]
    total = digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])
    return total % 10 != digits[6]


def _never(_text: str) -> bool:
    return False


def _free_zip(text: str) -> bool:
    return text.startswith("000")


_TEN = r"(?:\(\d{3}\) ?|\b\d{3}[ .-])\d{3}[ .-]\d{4}\b"
_UK = r"(?:\d{4} ?\d{3} ?\d{3}|\d{3} \d{3} \d{4}|20 \d{4} \d{4})"
_MBI = (
    "[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]"
    "-?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]-?[AC-HJKMNP-RT-Y]{2}[0-9]{2}"
)
_HOST = r"(?:[\w-]+\.)+(?:com|org|net|edu|gov|io|info|co\.uk|nhs\.uk)\b(?:/\S*)?"
_TOWN = r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*)*"


def _shape(what: str, pattern: str, reserved: Callable[[str], bool]) -> Shape:
    return Shape(what, re.compile(pattern), reserved)


SHAPES = (
    _shape("a telephone number", rf"((?:\+?1[ .-])?{_TEN})", _free_phone),
    _shape(
        "a telephone number",
        r"(?i:\b(?:call|phone|tel|fax|pager|at|ext))[.:]? (\d{3}-\d{4})\b",
        _free_short_phone,
    ),
    _shape("a telephone number", rf"(?<![\d-])((?:\+44 ?|\b0){_UK})\b", _free_uk_phone),
    _shape("a social security number", r"(?<![\d-])(\d{3}-\d{2}-\d{4})(?![\d-])", _free_ssn),
    _shape(
        "a social security number",
        r"(?<![\w.,/-])(\d{3} \d{2} \d{4}|\d{9})(?![\w/-]|[.,]\d)",
        _free_ssn,
    ),
    _shape("an NPI or NHS number", r"(?<![\w.,/+-])(\d{10})(?![\w/-]|[.,]\d)", _free_ten),
    _shape("a Medicare beneficiary identifier", rf"\b({_MBI})\b", _never),
    _shape("a DEA number", r"\b([ABCDEFGHJKLMPRSTUX][A-Z9]\d{7})\b", _free_dea),
    _shape("a payment card", r"(?<![\w-])(\d(?:[ -]?\d){12,18})(?![\w-])", _free_card),
    _shape(
        "an account (IBAN)",
        r"\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b",
        _free_account,
    ),
    _shape("a ZIP code", rf", {_TOWN},?(?: [A-Z]{{2}})? (\d{{5}}(?:-\d{{4}})?)\b", _free_zip),
    _shape("a mail address", r"\b([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", _free_host),
    _shape("a web address", rf"(?<![\w@.-])((?:https?://)?{_HOST})", _free_host),
    _shape("an IP address", r"(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(?![\w.])", _free_address),
    _shape(
        "an IP address",
        r"(?<![\w:])([0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7})(?![\w:])",
        _free_address,
    ),
)
"""Every shape the audit knows."""
