"""Which code moved the group between two abstracts."""

import random
from dataclasses import replace
from decimal import Decimal

from stays import DAY, abstract, random_claims, stay

from coderlib import grouping
from coderlib.grouping import Coded, Role, comparison


def compare(one, other, **facts):
    return grouping.compare(one, other, stay(**facts))


def test_the_code_that_was_added():
    found = compare(abstract("J18.9", "N17.9"), abstract("J18.9", "E11.9", "N17.9", "J96.01"))
    assert (found.before.drg, found.after.drg) == (194, 193)
    assert [move.text for move in found.moves] == ["Adding J96.01 (MCC) moves 194 to 193."]
    assert found.differences == 2
    assert found.moved


def test_the_code_that_was_removed():
    found = compare(abstract("J18.9", "J96.01", "E11.9"), abstract("J18.9", "E11.9"))
    assert [move.text for move in found.moves] == ["Removing J96.01 (MCC) moves 193 to 195."]


def test_another_principal_is_one_difference_though_two_codes_change_places():
    found = compare(abstract("J18.9", "A41.9"), abstract("A41.9", "J18.9"))
    assert found.differences == 1
    (move,) = found.moves
    assert (move.role, move.code) == (Role.PRINCIPAL, "A41.9")
    assert move.text == "A41.9 as principal instead of J18.9 moves 193 to 871."


def test_a_poa_indicator_that_moves_the_group():
    found = compare(abstract("J18.9/Y", "L89.154/Y"), abstract("J18.9/Y", "L89.154/N"))
    (move,) = found.moves
    assert move.text == "POA N instead of Y on L89.154 (MCC) moves 193 to 195."


def test_a_procedure_that_moves_the_group():
    found = compare(abstract("M16.11"), abstract("M16.11", procedures=("0SR90J9",)))
    (move,) = found.moves
    assert (move.role, move.after) == (Role.PROCEDURE, 470)
    assert move.text.startswith("Adding 0SR90J9 moves ")


def test_a_code_that_decides_only_with_another_change():
    # The stent makes the claim surgical; only then does the MCC choose between 321 and 322.
    found = compare(abstract("I21.02"), abstract("I21.02", "J96.01", procedures=("027034Z",)))
    texts = [move.text for move in found.moves]
    assert "Adding 027034Z moves 282 to 322." in texts
    assert found.after.drg == 321


def test_two_codes_of_which_each_is_enough():
    found = compare(abstract("J18.9", "J96.01", "I50.23"), abstract("J18.9"))
    assert (found.before.drg, found.after.drg) == (193, 195)
    # Neither alone brings the group down, but either put back would raise it again.
    assert {move.code for move in found.moves} == {"J96.01", "I50.23"}
    assert all("once the other changes are made" in move.text for move in found.moves)


def test_the_weight_moves_with_the_group():
    found = grouping.compare(
        abstract("A41.9"),
        abstract("A41.9", "R65.21"),
        stay(),
        weights=grouping.Weights(
            [
                grouping.Weight(871, Decimal("1.9425"), 2026, "FY2026 IPPS Table 5"),
                grouping.Weight(872, Decimal("1.0"), 2026, "invented for this test"),
            ]
        ),
    )
    assert found.weight_change == Decimal("0.9425")
    assert found.payment_change == Decimal("6597.50")
    assert found.summary == "The group moves from 872 to 871, the weight by +0.9425."


def test_without_a_weight_no_change_of_weight_is_told():
    found = compare(abstract("J18.9"), abstract("J18.9", "J96.01"))
    assert found.weight_change is None
    assert found.summary == "The group moves from 195 to 193."


def test_the_same_codes_in_another_order():
    found = compare(abstract("J18.9", "E11.9", "J96.01"), abstract("J18.9", "J96.01", "E11.9"))
    assert found.moves == ()
    assert found.summary == "The two abstracts have the same codes."


def test_a_difference_that_moves_nothing():
    found = compare(abstract("J18.9", "J96.01"), abstract("J18.9", "J96.01", "E11.9"))
    assert (found.moves, found.differences) == ((), 1)
    assert found.summary == "The group stays 193."


def _codes(claim):
    return (claim.principal, sorted(claim.others), sorted(claim.procedures))


def _changed(claim, donor, rng):
    """A claim with some entries left out, some taken from another, and some POA changed."""
    others = [dx for dx in claim.others if rng.random() < 0.7]
    others += [dx for dx in donor.others if rng.random() < 0.4 and dx not in others]
    others = [Coded(dx.code, "N") if rng.random() < 0.2 else dx for dx in others]
    others = list({dx.code: dx for dx in others}.values())
    rng.shuffle(others)
    principal = claim.principal
    if others and rng.random() < 0.5:
        place = rng.randrange(len(others))
        if others[place].code != principal.code:
            principal, others[place] = others[place], principal
    codes = {dx.code: dx for dx in others if dx.code != principal.code}
    return replace(
        claim, principal=principal, others=tuple(codes.values()), procedures=donor.procedures
    )


def _without_repeats(claim):
    codes = {dx.code: dx for dx in claim.others if dx.code != claim.principal.code}
    return replace(claim, others=tuple(codes.values()))


def test_all_differences_together_make_the_one_claim_into_the_other():
    rng = random.Random(41)
    claims = [_without_repeats(claim) for claim in random_claims([DAY], 300, seed=41)]
    seen = 0
    for claim, donor in zip(claims, reversed(claims), strict=True):
        other = _changed(claim, donor, rng)
        made, undone = claim, other
        differences = list(comparison._differences(claim, other))
        for difference in differences:
            made, undone = difference.make(made), difference.undo(undone)
        assert _codes(made) == _codes(other)
        assert _codes(undone) == _codes(claim)
        seen += len(differences)
    assert seen > 600


def test_of_a_single_difference_it_is_told_whether_it_moves_the_group():
    rng = random.Random(42)
    moved = 0
    for claim in map(_without_repeats, random_claims([DAY], 400, seed=42)):
        if not claim.others:
            continue
        place = rng.randrange(len(claim.others))
        less = replace(claim, others=claim.others[:place] + claim.others[place + 1 :])
        found = comparison.compare_claims(less, claim, grouping.group_claim)
        assert found.differences == 1
        assert [(move.before, move.after) for move in found.moves] == (
            [(found.before.drg, found.after.drg)] if found.moved else []
        )
        moved += found.moved
    assert moved > 20
