"""Which code moved the group between two abstracts of the same encounter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from coderlib.grouping.claim import Claim, Coded, written
from coderlib.grouping.result import Grouping, Role, Severity

Ask = Callable[[Claim], Grouping]
"""Groups a claim."""


@dataclass(frozen=True, slots=True)
class Move:
    """One difference that moves the group by itself.

    Args:
        code: the code, as coders write it.
        role: what it is on the claim.
        text: the difference and what it does, in a sentence.
        before: the group without the difference.
        after: the group with it.
    """

    code: str
    role: Role
    text: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groupings of one encounter, and what lies between.

    Args:
        before: the group of the first abstract.
        after: the group of the second.
        moves: the single differences that move the group, in the order principal, other
            diagnoses, POA, procedures.
        differences: how many single differences there are.
    """

    before: Grouping
    after: Grouping
    moves: tuple[Move, ...]
    differences: int

    @property
    def moved(self) -> bool:
        """Whether the group changed."""
        return self.before.drg != self.after.drg

    @property
    def weight_change(self) -> Decimal | None:
        """How much the weight grew; None where a weight of the two is not known."""
        if self.before.weight is None or self.after.weight is None:
            return None
        return self.after.weight.value - self.before.weight.value

    @property
    def payment_change(self) -> Decimal | None:
        """How much the payment grew; None where one of the two is not known."""
        if self.before.payment is None or self.after.payment is None:
            return None
        return self.after.payment - self.before.payment

    @property
    def summary(self) -> str:
        """The change in a sentence."""
        if not self.differences:
            return "The two abstracts have the same codes."
        before, after = f"{self.before.drg:03}", f"{self.after.drg:03}"
        if not self.moved:
            return f"The group stays {after}."
        said = f"The group moves from {before} to {after}"
        if self.weight_change is not None:
            said += f", the weight by {self.weight_change:+}"
        if not self.moves:
            return f"{said}; no code does it alone, the differences do it together."
        return f"{said}."


@dataclass(frozen=True, slots=True)
class _Difference:
    """A single difference of two claims: how to make it, and how it is told."""

    code: str
    role: Role
    doing: str
    make: Callable[[Claim], Claim]
    undo: Callable[[Claim], Claim]
    is_removal: bool = False


def compare_claims(before: Claim, after: Claim, ask: Ask) -> Comparison:
    """Compare two claims of one encounter.

    Each difference is made alone in the first claim, and undone alone in the second; it
    moved the group when either changes it.

    Args:
        before: the first claim.
        after: the second.
        ask: groups a claim.
    """
    one, other = ask(before), ask(after)
    differences = tuple(_differences(before, after))
    moves = []
    for difference in differences:
        made = ask(difference.make(before))
        if made.drg != one.drg:
            moves.append(_move(difference, one, made, ""))
            continue
        undone = ask(difference.undo(after))
        if undone.drg != other.drg:
            moves.append(_move(difference, undone, other, " once the other changes are made"))
    return Comparison(one, other, tuple(moves), len(differences))


def _move(difference: _Difference, before: Grouping, after: Grouping, when: str) -> Move:
    bearer = before if difference.is_removal else after
    level = next(
        (
            effect.severity
            for effect in bearer.codes
            if effect.code == difference.code and effect.role is difference.role is Role.OTHER
        ),
        Severity.NONE,
    )
    shown = difference.code if level is Severity.NONE else f"{difference.code} ({level})"
    return Move(
        difference.code,
        difference.role,
        f"{difference.doing.format(code=shown)} moves {before.drg:03} to {after.drg:03}{when}.",
        before.drg,
        after.drg,
    )


