from __future__ import annotations

from datetime import date

import pytest

from coderlib.code_sets import CodeSet, CodeSets

SPRING_2026 = date(2026, 4, 1)


@pytest.fixture(scope="session")
def diagnoses() -> CodeSet:
    return CodeSets.default().open("icd-10-cm", on=SPRING_2026)


@pytest.fixture(scope="session")
def procedures() -> CodeSet:
    return CodeSets.default().open("icd-10-pcs", on=SPRING_2026)
