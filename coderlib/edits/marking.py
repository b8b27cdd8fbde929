"""Which of the rules' families each code belongs to, as the bits of one number.

Rules name a few hundred lists of families. A code is compared with all of them once; then
an abstract is searched for the codes of a rule by comparing bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_

from coderlib.code_sets import Binding
from coderlib.edits.families import Family, Selection


class Marker:
    """Gives every list of families its bit, and every code the bits of its lists.

    Args:
        selections: the lists.
        named: what the names in them stand for.
        is_block: whether the Tabular has a block of this name.
    """

    def __init__(
        self,
        selections: Iterable[Selection],
        named: Mapping[str, Selection],
        is_block: Callable[[str], bool],
    ) -> None:
        self._bits: dict[tuple[str, ...], int] = {}
        self._families: dict[Family, int] = {}
        self._not: list[tuple[int, tuple[Family, ...]]] = []
        for selection in selections:
            if selection.written in self._bits:
                continue
            settled = selection.settled(named)
            bit = 1 << len(self._bits)
            self._bits[selection.written] = bit
            for family in settled.families:
                self._families[family] = self._families.get(family, 0) | bit
            if settled.but:
                self._not.append((bit, settled.but))
        self._is_block = {
            family: bool(family.name) and family.is_range and is_block(family.name)
            for family in (*self._families, *(one for _, out in self._not for one in out))
            if family.pattern is None
        }
        # Most families are a code or a block, and can be looked up by name.
        self._by_name: dict[str, int] = {}
        self._tried: list[tuple[Family, int]] = []
        self._procedures: list[tuple[Family, int]] = []
        for family, bits in self._families.items():
            if family.pattern is not None:
                self._procedures.append((family, bits))
            elif family.is_plain and (not family.is_range or self._is_block[family]):
                self._by_name[family.name] = self._by_name.get(family.name, 0) | bits
            else:
                self._tried.append((family, bits))

    def bit(self, selection: Selection | None) -> int:
        """The bit of a list; 0 where there is no list."""
        return 0 if selection is None else self._bits[selection.written]

    def of_diagnosis(self, compact: str, binding: Binding) -> int:
        """The bits of the lists that a diagnosis code belongs to."""
        names = binding.above
        marks = reduce(or_, (self._by_name.get(name, 0) for name in names), 0)
        for family, bits in self._tried:
            if marks & bits != bits and family.covers(compact, names, block=self._is_block[family]):
                marks |= bits
        for bit, out in self._not:
            if marks & bit and any(
                one.pattern is None and one.covers(compact, names, block=self._is_block[one])
                for one in out
            ):
                marks &= ~bit
        return marks

    def of_procedure(self, compact: str) -> int:
        """The bits of the lists that a procedure code belongs to."""
        nothing: frozenset[str] = frozenset()
        marks = 0
        for family, bits in self._procedures:
            if family.covers(compact, nothing):
                marks |= bits
        for bit, out in self._not:
            if marks & bit and any(
                one.pattern is not None and one.covers(compact, nothing) for one in out
            ):
                marks &= ~bit
        return marks
