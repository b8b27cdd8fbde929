"""Tables of a chart, made from the state: laboratory, medications, vital signs, face sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from synthetic_cases.content import LabTest
from synthetic_cases.library import Library
from synthetic_cases.measurements import Collection, Measurements
from synthetic_cases.state import Order, State
from synthetic_cases.writing.grammar import MarkKind
from synthetic_cases.writing.writer import Writer

COLUMNS = 4
"""Collections side by side in one laboratory table."""


@dataclass(frozen=True, slots=True)
class TableSource:
    """What tables are made from."""

    state: State
    measurements: Measurements
    library: Library


def write_table(kind: str, writer: Writer, source: TableSource, day: int) -> None:
    """Append a table's rows, one a line, cells parted by ` | `.

    Raises:
        KeyError: there is no such table.
    """
    TABLES[kind](writer, source, day)


def _rows(writer: Writer, rows: list[list[str]]) -> None:
    writer.raw("\n".join(" | ".join(row) for row in rows))


def _flag(value: float, test: LabTest, limits: tuple[float, float]) -> str:
    mark = " H" if value > limits[1] else " L" if value < limits[0] else ""
    return f"{value:.{test.decimals}f}{mark}"


def _limits(test: LabTest, limits: tuple[float, float]) -> str:
    if limits[0] == 0 or limits[1] >= 9999:
        sign, bound = ("<", limits[1]) if limits[0] == 0 else (">", limits[0])
        return f"{sign}{bound:.{test.decimals}f}"
    return f"{limits[0]:.{test.decimals}f}-{limits[1]:.{test.decimals}f}"


def laboratory(panel: str) -> Callable[[Writer, TableSource, int], None]:
    """A panel's tests by time of collection, values outside the reference range flagged."""

    def write(writer: Writer, source: TableSource, day: int) -> None:  # noqa: ARG001
        state = source.state
        tests = {n: t for n, t in source.library.tests.items() if t.panel == panel}
        marks = {
            plan.lab: name
            for name, plan in state.decoy_plans.items()
            if plan.lab and state.decoys[name]
        }
        taken = [c for c in source.measurements.labs if any(name in c.values for name in tests)]
        for start in range(0, len(taken), COLUMNS):
            _laboratory_part(writer, source, tests, taken[start : start + COLUMNS], marks)
            if start + COLUMNS < len(taken):
                writer.raw("\n")

    return write


def _laboratory_part(
    writer: Writer,
    source: TableSource,
    tests: dict[str, LabTest],
    taken: list[Collection],
    marks: dict[str, str],
) -> None:
    heads = [f"{collection.at:%m/%d %H:%M}" for collection in taken]
    _rows(writer, [["Test", *heads, "Reference", "Units"]])
    for name, test in tests.items():
        if not any(name in collection.values for collection in taken):
            continue
        limits = test.limits(source.state.person.sex, source.state.person.days)
        writer.raw(f"\n{test.name}")
        for collection in taken:
            writer.raw(" | ")
            if name not in collection.values:
                writer.raw("-")
                continue
            text = _flag(collection.values[name], test, limits)
            if name in marks and text[-1] in "HL":
                writer.mark(marks[name], text, MarkKind.DECOY)
            else:
                writer.raw(text)
        writer.raw(f" | {_limits(test, limits)} | {test.unit}")


def _drug(order: Order) -> list[str]:
    drug = order.drug
    return [drug.name, drug.dose, drug.route, drug.frequency]


def home_medications(writer: Writer, source: TableSource, day: int) -> None:  # noqa: ARG001
    """What the patient took before."""
    orders = source.state.drugs["home"]
    if not orders:
        writer.raw("No regular home medications")
        return
    rows = [[*_drug(order), order.drug.why or "-"] for order in orders]
    _rows(writer, [["Medication", "Dose", "Route", "Frequency", "Patient states it is for"], *rows])


def inpatient_medications(writer: Writer, source: TableSource, day: int) -> None:  # noqa: ARG001
    """What was ordered in hospital, with the days of each order."""
    state = source.state
    facts, rows = state.facts, []
    for order in state.drugs["inpatient"]:
        first = min(max(order.drug.day, facts[order.fact].onset), state.last_day)
        until = order.drug.until or state.last_day
        last = min(until if until > 0 else state.last_day + until, state.last_day)
        last = max(last, first)
        stop = f"{state.day(last):%m/%d}"
        rows.append((first, [*_drug(order), f"{state.day(first):%m/%d}", stop]))
    rows.sort(key=lambda row: row[0])
    if not rows:
        writer.raw("No scheduled medications")
        return
    head = ["Medication", "Dose", "Route", "Frequency", "Start", "Stop"]
    _rows(writer, [head, *(row for _, row in rows)])


