from __future__ import annotations

import pytest

from coderlib.code_sets import CodeSet, CodeSets


@pytest.fixture(scope="session")
def diagnoses() -> CodeSet:
    return CodeSets.default().open("icd-10-cm")


@pytest.fixture(scope="session")
def procedures() -> CodeSet:
    return CodeSets.default().open("icd-10-pcs")
