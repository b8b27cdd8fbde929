"""Searches as coders type them: nineteen in twenty have the code wanted among the first five."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

from coderlib import code_sets

SEARCHES = Path(__file__).with_name("searches.yaml")


def test_nineteen_in_twenty_searches_find_their_code_among_the_first_five() -> None:
    wanted = YAML(typ="safe", pure=True).load(SEARCHES.read_text(encoding="utf-8"))
    missed = []
    count = 0
    for system, searches in wanted.items():
        code_set = code_sets.open(system)
        for words, code in searches.items():
            count += 1
            found = [str(hit.code) for hit in code_set.find(words, limit=5)]
            if code not in found:
                missed.append(f"{words}: {code}, found {' '.join(found)}")
    assert count >= 120
    assert len(missed) <= count * 0.05, "\n".join(missed)
