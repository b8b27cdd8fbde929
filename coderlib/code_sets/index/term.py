"""Terms of an index as they come from a reader of an official file, or are derived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class IndexKind(StrEnum):
    """The indexes there are."""

    DISEASES = "diseases"
    EXTERNAL_CAUSES = "external_causes"
    PROCEDURES = "procedures"


class TermLike(Protocol):
    """What every term of an index has: the records of the importers, and derived terms."""

    @property
    def title(self) -> str: ...
    @property
    def nonessential(self) -> str: ...
    @property
    def codes(self) -> tuple[str, ...]: ...
    @property
    def see(self) -> tuple[str, ...]: ...
    @property
    def see_also(self) -> tuple[str, ...]: ...
    @property
    def see_category(self) -> tuple[str, ...]: ...
    @property
    def manifestation(self) -> tuple[str, ...]: ...
    @property
    def use(self) -> tuple[str, ...]: ...
    @property
    def terms(self) -> Sequence[TermLike]: ...


@dataclass(frozen=True, slots=True)
class DerivedTerm:
    """A term made from titles and inclusion terms, in the shape of an official one.

    Args:
        title: the words of this line alone, such as `lower end`.
        nonessential: what stands in parentheses and changes nothing, such as `(primary)`.
        codes: the codes it leads to, its default code first; a code that needs more
            characters ends in a dash (`E11.-`), as the official index prints it.
        see: where to look instead, as main term and subterms joined by commas.
        see_also: where to look as well.
        see_category: categories of the Tabular to look at; derived terms have none.
        manifestation: codes printed in brackets, to be coded second; derived terms have none.
        use: what the index of procedures says to use instead; derived terms have none.
        terms: its subterms, in index order.
    """

    title: str
    nonessential: str = ""
    codes: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    see_category: tuple[str, ...] = ()
    manifestation: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    terms: tuple[DerivedTerm, ...] = ()