def discharge_medications(writer: Writer, source: TableSource, day: int) -> None:  # noqa: ARG001
    """What the patient goes home with: new, changed, continued from home, and what is stopped."""
    state = source.state
    leaving = state.drugs["discharge"]
    names = {order.drug.name for order in leaving}
    home = {order.drug.name: _drug(order) for order in state.drugs["home"]}
    rows = [[*_drug(order), _status(_drug(order), home)] for order in leaving]
    rows += [
        [*_drug(order), "Stop" if order.ends else "Continue"]
        for order in state.drugs["home"]
        if order.drug.name not in names
    ]
    if not rows:
        writer.raw("None")
        return
    _rows(writer, [["Medication", "Dose", "Route", "Frequency", "Status"], *rows])


def _status(drug: list[str], home: dict[str, list[str]]) -> str:
    """What a drug at discharge is beside those taken at home."""
    before = home.get(drug[0])
    return "New" if before is None else "Continue" if before == drug else "Changed"


def vital_signs(writer: Writer, source: TableSource, day: int) -> None:  # noqa: ARG001
    """Vital signs over the stay."""
    head = ["Date/Time", "Temp F", "Pulse", "Resp", "BP", "SpO2 %", "Pain"]
    rows = []
    for collection in source.measurements.vitals:
        v = collection.values
        rows.append(
            [
                f"{collection.at:%m/%d %H:%M}",
                f"{v['temp']:.1f}",
                f"{v['pulse']:.0f}",
                f"{v['resp']:.0f}",
                f"{v['systolic']:.0f}/{v['diastolic']:.0f}",
                f"{v['spo2']:.0f}",
                f"{v['pain']:.0f}/10",
            ]
        )
    _rows(writer, [head, *rows])


def registration(writer: Writer, source: TableSource, day: int) -> None:  # noqa: ARG001
    """Who the patient is, as the registration desk has it."""
    person, stay, encounter = source.state.person, source.state.stay, source.state.encounter
    rows = [
        ["Patient", person.name],
        ["MRN", person.mrn],
        ["Account", stay.account],
        ["Date of birth", person.born],
        ["Age / sex", f"{person.age} / {person.sex.value}"],
        ["Address", person.address],
        ["Telephone", person.phone],
        ["Marital status", person.marital],
        ["Occupation", person.work],
        ["Next of kin", f"{person.kin} ({person.kin_is}), {person.kin_phone}"],
        ["Payer", stay.payer],
        ["Primary care", stay.pcp],
        ["Attending", encounter.attending],
        ["Service", stay.service],
    ]
    _rows(writer, rows)


def movements(writer: Writer, source: TableSource, day: int) -> None:  # noqa: ARG001
    """When the patient came, was admitted and left."""
    stay, setting = source.state.stay, source.state.encounter.setting
    rows = [["Arrived", f"{stay.arrived:%m/%d/%Y %H:%M}"]]
    if setting.reports_poa:
        rows.append(["Inpatient order", f"{stay.admitted:%m/%d/%Y %H:%M}"])
    rows += [
        ["Discharged", f"{stay.discharged:%m/%d/%Y %H:%M}"],
        ["Discharge disposition", stay.disposition],
    ]
    if setting.reports_poa:
        rows.append(["Length of stay", f"{stay.nights} days"])
    _rows(writer, rows)


TABLES: dict[str, Callable[[Writer, TableSource, int], None]] = {
    "home_medications": home_medications,
    "inpatient_medications": inpatient_medications,
    "discharge_medications": discharge_medications,
    "vital_signs": vital_signs,
    "registration": registration,
    "movements": movements,
    **{
        f"laboratory_{panel}": laboratory(panel)
        for panel in (
            "hematology",
            "coagulation",
            "chemistry",
            "liver",
            "cardiac",
            "endocrine",
            "urine",
            "toxicology",
            "fluid",
            "gas",
            "newborn",
            "other",
        )
    },
}
