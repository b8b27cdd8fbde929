"""ICD-10-PCS as tables: the codes of a day, navigable character by character."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import takewhile

from coderlib.code_sets.importers.records import PcsTable
from coderlib.code_sets.pcs.labels import POSITIONS, Labels, said_positions
from coderlib.code_sets.pcs.names import PcsNames, pcs_names
from coderlib.code_sets.pcs.operations import operation
from coderlib.code_sets.pcs.patterns import Layout, compose, layouts, singular
from coderlib.code_sets.pcs.rows import Characters, cut_rows
from coderlib.code_sets.pcs.table import UNNAMED, Axis, Row, Table, Value
from coderlib.errors import UnknownCode

NEW_TECHNOLOGY = "X"
"""The section in which a device or substance is named by positions 6 and 7 together."""

SHOWN = 12
"""How many allowed characters a message lists before it says how many more there are."""


class PcsTables:
    """The tables that the valid codes of a day make.

    Nothing is made before it is asked for: a table costs milliseconds, all of them seconds.

    Args:
        codes: every code valid on the day, without anything else.
        titles: the titles at hand by code, of any year; labels are derived from them.
        official: the official tables of the nearest year imported, if any. Their labels go
            before derived ones, and where they hold the very codes of the day a table has
            their rows.
        names: what is written in about the first characters; for tests.
    """

    def __init__(
        self,
        codes: Iterable[str],
        titles: Mapping[str, str],
        official: Sequence[PcsTable] | None = None,
        names: PcsNames | None = None,
    ) -> None:
        self._names = names if names is not None else pcs_names()
        self._titles = titles
        self._codes: dict[str, list[str]] = {}
        for code in sorted(codes):
            self._codes.setdefault(code[:3], []).append(code)
        self._official = {table.code: table for table in official or ()}
        self._tables: dict[str, Table] = {}
        self._rows: dict[str, dict[str, Row]] = {}
        self._labels: dict[str, Labels] = {}
        self._by_system: dict[tuple[str, int, str], str | None] = {}

    def table_codes(self) -> tuple[str, ...]:
        """The three characters of every table, in order."""
        return tuple(self._codes)

    def sections(self) -> tuple[Value, ...]:
        """The sections that have codes."""
        return self.next("").values

    def values(self, prefix: str) -> tuple[Value, ...]:
        """The characters that may follow a prefix. See `next` for the errors."""
        return self.next(prefix).values

    def next(self, prefix: str) -> Axis:
        """What the character after a prefix stands for, and which it may be.

        Args:
            prefix: the first characters of a code, none to six.

        Raises:
            UnknownCode: no valid code begins so, or a whole code was given.
        """
        prefix = prefix.strip().upper()
        position = len(prefix) + 1
        if position > 7:
            raise UnknownCode(f"{prefix} has no next character.", hint="give six or fewer")
        if position <= 3:
            known = self._first_characters(prefix)
        else:
            known = self._later_characters(prefix, position)
        if not known:
            raise self._unknown(prefix)
        return Axis(position, self._names.axis(prefix[:1], position), known)

    def table(self, code: str) -> Table:
        """The table with these three characters.

        Raises:
            UnknownCode: no valid code begins so.
        """
        code = code.strip().upper()
        if code not in self._tables:
            if code not in self._codes:
                raise self._unknown(code)
            self._tables[code] = self._build(code)
        return self._tables[code]

    def is_valid(self, code: str) -> bool:
        """Whether the day's tables make a code."""
        return code in self._valid

    def label(self, code: str, position: int) -> Value:
        """What one character (1 to 7) of a valid code says.

        Raises:
            UnknownCode: the code is not valid on the day.
        """
        if not self.is_valid(code):
            raise self._unknown(code)
        if position <= 3:
            return self._fact(code[:position])
        value = code[position - 1]
        axis = self._row(code).axes[position - 4]
        return next(one for one in axis.values if one.value == value)

    def title(self, code: str) -> str:
        """The title of a code: the one at hand, else one composed of its labels.

        Raises:
            UnknownCode: the code is not valid on the day and has no title.
        """
        return self._titles.get(code) or self._composed(code)

    def title_is_derived(self, code: str) -> bool:
        """Whether `title` composes the title, because none is at hand."""
        return code not in self._titles

    def problem(self, code: str) -> str | None:
        """Why a code is not valid: its first character that no row allows; None if it is valid."""
        code = code.strip().upper()
        if self.is_valid(code):
            return None
        for position, value in enumerate(code[:7], start=1):
            before = code[: position - 1]
            allowed = self.values(before)
            if all(value != one.value for one in allowed):
                return self._not_allowed(before, value, allowed)
        if len(code) > 7:
            return f"{code[:20]} has {len(code)} characters: a code of ICD-10-PCS has 7"
        axis = self.next(code)
        return (
            f"{code or 'nothing'} is not complete, {len(code)} of 7 characters: "
            f"the next, {axis.title}, may be {_listed(axis.values)}"
        )

    @cached_property
    def _valid(self) -> frozenset[str]:
        return frozenset(code for codes in self._codes.values() for code in codes)

    @cached_property
    def _titled(self) -> dict[str, dict[str, str]]:
        """The titles at hand by table, of codes no longer valid as well: they name characters."""
        by_table: dict[str, dict[str, str]] = {}
        for code, title in self._titles.items():
            by_table.setdefault(code[:3], {})[code] = title
        return by_table

    def _first_characters(self, prefix: str) -> tuple[Value, ...]:
        size = len(prefix) + 1
        begun = sorted({table[:size] for table in self._codes if table.startswith(prefix)})
        return tuple(self._fact(one) for one in begun)

    def _later_characters(self, prefix: str, position: int) -> tuple[Value, ...]:
        if prefix[:3] not in self._codes:
            return ()
        chosen = prefix[3:]
        found: dict[str, dict[str, Value]] = {}
        for row in self.table(prefix[:3]).rows:
            pairs = zip(chosen, row.axes, strict=False)
            if all(any(value == one.value for one in axis.values) for value, axis in pairs):
                for one in row.axes[position - 4].values:
                    found.setdefault(one.value, {}).setdefault(one.label, one)
        # One character may mean two things as long as later ones are open, in section X mostly.
        return tuple(
            Value(value, " or ".join(labels), any(one.derived for one in labels.values()))
            for value, labels in sorted(found.items())
        )

    def _fact(self, prefix: str) -> Value:
        """One of the first three characters, by the prefix that it ends."""
        name = self._names.fact(prefix, len(prefix))
        if name is None:
            # A later year's tables may name what the names written in do not.
            printed = (one for code, one in self._official.items() if code.startswith(prefix))
            name = next(
                ((one.section, one.body_system, one.operation)[len(prefix) - 1] for one in printed),
                None,
            )
        return Value(prefix[-1], name or UNNAMED, derived=name is None)

    def _row(self, code: str) -> Row:
        table = code[:3]
        if table not in self._rows:
            rows = self.table(table).rows
            self._rows[table] = {one: row for row in rows for one in row.codes()}
        return self._rows[table][code]

    def _build(self, code: str) -> Table:
        codes = self._codes[code]
        printed = self._official.get(code)
        as_printed = _characters(printed) if printed else ()
        is_printed = printed is not None and sorted(_codes(code, as_printed)) == codes
        if is_printed:
            cut = as_printed
        else:
            cut = cut_rows((one[3:] for one in codes), by_qualifier=code[0] == NEW_TECHNOLOGY)
        described = operation(code[0], code[2]) if self._names.fact(code, 3) else None
        return Table(
            code=code,
            section=self._fact(code[:1]),
            body_system=self._fact(code[:2]),
            operation=self._fact(code),
            definition=described.definition if described else "",
            rows=tuple(self._make_row(code, characters) for characters in cut),
            printed=is_printed,
        )

    def _make_row(self, table: str, characters: Characters) -> Row:
        codes = _codes(table, (characters,))
        first, second, third, fourth = (
            Axis(
                position,
                self._names.axis(table[0], position),
                tuple(
                    self._value(table, position, value, codes) for value in characters[position - 4]
                ),
            )
            for position in POSITIONS
        )
        return Row(table, (first, second, third, fourth))

    def _value(self, table: str, position: int, value: str, row: Sequence[str]) -> Value:
        codes = [code for code in row if code[position - 1] == value]
        stated = self._printed_label(table, position, value, codes) or self._names.fact(
            codes[0], position
        )
        if stated is not None:
            return Value(value, stated, derived=False)
        words = self._derived(table, position, value, codes)
        return Value(value, singular(words) if words else UNNAMED, derived=True)

    def _printed_label(
        self, table: str, position: int, value: str, codes: Sequence[str]
    ) -> str | None:
        """The label of the official row that shares most codes with a row of ours."""
        printed = self._official.get(table)
        labels: Counter[str] = Counter()
        for row in printed.rows if printed else ():
            label = dict(row.axes[position - 4].values).get(value)
            if label is not None:
                allowed = [{one for one, _ in axis.values} for axis in row.axes]
                shared = sum(
                    all(one in may for one, may in zip(code[3:], allowed, strict=True))
                    for code in codes
                )
                # A row that names it counts even where it shares no code.
                labels[label] += 1 + 1000 * shared
        return labels.most_common(1)[0][0] if labels else None

    def _derived(self, table: str, position: int, value: str, codes: Sequence[str]) -> str | None:
        """The words of the nearest titles that say a character, those of the row first.

        Other tables are asked for body parts only: these mean the same all over a body
        system, which devices and qualifiers do not. In section X a device or substance means
        what it means with this qualifier, and each year brings new ones: nothing is guessed.
        """
        labels = self._labels_of(table)
        is_new_technology = table[0] == NEW_TECHNOLOGY
        words = labels.whole(position, value, codes)
        if words is None and not (is_new_technology and position == 6):
            words = labels.whole(position, value)
        if words is None and position == 4 and not is_new_technology:
            words = self._in_system(table[:2], position, value)
        return words or labels.partly(position, value)

    def _in_system(self, system: str, position: int, value: str) -> str | None:
        """What most tables of a body system call a character."""
        key = (system, position, value)
        if key not in self._by_system:
            said = (
                self._labels_of(table).whole(position, value)
                for table in sorted(self._titled)
                if table.startswith(system)
            )
            counts = Counter(label for label in said if label)
            self._by_system[key] = counts.most_common(1)[0][0] if counts else None
        return self._by_system[key]

    def _labels_of(self, table: str) -> Labels:
        if table not in self._labels:
            self._labels[table] = Labels(self._titled.get(table, {}), self._names)
        return self._labels[table]

    def _composed(self, code: str) -> str:
        said = said_positions(code, self._names)
        labels = {p: self.label(code, p).label for p in (3, *POSITIONS)}
        section = self._names.sections.get(code[0])
        layout = self._labels_of(code[:3]).layout(said, code[:4])
        if layout is None and section is not None:
            layout = _fullest(layouts(section.patterns(code[2]), said))
        if layout is None:
            return ", ".join(labels[p] for p in sorted(said))
        return compose(layout, self._as_written(code, labels))

    def _as_written(self, code: str, labels: Mapping[int, str]) -> Mapping[int, str]:
        """Labels in the words of titles: "Right Kidney" where the tables print "Kidney, Right"."""
        written = dict(labels)
        for position in POSITIONS:
            value = code[position - 1]
            fact = self._names.fact(code, position)
            if position == 5 and fact is not None and self._names.axis(code[0], 5) == "Approach":
                written[5] = fact if fact.startswith("Via") else f"{fact} Approach"
            elif fact is None:
                words = self._derived(code[:3], position, value, (code,))
                written[position] = words or written[position]
        return written

    def _not_allowed(self, before: str, value: str, allowed: Sequence[Value]) -> str:
        position = len(before) + 1
        axis = self._names.axis(before[:1], position).lower()
        where = "ICD-10-PCS"
        if 1 < position <= 3:
            where = f"{'section' if position == 2 else 'body system'} {before}"
        elif position > 3:
            named = f"{self._fact(before[:2]).label}, {self._fact(before[:3]).label}"
            where = f"table {before[:3]} ({named})"
        chosen = " and ".join(
            f"{self._names.axis(before[0], at).lower()} {before[at - 1]}"
            for at in range(4, position)
        )
        holder = "the table" if position > 3 else "there"
        verb = "allows" if position > 3 else "may stand"
        return (
            f"no {axis} {value} in {where}{' with ' + chosen if chosen else ''}: "
            f"{holder} {verb} {_listed(allowed)}"
        )

    def _unknown(self, prefix: str) -> UnknownCode:
        known = list(
            takewhile(
                lambda size: (
                    any(code.startswith(prefix[:size]) for code in self._codes.get(prefix[:3], ()))
                    or (size <= 3 and any(table.startswith(prefix[:size]) for table in self._codes))
                ),
                range(1, len(prefix) + 1),
            )
        )
        good = prefix[: len(known)]
        return UnknownCode(
            f"No valid ICD-10-PCS code begins with {prefix[:10]!r}.",
            hint=f"choose what may follow {good!r}" if good else "begin with a section such as 0",
        )


def _characters(table: PcsTable) -> tuple[Characters, ...]:
    return tuple(
        tuple(tuple(value for value, _ in axis.values) for axis in row.axes) for row in table.rows
    )


def _codes(table: str, cut: Iterable[Characters]) -> list[str]:
    endings = [""]
    found: list[str] = []
    for characters in cut:
        endings = [""]
        for values in characters:
            endings = [ending + value for ending in endings for value in values]
        found += [table + ending for ending in endings]
    return found


def _fullest(found: Sequence[Layout]) -> Layout | None:
    """The layout that says most characters; of several, the most usual."""
    return max(found, key=lambda one: (len(one.positions), -one.number), default=None)


def _listed(values: Sequence[Value]) -> str:
    listed = ", ".join(str(one) for one in values[:SHOWN])
    more = len(values) - SHOWN
    return f"{listed} and {more} more" if more > 0 else listed
