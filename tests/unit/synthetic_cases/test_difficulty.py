"""Difficulty, measured on the finished case."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from coderlib.case_pack import Case
from synthetic_cases import generate
from synthetic_cases.difficulty import (
    CUTS,
    WEIGHTS,
    difficulty,
    features_of,
    fewest_documents,
    level_of,
)

HARD, EASY = "pneumonia-copd-diabetes", "fall-wrist-fracture"


@pytest.fixture(scope="module")
def hard() -> Case:
    return generate(HARD, 7)


def without(case: Case, **changes: object) -> Case:
    return case.model_copy(update={"key": case.key.model_copy(update=changes)})


def test_a_stay_with_many_conditions_is_harder_than_a_broken_wrist():
    hard = [generate(HARD, seed) for seed in range(1, 12)]
    easy = [generate(EASY, seed) for seed in range(1, 12)]
    assert level_of(hard) > level_of(easy)
    assert min(difficulty(c).score for c in hard) > min(difficulty(c).score for c in easy)


def test_the_score_is_the_weighted_sum_of_the_features(hard):
    found = difficulty(hard)
    pairs = zip(astuple(found.features), astuple(WEIGHTS), strict=True)
    assert found.score == pytest.approx(sum(a * b for a, b in pairs), abs=0.05)
    assert found.level == 1 + sum(found.score >= cut for cut in CUTS)


def test_levels_are_five_and_rise():
    assert len(CUTS) == 4
    assert list(CUTS) == sorted(set(CUTS))


def test_fewer_decoys_make_it_easier(hard):
    assert difficulty(without(hard, decoys=())).score < difficulty(hard).score
    assert features_of(without(hard, decoys=())).decoys == 0


def test_a_further_required_code_makes_it_harder_and_an_optional_one_does_not(hard):
    required = [entry for entry in hard.key.diagnoses if not entry.optional]
    fewer = without(hard, diagnoses=tuple(required[:-1]))
    last = required[-1].model_copy(update={"optional": True})
    optional = without(hard, diagnoses=(*required[:-1], last))
    assert features_of(fewer).codes == features_of(hard).codes - 1
    assert features_of(optional) == features_of(fewer)


def test_evidence_in_the_summary_alone_is_easy_to_find(hard):
    summary = next(d.id for d in hard.chart.documents if d.type.value == "discharge_summary")
    entries = []
    for entry in hard.key.diagnoses:
        quote = entry.evidence[0]
        span = quote.span.model_copy(update={"document": summary})
        moved = quote.model_copy(update={"span": span})
        entries.append(entry.model_copy(update={"evidence": (moved,)}))
    features = features_of(without(hard, diagnoses=tuple(entries), procedures=()))
    assert (features.documents, features.hidden) == (0, 0)


@pytest.mark.parametrize(
    ("places", "fewest"),
    [
        ([], 0),
        ([{"a"}], 1),
        ([{"a"}, {"b"}], 2),
        ([{"a", "b"}, {"b", "c"}, {"b"}], 1),
        ([{"a"}, {"a", "b"}, {"c"}], 2),
        ([set(), {"a"}], 1),
    ],
)
def test_the_fewest_documents_that_support_every_code(places, fewest):
    assert fewest_documents(places) == fewest


def test_weights_are_all_positive():
    assert all(weight > 0 for weight in astuple(WEIGHTS))
