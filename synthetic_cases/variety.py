"""Variety: how much of one chart a trainee reads again in another chart of the same scenario."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from coderlib.chart import Chart, DocumentType

LEAST_WORDS = 5
"""Words from which on a line is a sentence that could be learnt by heart."""

GRAM = 4
"""Words of the shingles that are counted."""

_APART = {DocumentType.FACE_SHEET, DocumentType.LABORATORY}
"""Documents that are forms; that they look alike is right."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
_WORD = re.compile(r"[a-z#]+(?:['-][a-z#]+)*")
_NUMBER = re.compile(r"\d+(?:[.,/:]\d+)*")


@dataclass(frozen=True, slots=True)
class Variety:
    """How varied the charts of a scenario are.

    Attributes:
        charts: charts compared.
        sentences: sentences in them, of at least `LEAST_WORDS` words.
        repeated: share of sentences, 0 to 1, that another chart holds word for word.
        grams: distinct runs of four words for 1,000 words of text; numbers count as one word.
    """

    charts: int
    sentences: int
    repeated: float
    grams: float

    def as_json(self) -> dict[str, float]:
        """The figures as JSON."""
        return asdict(self)


def variety(charts: Sequence[Chart]) -> Variety:
    """How varied some charts of one scenario are.

    More charts repeat more, so only figures of equally many charts can be compared.
    """
    by_chart = [list(sentences(chart)) for chart in charts]
    holders = Counter(sentence for found in by_chart for sentence in set(found))
    total = sum(map(len, by_chart))
    again = sum(holders[sentence] > 1 for found in by_chart for sentence in found)
    words = 0
    grams: set[tuple[str, ...]] = set()
    for found in by_chart:
        for sentence in found:
            run = _words(sentence)
            words += len(run)
            grams.update(zip(*(run[start:] for start in range(GRAM)), strict=False))
    return Variety(
        charts=len(charts),
        sentences=total,
        repeated=round(again / total, 4) if total else 0.0,
        grams=round(1000 * len(grams) / words, 1) if words else 0.0,
    )


def sentences(chart: Chart) -> Iterator[str]:
    """The sentences of a chart's running text, forms and tables apart."""
    for document in chart.documents:
        if document.type in _APART:
            continue
        for line in _SENTENCE_END.split(document.text):
            sentence = " ".join(line.split()).removeprefix("- ")
            if "|" not in sentence and len(sentence.split()) >= LEAST_WORDS:
                yield sentence


def _words(sentence: str) -> list[str]:
    """The words of a sentence in small letters, each number the same word."""
    return _WORD.findall(_NUMBER.sub("#", sentence.casefold()))


@dataclass(frozen=True, slots=True)
class Total:
    """The variety of all scenarios: the means of their figures, each scenario counting once."""

    scenarios: int
    repeated: float
    grams: float


def total(found: Iterable[Variety]) -> Total:
    """The means over scenarios.

    Raises:
        ValueError: there is no scenario.
    """
    all_ = list(found)
    if not all_:
        raise ValueError("there is nothing to take a mean of")
    return Total(
        scenarios=len(all_),
        repeated=round(sum(one.repeated for one in all_) / len(all_), 4),
        grams=round(sum(one.grams for one in all_) / len(all_), 1),
    )
