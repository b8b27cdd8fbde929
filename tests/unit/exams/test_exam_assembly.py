from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coderlib.errors import UnreadableFile
from coderlib.exercises.bank import read_bank
from coderlib.exercises.questions import Difficulty
from grading.exams.assembly import BankTooSmall, assemble, spread
from grading.exams.blueprint import BlueprintFaults, read_blueprint


def test_each_domain_gets_its_number_spread_over_the_difficulties(blueprint):
    drawn = assemble(blueprint, read_bank(blueprint.bank), 1)
    assert Counter(question.domain for question in drawn) == {"alpha": 4, "beta": 2}
    alpha = Counter(question.difficulty for question in drawn if question.domain == "alpha")
    assert alpha == {"easy": 1, "medium": 2, "hard": 1}
    assert len({question.id for question in drawn}) == 6


def test_the_same_seed_draws_the_same_form_and_others_do_not(blueprint):
    bank = read_bank(blueprint.bank)
    assert assemble(blueprint, bank, 5) == assemble(blueprint, bank, 5)
    forms = {tuple(question.id for question in assemble(blueprint, bank, s)) for s in range(20)}
    assert len(forms) == 20


def test_the_order_of_the_files_does_not_matter(blueprint):
    bank = read_bank(blueprint.bank)
    turned = bank.model_copy(update={"questions": bank.questions[::-1]})
    assert assemble(blueprint, bank, 5) == assemble(blueprint, turned, 5)


def test_a_bank_too_small_is_told_by_domain_and_number(blueprint):
    quota = blueprint.domains[1].model_copy(update={"items": 9})
    plan = blueprint.model_copy(update={"domains": (blueprint.domains[0], quota)})
    with pytest.raises(BankTooSmall, match="beta lacks 4 of 9") as caught:
        assemble(plan, read_bank(plan.bank), 1)
    assert "\n" not in str(caught.value)
    assert "HINT" in str(caught.value)


def test_a_domain_the_bank_does_not_know_lacks_all(blueprint):
    quota = blueprint.domains[1].model_copy(update={"name": "gamma"})
    plan = blueprint.model_copy(update={"domains": (quota,)})
    with pytest.raises(BankTooSmall, match="gamma lacks 2 of 2"):
        assemble(plan, read_bank(plan.bank), 1)


def test_only_the_kinds_a_quota_names_are_drawn(blueprint):
    quota = blueprint.domains[0].model_copy(update={"kinds": ("short",)})
    plan = blueprint.model_copy(update={"domains": (quota,)})
    with pytest.raises(BankTooSmall, match="alpha lacks 4 of 4"):
        assemble(plan, read_bank(plan.bank), 1)


percents = st.dictionaries(st.sampled_from(list(Difficulty)), st.floats(0.1, 100), min_size=1)


@given(number=st.integers(0, 60), shares=percents)
def test_a_spread_adds_up_and_is_never_more_than_one_off(number, shares):
    parts = spread(number, shares)
    assert sum(parts.values()) == number
    for difficulty in Difficulty:
        exact = number * shares.get(difficulty, 0) / sum(shares.values())
        assert abs(parts[difficulty] - exact) < 1 + 1e-9


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("weight: 20", "weight: 25", "add up to 105, not to 100"),
        ("minutes: 30", "minutes: 0", "minutes: "),
        ("minutes: 30", "minutes: 30\nhours: 1", "hours: "),
        ("name: beta", "name: alpha", "alpha stands there twice"),
        ("scenario: made-up", "scenario: Made Up", "cases.0.scenario: "),
        ("{easy: 25", "{easi: 25", "difficulty.easi"),
    ],
    ids=str,
)
def test_a_fault_of_a_blueprint_is_told_with_its_field(plan: Path, old, new, told):
    file = plan / "blueprint.yaml"
    file.write_text(file.read_text().replace(old, new))
    with pytest.raises(BlueprintFaults) as caught:
        read_blueprint(file)
    assert told in str(caught.value)
    assert "HINT" in str(caught.value)


def test_all_faults_of_a_blueprint_are_told_at_once(plan: Path):
    file = plan / "blueprint.yaml"
    file.write_text(file.read_text().replace("30", "none").replace("60", "most"))
    with pytest.raises(BlueprintFaults) as caught:
        read_blueprint(file)
    assert len(caught.value.faults) == 2


def test_a_missing_or_broken_blueprint_is_told(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="does not exist"):
        read_blueprint(tmp_path / "none.yaml")
    (tmp_path / "broken.yaml").write_text("a: [")
    with pytest.raises(UnreadableFile, match="is not YAML"):
        read_blueprint(tmp_path / "broken.yaml")
