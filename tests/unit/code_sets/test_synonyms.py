"""The synonyms that ship: every code and every meaning leads somewhere."""

from __future__ import annotations

from coderlib import code_sets
from coderlib.code_sets.synonyms import read_synonyms
from coderlib.code_sets.words import EMPTY, stems


def test_there_are_enough_for_both_classifications() -> None:
    systems = [synonym.system for synonym in read_synonyms()]
    assert systems.count("icd-10-cm") > 120
    assert systems.count("icd-10-pcs") > 40


def test_every_code_exists() -> None:
    for synonym in read_synonyms():
        code_set = code_sets.open(synonym.system)
        for code in synonym.codes:
            assert code_set.get(code).code.value == code


def test_every_meaning_is_said_by_some_title() -> None:
    nowhere = []
    for synonym in read_synonyms():
        weights = code_sets.open(synonym.system)._book.search._vocabulary.weights
        for meaning in synonym.means:
            unknown = [stem for stem in stems(meaning) if stem not in weights and stem not in EMPTY]
            if unknown:
                nowhere.append((synonym.words, meaning, unknown))
    assert nowhere == []


def test_no_phrase_is_made_of_empty_words_only() -> None:
    for synonym in read_synonyms():
        for phrase in synonym.words:
            assert set(stems(phrase)) - EMPTY, phrase
