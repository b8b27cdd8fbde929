"""Tests of grouping see the shipped weights, whatever the user of this machine has imported."""

import pytest

from coderlib.grouping import weights_at_hand


@pytest.fixture(autouse=True)
def _nothing_imported(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("CODERLIB_DATA", str(tmp_path_factory.mktemp("shelf")))
    weights_at_hand.cache_clear()
    yield
    weights_at_hand.cache_clear()
