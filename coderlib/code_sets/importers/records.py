"""What the readers of official files read: frozen records, one type a kind of line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """A main term or subterm of an index.

    Args:
        title: the words of this line alone; empty where a line only refers elsewhere, as in
            the PCS index.
        nonessential: the nonessential modifiers with their parentheses, `(acute) (chronic)`.
        level: 0 for a main term, 1 and up for its subterms.
        codes: the codes or, in the PCS index, the first characters of codes or tables that
            the line leads to, those of its references included; a dash at the end means that
            more characters are needed.
        see: where to look instead, as main term and subterms joined by commas.
        see_also: where to look as well.
        see_category: categories or subcategories of the Tabular to look at.
        manifestation: codes of the manifestation, printed in brackets, which come second.
        use: of the PCS index, the value of a PCS character that stands for the title.
        terms: the subterms, in index order.
    """

    title: str
    nonessential: str = ""
    level: int = 0
    codes: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    see_category: tuple[str, ...] = ()
    manifestation: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    terms: tuple[IndexTerm, ...] = ()

    def walk(self) -> Iterator[IndexTerm]:
        """This term and every term below it, in index order."""
        yield self
        for term in self.terms:
            yield from term.walk()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the neoplasm table or of the table of drugs and chemicals.

    Args:
        path: the words from the main term to this row, nonessential modifiers left out.
        nonessential: those of this row, with their parentheses.
        cells: six, as printed; a dash or two where the table has no code, empty where the
            file has no cell. Neoplasms: malignant primary, malignant secondary, in situ,
            benign, uncertain, unspecified. Drugs: accidental, self-harm, assault,
            undetermined, adverse effect, underdosing.
        see: the row to look at instead.
        see_also: the row to look at as well.
        note: what is printed beside the row, else empty.
    """

    path: tuple[str, ...]
    nonessential: str
    cells: tuple[str, str, str, str, str, str]
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PcsAxis:
    """What may stand at one position of a row of a PCS table.

    Args:
        position: 1 to 7.
        title: what the position stands for, such as "Body Part".
        values: each allowed character with its label.
    """

    position: int
    title: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PcsRow:
    """A row of a PCS table: any choice of its characters makes a code.

    Args:
        table: the three characters of its table.
        axes: positions 4 to 7.
    """

    table: str
    axes: tuple[PcsAxis, PcsAxis, PcsAxis, PcsAxis]

    def codes(self) -> tuple[str, ...]:
        """Every code of the row, in the order of its characters."""
        characters = ([value for value, _ in axis.values] for axis in self.axes)
        return tuple(self.table + "".join(chosen) for chosen in product(*characters))


@dataclass(frozen=True, slots=True)
class PcsTable:
    """A table of ICD-10-PCS.

    Args:
        code: the first three characters.
        section: what the first one says.
        body_system: what the second one says.
        operation: what the third one says.
        definition: the definition of the operation, empty where the file has none.
        rows: the rows.
        axes: positions 1 to 3 with their titles.
    """

    code: str
    section: str
    body_system: str
    operation: str
    definition: str
    rows: tuple[PcsRow, ...]
    axes: tuple[PcsAxis, PcsAxis, PcsAxis]

    def codes(self) -> tuple[str, ...]:
        """Every code of the table, row by row."""
        return tuple(code for row in self.rows for code in row.codes())


@dataclass(frozen=True, slots=True)
class PcsDefinition:
    """One or more values of a PCS character that the definitions file explains together.

    Args:
        section: the section's character.
        section_title: what it says.
        position: the position of the character, 3 to 7.
        axis: what the position stands for.
        terms: the values that share the explanation, such as both sides of a body part.
        definition: the definition, else empty.
        explanation: the explanation, else empty.
        includes: anatomic terms, devices or procedures the value includes.
    """

    section: str
    section_title: str
    position: int
    axis: str
    terms: tuple[str, ...]
    definition: str
    explanation: str
    includes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeviceAggregation:
    """A specific device and the general device value that stands for it elsewhere.

    Args:
        device: the specific device value.
        operation: the root operation.
        body_systems: the body systems it holds in.
        value: the general device value.
        parent: what that value says.
    """

    device: str
    operation: str
    body_systems: tuple[str, ...]
    value: str
    parent: str


@dataclass(frozen=True, slots=True)
class PcsDefinitions:
    """The definitions file of ICD-10-PCS.

    Args:
        definitions: in the order of the file.
        aggregations: the device aggregation table.
    """

    definitions: tuple[PcsDefinition, ...]
    aggregations: tuple[DeviceAggregation, ...]


@dataclass(frozen=True, slots=True)
class TabularLine:
    """A chapter, block, category or code of the ICD-10-CM Tabular as it is printed.

    Args:
        name: its name: chapter number, range of a block, or code with its dot.
        title: what it says.
        parent: the name of what it stands under, empty for a chapter.
    """

    name: str
    title: str
    parent: str


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of an order file, or of a plain list of codes with titles.

    Args:
        code: the code without its dot; of PCS also the three characters of a table.
        valid: whether it may be reported. A plain list has valid codes only.
        short: the short title; of a plain list the title.
        long: the title.
    """

    code: str
    valid: bool
    short: str
    long: str


@dataclass(frozen=True, slots=True)
class HcpcsLine:
    """A code or modifier of HCPCS Level II.

    Args:
        code: five characters, or the two of a modifier.
        long: the long description.
        short: the short description, at most 28 characters.
        modifier: whether it is a modifier.
        added: the day it was added, where the file says it.
        effective: the day its last change took effect, likewise.
        ended: its last day, likewise.
    """

    code: str
    long: str
    short: str
    modifier: bool
    added: date | None = None
    effective: date | None = None
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class DrgWeight:
    """A row of Table 5 of an IPPS final rule.

    Args:
        drg: the MS-DRG.
        mdc: the major diagnostic category as printed, such as `05` or `PRE`.
        type: `MED` or `SURG`, as printed.
        title: the group's title.
        weight: the relative weight; None where the table has none.
        gmlos: the geometric mean length of stay in days, likewise.
        amlos: the arithmetic mean length of stay in days, likewise.
    """

    drg: int
    mdc: str
    type: str
    title: str
    weight: Decimal | None
    gmlos: Decimal | None
    amlos: Decimal | None


Records = (
    tuple[IndexTerm, ...]
    | tuple[TableRow, ...]
    | tuple[PcsTable, ...]
    | tuple[TabularLine, ...]
    | tuple[OrderLine, ...]
    | tuple[HcpcsLine, ...]
    | tuple[DrgWeight, ...]
    | tuple[str, ...]
    | PcsDefinitions
)
"""What one file was read into; codes alone for the POA-exempt list."""
