"""Names drawn from Faker's lists are those that Faker itself would draw."""

from __future__ import annotations

import pytest
from faker import Faker

from coderlib.encounter import Sex
from synthetic_cases.names import Names


@pytest.mark.parametrize("seed", range(20))
def test_they_agree_with_faker(seed):
    faker = Faker("en_US")
    faker.seed_instance(seed)
    names = Names(seed)
    for _ in range(5):
        assert names.family() == faker.last_name()
        assert names.given(Sex.FEMALE) == faker.first_name_female()
        assert names.given(Sex.MALE) == faker.first_name_male()
        assert names.street_address() == faker.street_address()


def test_the_same_seed_gives_the_same_names():
    assert Names(3).family() == Names(3).family()
    assert len({Names(seed).family() for seed in range(50)}) > 25
