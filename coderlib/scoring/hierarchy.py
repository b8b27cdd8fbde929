"""The hierarchical measure: how near wrong codes are to the right ones.

A code stands for its ancestors too: E11.22 for E11.2, E11 and the letter E. At each ancestor
the codes entered and the codes keyed below it are counted, and the smaller count is what
agrees there. So a code of the right category earns part of what the right code earns, and a
code entered twice earns nothing twice.

Source: count-preserving evaluation after Falis and others (arXiv 2109.04853).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator


def f1(entered: Iterable[str], keyed: Iterable[str]) -> float | None:
    """The micro F1 over all ancestors, 0 to 1; None where there is no code on either side.

    Args:
        entered, keyed: codes without their dots.

    >>> f1(["E1122"], ["E1122"]), f1(["E1121"], ["E1122"]), f1(["J189"], ["E1122"])
    (1.0, 0.8, 0.0)
    """
    mine, right = list(entered), list(keyed)
    whole = sum(map(len, mine)) + sum(map(len, right))
    agreeing = 0
    # A code on both sides agrees with all its ancestors; only the others need counting.
    others = []
    for code in mine:
        if code in right:
            right.remove(code)
            agreeing += len(code)
        else:
            others.append(code)
    left = Counter(_ancestors(right))
    for ancestor in _ancestors(others):
        if left[ancestor]:
            left[ancestor] -= 1
            agreeing += 1
    return 2 * agreeing / whole if whole else None


def _ancestors(codes: Iterable[str]) -> Iterator[str]:
    """A code's beginnings, from the letter of its chapter, or its section, to the code itself."""
    for code in codes:
        for end in range(1, len(code) + 1):
            yield code[:end]