def _differences(before: Claim, after: Claim) -> Iterator[_Difference]:
    start, exchanged = before, frozenset[str]()
    if before.principal.code != after.principal.code:
        yield _Difference(
            written(after.principal.code),
            Role.PRINCIPAL,
            f"{{code}} as principal instead of {written(before.principal.code)}",
            lambda claim: _with_principal(claim, after),
            lambda claim: _with_principal(claim, before),
        )
        # What the exchange moves between principal and others is no difference of its own.
        exchanged = frozenset({before.principal.code, after.principal.code})
        start = _with_principal(before, after)
    elif before.principal.poa != after.principal.poa:
        yield _poa(before.principal, after.principal, Role.PRINCIPAL)
    old, new = _counted(start.others), _counted(after.others)
    for entry in _only(after.others, old, new):
        yield _Difference(
            written(entry.code), Role.OTHER, "Adding {code}", _adding(entry), _removing(entry.code)
        )
    for entry in _only(start.others, new, old):
        yield _Difference(
            written(entry.code),
            Role.OTHER,
            "Removing {code}",
            _removing(entry.code),
            _adding(entry),
            is_removal=True,
        )
    flags = {entry.code: entry for entry in start.others}
    for entry in after.others:
        if not old[entry.code] == new[entry.code] == 1 or entry.code in exchanged:
            continue
        if flags[entry.code].poa != entry.poa:
            yield _poa(flags[entry.code], entry, Role.OTHER)
    yield from _procedures(before, after)


def _procedures(before: Claim, after: Claim) -> Iterator[_Difference]:
    old, new = Counter(before.procedures), Counter(after.procedures)
    for code in (new - old).elements():
        yield _Difference(
            code, Role.PROCEDURE, "Adding {code}", _adding_procedure(code),
            _removing_procedure(code),
        )  # fmt: skip
    for code in (old - new).elements():
        yield _Difference(
            code, Role.PROCEDURE, "Removing {code}", _removing_procedure(code),
            _adding_procedure(code), is_removal=True,
        )  # fmt: skip


def _counted(entries: tuple[Coded, ...]) -> Counter[str]:
    return Counter(entry.code for entry in entries)


def _only(entries: tuple[Coded, ...], less: Counter[str], more: Counter[str]) -> Iterator[Coded]:
    """The entries of which there are more than in the other claim, once for each."""
    left = more - less
    for entry in entries:
        if left[entry.code] > 0:
            left[entry.code] -= 1
            yield entry


def _with_principal(claim: Claim, like: Claim) -> Claim:
    """A claim with the principal diagnosis of another; the two codes change places."""
    own, wanted = claim.principal, like.principal
    if own.code == wanted.code:
        return claim
    others = claim.others
    if any(entry.code == wanted.code for entry in others):
        others = _removing(wanted.code)(claim).others
    moved = next((entry for entry in like.others if entry.code == own.code), None)
    if moved is not None and all(entry.code != own.code for entry in others):
        others = (moved, *others)
    return replace(claim, principal=wanted, others=others)


def _poa(was: Coded, now: Coded, role: Role) -> _Difference:
    def put(entry: Coded) -> Callable[[Claim], Claim]:
        def make(claim: Claim) -> Claim:
            if role is Role.PRINCIPAL:
                return replace(claim, principal=entry)
            others = [entry if one.code == entry.code else one for one in claim.others]
            return replace(claim, others=tuple(others))

        return make

    doing = f"POA {now.poa or 'none'} instead of {was.poa or 'none'} on {{code}}"
    return _Difference(written(now.code), role, doing, put(now), put(was))


def _adding(entry: Coded) -> Callable[[Claim], Claim]:
    return lambda claim: replace(claim, others=(*claim.others, entry))


def _removing(code: str) -> Callable[[Claim], Claim]:
    def make(claim: Claim) -> Claim:
        others = list(claim.others)
        found = next((n for n, entry in enumerate(others) if entry.code == code), None)
        if found is not None:
            del others[found]
        return replace(claim, others=tuple(others))

    return make


def _adding_procedure(code: str) -> Callable[[Claim], Claim]:
    return lambda claim: replace(claim, procedures=(*claim.procedures, code))


def _removing_procedure(code: str) -> Callable[[Claim], Claim]:
    def make(claim: Claim) -> Claim:
        procedures = list(claim.procedures)
        if code in procedures:
            procedures.remove(code)
        return replace(claim, procedures=tuple(procedures))

    return make
