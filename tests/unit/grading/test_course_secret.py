"""The secret of a class: seeds that repeat for who has it and tell nothing to who has not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coderlib.errors import CoderlibError
from grading.assignments.course_secret import CourseSecret

secrets_of_a_class = st.binary(min_size=16, max_size=40)
names = st.text("abcdefghij-", min_size=1, max_size=12)


@settings(deadline=None)
@given(secrets_of_a_class, names, names)
def test_a_seed_repeats_and_fits_63_bits(secret, first, second):
    seed = CourseSecret(secret).seed(first, second)
    assert seed == CourseSecret(secret).seed(first, second)
    assert 0 <= seed < 2**63


@settings(deadline=None)
@given(secrets_of_a_class, names, names)
def test_names_do_not_run_together(secret, first, second):
    drawn = CourseSecret(secret)
    assert drawn.seed(first + second) != drawn.seed(first, second)


@settings(deadline=None)
@given(secrets_of_a_class, secrets_of_a_class, names)
def test_another_secret_gives_another_seed_and_name(one, other, name):
    if one != other:
        assert CourseSecret(one).seed(name) != CourseSecret(other).seed(name)
        assert CourseSecret(one).name(name) != CourseSecret(other).name(name)


def test_the_name_of_a_case_does_not_hold_its_seed():
    drawn = CourseSecret(b"0123456789abcdef")
    name, seed = drawn.name("case", "a", "b"), drawn.seed("case", "a", "b")
    assert str(seed) not in name
    assert f"{seed:x}"[:6] not in name


def test_a_short_secret_is_refused():
    with pytest.raises(CoderlibError, match="15 bytes"):
        CourseSecret(b"x" * 15)
