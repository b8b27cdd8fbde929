"""How a simulated trainee answers a page of questions."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from coderlib.exercises.items import (
    ChoiceItem,
    ChoiceKey,
    Item,
    ItemKey,
    LabellingItem,
    LabellingKey,
    MatchingItem,
    MatchingKey,
    MultipleChoiceItem,
    MultipleChoiceKey,
    ShortKey,
)
from coderlib.task import ExerciseKey, ExerciseTask

GUESS = 0.15
"""The chance of an answer that is right without knowing."""


def simulated_page(
    task: ExerciseTask, key: ExerciseKey, ability: float, rng: Random
) -> dict[str, Any]:
    """The response to a page of questions, in the form the page saves.

    Args:
        ability: 0 to 1; at 1 the answers are right.
        rng: of this trainee and this task.
    """
    keys = {one.id: one for one in key.items}
    terms = [one.accepted[0] for one in key.items if isinstance(one, ShortKey)]
    values = {}
    for item in task.items:
        value = _value(item, keys[item.id], ability, rng, terms)
        if value is not None:
            values[item.id] = value
    return {"items": values}


def _value(item: Item, key: ItemKey, ability: float, rng: Random, terms: list[str]) -> Any:
    knows = _knows(ability, rng)
    match item, key:
        case (ChoiceItem(), ChoiceKey()):
            others = [option.id for option in item.options if option.id != key.right]
            return key.right if knows else rng.choice(others)
        case (MultipleChoiceItem(), MultipleChoiceKey()):
            return [
                option.id
                for option in item.options
                if (option.id in key.right) == _knows(ability, rng)
            ]
        case (MatchingItem(), MatchingKey()):
            return _pairs(key.pairs, [part.id for part in item.right], ability, rng)
        case (LabellingItem(), LabellingKey()):
            return _pairs(key.pins, [part.id for part in item.labels], ability, rng)
        case (_, ShortKey()):
            return key.accepted[0] if knows else _wrong_term(key, terms, rng)
        case _:
            return None


def _knows(ability: float, rng: Random) -> bool:
    return rng.random() < GUESS + (1 - GUESS) * ability


def _pairs(
    right: dict[str, str], labels: Sequence[str], ability: float, rng: Random
) -> dict[str, str]:
    """Right pairs, but for those that are confused: each takes another's, or any, label."""
    pairs = {}
    for one, label in right.items():
        others = [other for other in labels if other != label]
        pairs[one] = label if _knows(ability, rng) or not others else rng.choice(others)
    return pairs


def _wrong_term(key: ShortKey, terms: list[str], rng: Random) -> str | None:
    """Nothing, another term of the page, or the right one misspelled beyond recognition."""
    others = [term for term in terms if term not in key.accepted]
    kind = rng.choice(("nothing", "other", "misspelled"))
    if kind == "nothing":
        return None
    if kind == "other" and others:
        return rng.choice(others)
    letters = list(key.accepted[0])
    for _ in range(3):
        at = rng.randrange(len(letters))
        letters[at] = rng.choice("aeioulnrst")
    return "".join(letters)
