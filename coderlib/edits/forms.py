"""What a rule can look for: a closed list of forms, each in the words of coders.

Forms that name codes (`together`, `missing`, `order` ...) are written by whoever writes a
rule. Forms that name none (`tabular`, `validity`, `twice`, `poa_reporting`, `sides`, `mce`)
say which general check a rule gives its words to; the codes come from the Tabular, from the
dates of codes, or from the Medicare Code Editor.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from coderlib.abstract import Poa
from coderlib.edits.families import Selection


class Form(BaseModel):
    """What a rule looks for. `says` are the words in braces its explanation may use."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: ClassVar[frozenset[str]] = frozenset({"codes", "others"})


class Where(StrEnum):
    """In which entries a form looks for `these`."""

    ANYWHERE = "anywhere"
    PRINCIPAL = "principal"
    OTHERS = "others"


class Present(Form):
    """A code of `these` is there. Used with the guards of a rule (ages, given, unless ...)."""

    these: Selection
    where: Where = Where.ANYWHERE


class Together(Form):
    """A code of `these` stands beside one of `those`; the fault is charged to `these`.

    Args:
        same: positions (from 1, the dot not counted) in which the two must agree for a fault.
        differ: positions of which at least one must differ for a fault.
        same_day: for procedures, whether both must have been done on one day; a procedure
            whose day is not given counts as done on the same.
        where: where `these` must stand.
    """

    these: Selection
    those: Selection
    same: tuple[int, ...] = ()
    differ: tuple[int, ...] = ()
    same_day: bool = False
    where: Where = Where.ANYWHERE


class Missing(Form):
    """A code of `these` is there and, beside it, none of `any`.

    Args:
        where: where `these` must stand.
        any_where: where one of `any` would mend it.
    """

    these: Selection
    any: Selection
    where: Where = Where.ANYWHERE
    any_where: Where = Where.ANYWHERE


class Order(Form):
    """Codes of both are there, and one of `then` stands before every one of `first`.

    The fault is charged to `then`. Only diagnoses have an order.

    Args:
        same: positions in which a `then` and a `first` must agree to belong together.
    """

    first: Selection
    then: Selection
    same: tuple[int, ...] = ()


class NotPrincipal(Form):
    """A code of `these` is the principal (or first-listed) diagnosis and must not be."""

    these: Selection


class PrincipalOnly(Form):
    """A code of `these` stands among the other diagnoses and may only be principal."""

    these: Selection


class AtMostOne(Form):
    """There may be no more than `most` codes of `these`.

    Args:
        same: count separately for each set of codes that begin with the same number of
            characters (5 for pressure ulcers: those of one site); 0 counts all of them.
    """

    these: Selection
    same: int = Field(default=0, ge=0, le=7)
    most: int = Field(default=1, ge=1)


class OneKind(Form):
    """Codes of `these` must all begin with the same `characters` characters (one type)."""

    these: Selection
    characters: int = Field(ge=1, le=7)


class OnlyWith(Form):
    """Beside a code of `these` no diagnosis of `within` may stand but those of `allowed`.

    The fault is charged to the codes that may not be there; {others} are `these`.
    """

    these: Selection
    allowed: Selection | None = None
    within: Selection


class Alone(Form):
    """A code of `these` is there, and every diagnosis is one of `these`."""

    these: Selection


class PoaIs(Form):
    """A code of `these` is reported with one of these POA indicators."""

    these: Selection
    indicators: tuple[Poa, ...] = Field(min_length=1)
    where: Where = Where.ANYWHERE


class Tabular(StrEnum):
    """A fault against an instruction of the Tabular, read from the notes that bind a code."""

    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    MANIFESTATION_WITHOUT_ETIOLOGY = "manifestation_without_etiology"
    MANIFESTATION_BEFORE_ETIOLOGY = "manifestation_before_etiology"
    CODE_FIRST_MISSING = "code_first_missing"
    CODE_FIRST_IF_ANY = "code_first_if_any"
    CODE_FIRST_ORDER = "code_first_order"
    USE_ADDITIONAL_MISSING = "use_additional_missing"
    USE_ADDITIONAL_ORDER = "use_additional_order"
    CODE_ALSO_MISSING = "code_also_missing"


class Validity(StrEnum):
    """Why a code may not be reported on the day of discharge."""

    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    INCOMPLETE = "incomplete"
    SEVENTH_MISSING = "seventh_missing"
    PLACEHOLDER = "placeholder"
    NOT_YET = "not_yet"
    NO_LONGER = "no_longer"
    PROCEDURE_UNKNOWN = "procedure_unknown"
    NO_PRINCIPAL = "no_principal"
    NO_RELEASE = "no_release"


class Twice(StrEnum):
    """The same code more than once."""

    DIAGNOSIS = "diagnosis"
    PROCEDURE = "procedure"


class PoaReporting(StrEnum):
    """Faults of POA reporting itself (Appendix I)."""

    MISSING = "missing"
    NOT_REPORTED_HERE = "not_reported_here"
    EXEMPT_CODE_GIVEN = "exempt_code_given"
    EXEMPT_CLAIMED = "exempt_claimed"
    PRINCIPAL_NOT_PRESENT = "principal_not_present"


class Sides(StrEnum):
    """Laterality, as the titles of codes tell it."""

    UNSPECIFIED_BESIDE_SIDE = "unspecified_beside_side"
    BOTH_BESIDE_BILATERAL = "both_beside_bilateral"


class When(BaseModel):
    """What a rule looks for: exactly one form."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    present: Present | None = None
    together: Together | None = None
    missing: Missing | None = None
    order: Order | None = None
    not_principal: NotPrincipal | None = None
    principal_only: PrincipalOnly | None = None
    at_most_one: AtMostOne | None = None
    one_kind: OneKind | None = None
    only_with: OnlyWith | None = None
    alone: Alone | None = None
    poa: PoaIs | None = None
    tabular: Tabular | None = None
    validity: Validity | None = None
    twice: Twice | None = None
    poa_reporting: PoaReporting | None = None
    sides: Sides | None = None
    mce: str | None = None

    @model_validator(mode="after")
    def _one(self) -> When:
        given = self.model_fields_set
        if len(given) != 1 or self.form is None:
            forms = ", ".join(type(self).model_fields)
            raise ValueError(f"give exactly one form of: {forms}")
        return self

    @property
    def kind(self) -> str:
        """The name of the form, such as `together`."""
        return next(iter(self.model_fields_set))

    @property
    def form(self) -> Form | StrEnum | str | None:
        """The form itself."""
        found: Form | StrEnum | str | None = getattr(self, self.kind)
        return found

    @property
    def says(self) -> frozenset[str]:
        """The words in braces that an explanation may use."""
        form = self.form
        return form.says if isinstance(form, Form) else GENERAL_SAYS


GENERAL_SAYS = frozenset({"codes", "others", "note", "from", "until", "near", "lacks", "day"})
"""For the general forms: the note's words and where it stands, dates, codes near or missing."""
