"""What the lexicon is made of: entries, the details they ask for, combinations and conventions."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import product
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class Kind(StrEnum):
    """What sort of thing an entry is, which decides where its words count.

    DIAGNOSIS counts where a provider affirms it as present. CHRONIC also counts as "history
    of": clinicians write so of a disease that lasts. PAST counts only as history. STATUS
    counts however it is said, unless it is denied. SYMPTOM counts as an item of a list of
    diagnoses only. HABIT, SOCIAL and EXTERNAL count in histories. DRUG counts among home
    medications. PROCEDURE counts where procedures are reported.
    """

    DIAGNOSIS = "diagnosis"
    CHRONIC = "chronic"
    PAST = "past"
    STATUS = "status"
    SYMPTOM = "symptom"
    HABIT = "habit"
    SOCIAL = "social"
    EXTERNAL = "external"
    DRUG = "drug"
    PROCEDURE = "procedure"


class Look(StrEnum):
    """How far from a mention the words of an axis may stand."""

    NEAR = "near"
    CONCEPT = "concept"
    ANYWHERE = "anywhere"
    EVERYWHERE = "everywhere"


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Patterns = Annotated[tuple[str, ...], BeforeValidator(_several)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


_OPTIONS = frozenset({"else", "look", "listed", "count", "number", "bands"})


class Axis(_Part):
    """A detail that a code asks for, such as side or stage.

    In YAML the values stand beside the options: `{right: 1, left: 2, else: 9, look: near}`.

    Attributes:
        is_: value by its words: a name of `reading/words.yaml`, or a pattern.
        otherwise: value where nothing is said; without it the code cannot be made. In YAML: `else`.
        look: `near` in the sentence of the mention; `concept` in any sentence that mentions
            the entry; `anywhere` in what providers wrote, where no such sentence says it;
            `everywhere` in both together.
        listed: whether the value listed first wins of those said, and not the one said last
            in the record.
        count: whether the value is how many different values a part of a sentence says, between
            semicolons, as bands.
        number: patterns with `#`, the number of which is the value.
        bands: `[limit, value]`: the value of a number below a limit, from the lowest; `whole`,
            and a number above all limits, stand for the number itself without decimals.
    """

    is_: dict[str, str] = Field(default_factory=dict, alias="is")
    otherwise: str | None = Field(default=None, alias="else")
    look: Look = Look.CONCEPT
    listed: bool = False
    count: bool = False
    number: Patterns = ()
    bands: tuple[tuple[float, str], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _values_beside_options(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        options = {key: held for key, held in value.items() if key in _OPTIONS}
        return {**options, "is": {key: held for key, held in value.items() if key not in _OPTIONS}}


class Entry(_Part):
    """One idea of the lexicon.

    Attributes:
        says: patterns of what is written; none where other entries imply it.
        code: the code, with `{axis}` in it; `S72.0*`: the code below that whose title fits
            best what is written; None: a signal for combinations.
        table: what the filled-in `code` stands for, where details cannot simply be joined.
        history: the code when it is only history; `family`: when it is the family's.
        axes: the details that the code asks for.
        apart: axes whose different values are different conditions, each coded.
        sections: sections in which it counts beside those of its kind.
        only: the only sections in which it counts.
        unless: patterns in the same sentence with which it does not count.
        near: patterns of which one must stand in the same sentence.
        anyone: whether others than providers may document it (Guidelines I.B.14).
        uncertain: whether it counts as suspected in a visit too, as a status of observation.
        bedside: done where it is told, in an admission note too, unlike an operation.
        implies: entries that are true as well.
        ages: from and to which age, in years; `sex`: of which sex only.
        first: place in `order` when nothing else decides, low first.
    """

    says: Patterns = ()
    kind: Kind = Kind.DIAGNOSIS
    code: str | None = None
    table: dict[str, str] = {}
    history: str | None = None
    family: str | None = None
    axes: dict[str, Axis] = {}
    apart: Patterns = ()
    sections: Patterns = ()
    only: Patterns = ()
    unless: Patterns = ()
    near: Patterns = ()
    anyone: bool = False
    uncertain: bool = False
    bedside: bool = False
    implies: Patterns = ()
    ages: tuple[int, int] | None = None
    sex: str | None = None


class Combination(_Part):
    """What several things reached mean together. Applied in the order of the file.

    What is reached is named by a code or its beginning (`I50`), a range (`J12-J18`), or the
    name of an entry of the lexicon.

    Attributes:
        when: all of these are reached; `any`: at least one of these, too.
        unless: none of these is.
        says: patterns of which one must be affirmed by a provider.
        drop: what is taken out.
        add: codes that are put in, with `{entry.axis}` in them.
        before: each pair's first is sequenced before its second.
        seventh: each pair's codes, by beginning or range, take its second as seventh character.
        settings: only in these settings.
        present: whichever of these is reached was affirmed or suspected in the documents of
            the admission; `arose`: it was first affirmed after them (Guidelines, Appendix I).
        each: stands for one combination for every choice of a reference from each of these:
            the reference is asked for too, and `{name}` stands for its value.
        note: which rule this is.
    """

    note: str
    when: Patterns = ()
    any_: Patterns = Field(default=(), alias="any")
    unless: Patterns = ()
    says: Patterns = ()
    drop: Patterns = ()
    add: Patterns = ()
    before: tuple[tuple[str, str], ...] = ()
    seventh: tuple[tuple[str, str], ...] = ()
    settings: Patterns = ()
    ages: tuple[int, int] | None = None
    present: Patterns = ()
    arose: Patterns = ()
    each: dict[str, dict[str, str]] = {}

    def each_one(self) -> Iterator[Combination]:
        """The combinations that this one stands for: itself, where it has no `each`."""
        for chosen in product(*(choices.items() for choices in self.each.values())):
            values = dict(zip(self.each, (value for _, value in chosen), strict=True))
            yield self.model_copy(
                update={
                    "when": (*self.when, *(reference for reference, _ in chosen)),
                    "unless": tuple(_put(text, values) for text in self.unless),
                    "drop": tuple(_put(text, values) for text in self.drop),
                    "add": tuple(_put(text, values) for text in self.add),
                    "before": tuple(
                        (_put(first, values), _put(second, values)) for first, second in self.before
                    ),
                }
            )


def _put(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


class TitlePhrase(_Part):
    """A phrase of titles that counts as a whole: `without foreign body`.

    Attributes:
        says: patterns of what is written for it.
        held: whether it holds where nothing is said of it.
    """

    says: Patterns = ()
    held: bool = False


class Never(_Part):
    """Codes that are never sequenced first, by beginning or range, with the reason.

    Attributes:
        cause: whether a cause stands before them, which takes their place in a list.
    """

    codes: Patterns
    note: str
    cause: bool = False


class SectionKindPart(_Part):
    """A kind of section as `reading/headings.yaml` writes it."""

    patterns: Patterns
    unless: Patterns = ()
    counts: bool = True
