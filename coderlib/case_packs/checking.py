"""What is wrong between a chart and its key, looked at in the finished case only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from coderlib.answer_key import AnswerKey, Evidence, KeyedDiagnosis, KeyedProcedure
from coderlib.case_packs.faults import PackFault, Trail
from coderlib.chart import Chart, Document
from coderlib.code_sets import Code, CodeSet, CodeSets
from coderlib.code_sets.code import Icd10cmCode, Icd10pcsCode
from coderlib.errors import CoderlibError, UnknownCode

CHART_FILE = "chart.json"
KEY_FILE = "key.json"


def faults_between(chart: Chart, key: AnswerKey, code_sets: CodeSets) -> Iterator[PackFault]:
    """Every fault of a key beside its chart, with file and field.

    Each quote stands in the chart where the key says; each code, alternates included, is
    valid on the discharge date; POA is there where the setting reports it; order
    constraints name entries and are met; ids differ.
    """
    if chart.case != key.case:
        yield PackFault(
            KEY_FILE, f"the key is for {key.case!r}", f"write {chart.case}", trail=("case",)
        )
    yield from _blocks(chart)
    yield from _ids(key)
    out_of_use = list(codes_in_use(chart, code_sets))
    yield from out_of_use or _codes(chart, key, code_sets)
    yield from _quotes(chart, key)
    yield from _setting(chart, key)
    yield from _order(key)


def keyed_entries(key: AnswerKey) -> Iterator[tuple[Trail, KeyedDiagnosis | KeyedProcedure]]:
    """The entries of a key, each with its trail."""
    for n, diagnosis in enumerate(key.diagnoses):
        yield ("diagnoses", n), diagnosis
    for n, procedure in enumerate(key.procedures):
        yield ("procedures", n), procedure


def why_not_valid(code: Code, code_set: CodeSet, day: date) -> str:
    """How to mend a code that is not valid on a day."""
    try:
        entry = code_set.get(code)
    except UnknownCode as error:
        return error.hint
    if entry.children:
        below = ", ".join(str(child) for child, _ in entry.children[:4])
        return f"it is subdivided: take a code below it, such as {below}"
    if entry.last is not None and entry.last < day:
        return f"it was valid until {entry.last}: take the code that came after it"
    if entry.first is not None and entry.first > day:
        return f"it is valid from {entry.first}: take the code that stood before it"
    return "take a valid code"


def _blocks(chart: Chart) -> Iterator[PackFault]:
    for n, document in enumerate(chart.documents):
        for m, block in enumerate(document.blocks):
            if not 0 <= block.start <= block.end <= len(document.text):
                yield PackFault(
                    CHART_FILE,
                    f"the block runs from {block.start} to {block.end},"
                    f" the text from 0 to {len(document.text)}",
                    "count the characters again, or leave the blocks out",
                    trail=("documents", n, "blocks", m),
                    name=document.id,
                )


def _ids(key: AnswerKey) -> Iterator[PackFault]:
    times = Counter(entry.id for _, entry in keyed_entries(key))
    for trail, entry in keyed_entries(key):
        if times[entry.id] > 1:
            yield PackFault(
                KEY_FILE,
                f"the id {entry.id!r} stands in the key {times[entry.id]} times",
                "give each entry an id of its own",
                trail=(*trail, "id"),
                name=str(entry.code),
            )


def codes_in_use(chart: Chart, code_sets: CodeSets) -> Iterator[PackFault]:
    """A fault where the classifications were not in use on the day of discharge."""
    day = chart.encounter.discharge_date
    try:
        for kind in (Icd10cmCode, Icd10pcsCode):
            code_sets.open(kind.system, on=day)
    except CoderlibError as error:
        trail = ("chart", "encounter", "discharged")
        yield PackFault(CHART_FILE, error.message.rstrip("."), error.hint, trail)


def _codes(chart: Chart, key: AnswerKey, code_sets: CodeSets) -> Iterator[PackFault]:
    day = chart.encounter.discharge_date
    times = Counter(key.codes)
    told: set[Code] = set()
    for trail, entry in keyed_entries(key):
        name = str(entry.code)
        if times[entry.code] > 1 and entry.code not in told:
            told.add(entry.code)
            yield PackFault(
                KEY_FILE,
                f"{name} stands in the key {times[entry.code]} times",
                "make one entry of them, with the evidence of all",
                trail=(*trail, "code"),
                name=name,
            )
        for where, code in _codes_of(entry):
            code_set = code_sets.open(code.system, on=day)
            if not code_set.is_valid(code):
                yield PackFault(
                    KEY_FILE,
                    f"{code} is not a valid {code.system_title} code on {day}",
                    why_not_valid(code, code_set, day),
                    trail=(*trail, *where),
                    name=name,
                )


def _codes_of(entry: KeyedDiagnosis | KeyedProcedure) -> Iterator[tuple[Trail, Code]]:
    yield ("code",), entry.code
    if isinstance(entry, KeyedDiagnosis):
        for n, alternate in enumerate(entry.alternates):
            yield ("alternates", n, "code"), alternate.code
    else:
        for n, code in enumerate(entry.alternates):
            yield ("alternates", n), code


def _quotes(chart: Chart, key: AnswerKey) -> Iterator[PackFault]:
    documents = {document.id: document for document in chart.documents}
    for trail, entry in keyed_entries(key):
        for n, evidence in enumerate(entry.evidence):
            place = (*trail, "evidence", n)
            yield from _quote(str(entry.code), evidence, place, documents)
    for n, decoy in enumerate(key.decoys):
        place = ("decoys", n, "evidence")
        yield from _quote(f"decoy {decoy.code}", decoy.evidence, place, documents)
    for n, query in enumerate(key.queries):
        for m, evidence in enumerate(query.indicators):
            place = ("queries", n, "indicators", m)
            yield from _quote(f"query {query.id}", evidence, place, documents)


def _quote(
    whose: str, evidence: Evidence, trail: Trail, documents: Mapping[str, Document]
) -> Iterator[PackFault]:
    span = evidence.span

    def fault(what: str, hint: str, *field: str) -> PackFault:
        return PackFault(KEY_FILE, f"{whose}: {what}", hint, (*trail, *field), name=whose)

    document = documents.get(span.document)
    if document is None:
        known = ", ".join(documents)
        yield fault(f"there is no document {span.document!r}", f"write one of {known}", "span")
    elif not evidence.quote.strip():
        yield fault(
            f"its evidence at {span.document}:{span.start} is empty", "quote the words", "quote"
        )
    elif not 0 <= span.start < span.end <= len(document.text):
        yield fault(
            f"the span {span.start} to {span.end} lies outside {span.document},"
            f" which runs from 0 to {len(document.text)}",
            _where(evidence.quote, document.text),
            "span",
        )
    elif (found := document.text[span.start : span.end]) != evidence.quote:
        yield fault(
            f"{span.document}:{span.start} reads {found!r}, the key quotes {evidence.quote!r}",
            _where(evidence.quote, document.text),
            "span",
        )


def _where(quote: str, text: str) -> str:
    times = text.count(quote)
    if not times:
        return "quote the words as they stand in the document"
    start = text.index(quote)
    first = f"start {start} and end {start + len(quote)}"
    return (
        f"write {first}" if times == 1 else f"the words stand there {times} times, first: {first}"
    )


def _setting(chart: Chart, key: AnswerKey) -> Iterator[PackFault]:
    encounter = chart.encounter
    reports = encounter.setting.reports_poa
    for n, diagnosis in enumerate(key.diagnoses):
        if (diagnosis.poa is not None) != reports:
            yield PackFault(
                KEY_FILE,
                f"{diagnosis.code} has {diagnosis.poa or 'no'} POA"
                f" in the setting {encounter.setting}",
                "write Y, N, U, W or exempt" if reports else "leave POA out: a visit reports none",
                trail=("diagnoses", n, "poa"),
                name=str(diagnosis.code),
            )
    first, last = encounter.arrived.date(), encounter.discharge_date
    for n, procedure in enumerate(key.procedures):
        if not first <= procedure.day <= last:
            yield PackFault(
                KEY_FILE,
                f"{procedure.code}: done on {procedure.day}, outside the stay",
                f"write a day from {first} to {last}",
                trail=("procedures", n, "day"),
                name=str(procedure.code),
            )


def _order(key: AnswerKey) -> Iterator[PackFault]:
    place = {entry.id: n for n, entry in enumerate(key.diagnoses)}
    for n, order in enumerate(key.sequences):
        words = f"{order.before} > {order.after}"
        if order.before not in place or order.after not in place:
            what, hint = f"the order {words} names an unknown entry", "write ids of diagnoses"
        elif place[order.before] > place[order.after]:
            what = f"the key itself breaks its order {words}"
            hint = "put the diagnoses of the key in that order"
        else:
            continue
        yield PackFault(KEY_FILE, what, hint, trail=("sequences", n))
    ids = {entry.id for _, entry in keyed_entries(key)}
    for n, query in enumerate(key.queries):
        for m, change in enumerate(query.changes):
            if change.removes is not None and change.removes not in ids:
                yield PackFault(
                    KEY_FILE,
                    f"the query {query.id} takes away {change.removes!r}, which the key has not",
                    "write the id of an entry",
                    trail=("queries", n, "changes", m, "removes"),
                )
