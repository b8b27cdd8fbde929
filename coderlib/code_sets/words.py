"""How the words of titles and of searches are brought to one form."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_ACCENTS = str.maketrans("àáâäãåçèéêëìíîïñòóôöõùúûüý", "aaaaaaceeeeiiiinooooouuuuy")
_NOT_WITH = re.compile(r"\bw/o\b")
_WITH = re.compile(r"\bw/")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

WITHOUT = "without"

_IRREGULAR = {
    "ii": "2",
    "iii": "3",
    "bitten": "bite",
    "calculi": "calculus",
    "foci": "focus",
    "thrombi": "thrombus",
    "emboli": "embolus",
    "fungi": "fungus",
    "bronchi": "bronchus",
    "feet": "foot",
    "teeth": "tooth",
    "children": "child",
    "women": "woman",
    "men": "man",
}

# British spellings, and the American ones of the classification.
_SPELLINGS = (
    (re.compile(r"(?<=[a-z])isation"), "ization"),
    (re.compile(r"aem"), "em"),
    (re.compile(r"^haem|(?<=[a-z])haem"), "hem"),
    (re.compile(r"oed"), "ed"),
    (re.compile(r"oes(?=[ot])"), "es"),
    (re.compile(r"^paed"), "ped"),
    (re.compile(r"orthopaed"), "orthoped"),
    (re.compile(r"gynae"), "gyne"),
    (re.compile(r"anaes"), "anes"),
    (re.compile(r"caec"), "cec"),
    (re.compile(r"caes"), "ces"),
    (re.compile(r"faec"), "fec"),
    (re.compile(r"rrhoe"), "rrhe"),
    (re.compile(r"foet"), "fet"),
    (re.compile(r"tumour"), "tumor"),
    (re.compile(r"behaviour"), "behavior"),
    (re.compile(r"colour"), "color"),
    (re.compile(r"labour"), "labor"),
    (re.compile(r"^coeli"), "celi"),
    (re.compile(r"fibre"), "fiber"),
    (re.compile(r"litre"), "liter"),
    (re.compile(r"centre"), "center"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"ulcerat(ion|ed|ing)s?$"), "ulcer"),
)

_ENDINGS = (
    (re.compile(r"(?<=[a-z]{3}[oa]s)es$"), "is"),
    (re.compile(r"(?<=[a-z]{3})ies$"), "y"),
    (re.compile(r"(?<=[a-z]{2}[sxz])es$"), ""),
    (re.compile(r"(?<=[a-z]{2}[cs]h)es$"), ""),
    (re.compile(r"(?<=[a-rt-z]{2})(?<![iu])s$"), ""),
    (re.compile(r"(?<=[a-z]{4})(ation|ated|ating|ate|ion|ed|ing|al|ous|ic|e|y)$"), ""),
)
_KEPT = frozenset(
    re.findall(
        r"\w+",
        """
        aortic atrial bleeding breathing burn burning cardiac caries cervical chronic diabetes
        facial fetal gastric herpes lumbar mellitus pelvic rabies renal ring sacral scabies
        shingles species thoracic toxic ulcer uterine varices vomiting
        """,
    )
)
"""Words that look as if they had an ending and have none, or lose their sense without it."""


def words(text: str) -> list[str]:
    """The words of a text in small letters, without accents, apostrophes or punctuation."""
    text = text.lower().replace("'", "")
    if not text.isascii():
        text = text.translate(_ACCENTS).replace("\u2019", "")
    if "w/" in text:
        text = _WITH.sub(" with ", _NOT_WITH.sub(" without ", text))
    return _WORD.findall(text)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The form under which a word is looked for: American spelling, without its ending."""
    word = _IRREGULAR.get(word, word)
    if len(word) < 4 or any(character.isdigit() for character in word):
        return word
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    if word in _KEPT:
        return word
    for pattern, replacement in _ENDINGS:
        word = pattern.sub(replacement, word)
    return word


_EMPTY_WORDS = re.findall(
    r"\w+",
    """
    a an and are as at be been being by classified due elsewhere for from has have he her his
    in into is it its nec nos not of on or other patient pt s she specified than that the their
    this to was were which who with without unspecified
    """,
)
EMPTY = frozenset([*_EMPTY_WORDS, *map(stem, _EMPTY_WORDS)])
"""Stems that a term is not found by: they weigh nothing, and a search may leave them out."""


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [stem(word) for word in words(text)]


def essential(text: str) -> str:
    """A term without its nonessential modifiers, which stand in parentheses."""
    return _ASIDE.sub(" ", text)
