"""Marking a page of questions, with credit for the part that is right.

| kind | share of the points |
|---|---|
| choice, short | all or nothing |
| multiple choice | (right ticked - wrong ticked) / right ones, not below nothing |
| matching, labelling | right pairs / pairs |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    Part,
    ShortItem,
    ShortKey,
)
from coderlib.exercises.responses import chosen, item_values, paired, sides, ticked, typed
from coderlib.exercises.spelling import is_same_term
from coderlib.mark import Mark, Remark, Verdict

NOT_ANSWERED = "You did not answer this one."


def mark_exercise(
    items: Iterable[Item], keys: Iterable[ItemKey], response: Any, max_points: float
) -> Mark:
    """Mark a page of questions.

    Args:
        items: as they were shown.
        keys: one for each item, found by its id.
        response: what was entered, of any form.
        max_points: what the whole page is worth, shared out by the weights in the keys.

    Returns:
        The mark, with a remark for each item. An item without a key of its kind is not
        counted, and a note says so. Never raises on a response.
    """
    by_id = {key.id: key for key in keys}
    pairs = [(item, by_id.get(item.id)) for item in items]
    total = sum(key.points for item, key in pairs if key is not None and key.kind == item.kind)
    values = item_values(response)
    earned = 0.0
    remarks = []
    for number, (item, key) in enumerate(pairs, start=1):
        title = f"{number}. {shorten(item.stem)}"
        if key is None or key.kind != item.kind:
            text = "This question has no key, so it was not counted."
            remarks.append(Remark(verdict=Verdict.NOTE, title=title, text=text))
            continue
        share, remark = mark_item(item, key, values.get(item.id), title=title)
        points = max_points * key.points / total
        earned += share * points
        remarks.append(remark.model_copy(update={"points": share * points, "max_points": points}))
    return Mark(
        points=min(round(earned, 6), max_points), max_points=max_points, remarks=tuple(remarks)
    )


def mark_item(item: Item, key: ItemKey, value: Any, *, title: str = "") -> tuple[float, Remark]:
    """Mark one item.

    Args:
        value: what was entered for it, of any type.
        title: what the remark is headed with; by default the beginning of the stem.

    Returns:
        The share of its points, 0 to 1, and the remark, with points by the key's weight.

    Raises:
        ValueError: the key is of another kind than the item, a fault of whoever made them.
    """
    match item, key:
        case (ChoiceItem(), ChoiceKey()):
            share, text = _mark_choice(item, key, value)
        case (MultipleChoiceItem(), MultipleChoiceKey()):
            share, text = _mark_multiple_choice(item, key, value)
        case (ShortItem(), ShortKey()):
            share, text = _mark_short(key, value)
        case (MatchingItem(), MatchingKey()):
            named = [(part.id, part.text) for part in item.left]
            share, text = _mark_pairs(item, named, key.pairs, key.why, value)
        case (LabellingItem(), LabellingKey()):
            named = [(pin.id, f"Pin {pin.id}") for pin in item.pins]
            share, text = _mark_pairs(item, named, key.pins, key.why, value)
        case _:
            raise ValueError(f"{item.id} is a {item.kind}, its key a {key.kind}")
    remark = Remark(
        verdict=Verdict.RIGHT if share == 1 else Verdict.PARTLY if share else Verdict.WRONG,
        title=title or shorten(item.stem),
        text=_joined(text, key.rationale),
        points=share * key.points,
        max_points=key.points,
        citation=_citation(key),
    )
    return share, remark


def shorten(text: str, most: int = 72) -> str:
    """The beginning of a text, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    return flat[:most].rsplit(" ", 1)[0].rstrip(" ,;:.") + " ..."


def _citation(key: ItemKey) -> str:
    if not key.source or key.checked:
        return key.source
    return f"{key.source} (check against this year's edition)"


def _joined(*sentences: str) -> str:
    return " ".join(sentence.strip() for sentence in sentences if sentence.strip())


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _because(text: str, why: str) -> str:
    return f"{text}: {_ended(why)}" if why else _ended(text)


def _mark_choice(item: ChoiceItem, key: ChoiceKey, value: Any) -> tuple[float, str]:
    texts = _texts(item.options)
    right = texts.get(key.right, "")
    why_right = key.why.get(key.right, "")
    entered = chosen(item.options, value)
    if entered == key.right:
        return 1.0, _because(right, why_right)
    if entered is None:
        first = NOT_ANSWERED
    else:
        first = "You chose " + _because(texts[entered], key.why.get(entered, ""))
    return 0.0, _joined(first, "Right is " + _because(right, why_right))


def _mark_multiple_choice(
    item: MultipleChoiceItem, key: MultipleChoiceKey, value: Any
) -> tuple[float, str]:
    right = set(key.right)
    entered = ticked(item.options, value)
    share = max(0, len(entered & right) - len(entered - right)) / len(right)
    lines = [] if entered else [NOT_ANSWERED]
    for option in item.options:
        why = key.why.get(option.id, "")
        if option.id in right:
            head = "Rightly ticked" if option.id in entered else "Missed"
        elif option.id in entered:
            head = "Wrongly ticked"
        else:
            continue
        lines.append(f"{head}: " + _because(option.text, why))
    return share, _joined(*lines)


def _mark_short(key: ShortKey, value: Any) -> tuple[float, str]:
    entered = typed(value)
    shown = key.accepted[0]
    if not entered:
        return 0.0, _joined(NOT_ANSWERED, f"Right is {_ended(shown)}")
    if any(is_same_term(entered, accepted) for accepted in key.accepted):
        return 1.0, _ended(shown)
    if any(
        is_same_term(entered, accepted, misspelling=key.misspelling) for accepted in key.accepted
    ):
        return 1.0, f"Taken as right; it is spelled {_ended(shown)}"
    return 0.0, f"You wrote {entered[:60]!r}. Right is {_ended(shown)}"


def _mark_pairs(
    item: MatchingItem | LabellingItem,
    named: list[tuple[str, str]],
    right: Mapping[str, str],
    why: Mapping[str, str],
    value: Any,
) -> tuple[float, str]:
    _, texts = sides(item)
    entered = paired({one for one, _ in named}, set(texts), value)
    lines = [] if entered else [NOT_ANSWERED]
    hits = 0
    for one, name in named:
        want = texts.get(right.get(one, ""), "")
        if one in entered and entered[one] == right.get(one):
            hits += 1
            continue
        had = f", not {texts[entered[one]]}" if one in entered else ""
        lines.append(_because(f"{name} is {want}{had}", why.get(one, "")))
    if hits == len(named):
        lines.append("All are right.")
    elif entered:
        lines.insert(0, f"{hits} of {len(named)} are right.")
    return hits / len(named), _joined(*lines)


def _texts(parts: tuple[Part, ...]) -> dict[str, str]:
    return {part.id: part.text for part in parts}
