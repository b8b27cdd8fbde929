"""From a title of the Tabular to its way in an index: main term, then subterms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coderlib.code_sets.index.grammar import Grammar

_REFERENCE = re.compile(r"\s*\([A-Z][0-9][^()]*\)")
_PLURAL = re.compile(r"(?<=[a-z])\(e?s\)")
_ASIDE = re.compile(r"\s*\(([^()]*)\)")
_BRACKET = re.compile(r"\s*\[([^\[\]]*)\]")
_NOS = re.compile(r",?\s+\b(?:NOS|NEC|not elsewhere classified|not otherwise specified)\b")
_SPACES = re.compile(r"\s+")
_LIST = re.compile(r"(?:and|or)\s|.* (?:and|or) ")
_LIST_END = re.compile(r"(?:and|or)\s")
_STARTS_SITE = re.compile(r"^(?:unspecified|right|left|bilateral)\s")
_LAST = re.compile(r"\btrimester$")
_RESIDUAL = re.compile(r"^(?:other and unspecified|other specified|other)\s+", re.IGNORECASE)
_INJURED = re.compile(r"^(.+?) (?:injured|involved) in (.+)$", re.IGNORECASE)
_NAMED_AFTER = re.compile(r"^[A-Z][a-z]+(?:-[A-Z][a-z]+)? (?:syndrome|disease|palsy)\b")
_PLACE = re.compile(r"^(.+) as the place of occurrence of the external cause$", re.IGNORECASE)
_ENCOUNTER = re.compile(r"^encounter for (?!.*\bother\b)(.+)$", re.IGNORECASE)
_DRUG = re.compile(
    r"^(?:poisoning by, adverse effect of and underdosing of"
    r"|poisoning by and adverse effect of|adverse effect of and underdosing of) (.+)$",
    re.IGNORECASE,
)
_INDUCED = re.compile(r"\b[\w-]+(?: (?:or|and) [\w-]+)? induced\b", re.IGNORECASE)
_TRAFFIC = re.compile(r"^(.*) in (traffic|nontraffic) accident$")
_ABBREVIATION = re.compile(r"[A-Z][A-Z0-9-]+")
_ADJECTIVE = re.compile(
    r"(?:.*(?:al|ic|ous|ary|ar|ive|ine|ed|id|ant|ent|able|ory|ing)|.*(?:erior)|(?:sub)?acute|benign"
    r"|(?:in)?complete|severe|mild|moderate|early|late|(?:fe)?male|open|closed|lower|upper)$"
)
_GLUE = "_"  # no title has one, and no pattern takes it for a space

RESIDUAL = "specified NEC"
"""The subterm that leads to "other specified" codes, as the official index words it."""


_Phrase = tuple[str, Sequence[str], Sequence[str], Sequence[str]]
_Way = tuple[list[str], int, int]


@dataclass(frozen=True, slots=True)
class Path:
    """A way through an index.

    Args:
        steps: the main term, then subterms from the outermost to the innermost.
        before: how many of the subterms stood before the noun, so that two of them that
            have no branch between them may be read as one ("chronic obstructive").
        aside: how many of the steps lead to where the parentheses stand.
        nonessential: what stood in parentheses.
        abbreviations: what stood in brackets and is an abbreviation.
    """

    steps: tuple[str, ...]
    before: int
    aside: int
    nonessential: tuple[str, ...]
    abbreviations: tuple[str, ...]


class TitleReader:
    """Reads titles and inclusion terms into index paths.

    Args:
        grammar: the words that matter.
        texts: every text that will be read. A word that has a capital letter inside a text is
            a name ("Crohn") and keeps it; a word that ends many texts' first phrase can be
            a main term.
    """

    def __init__(self, grammar: Grammar, texts: Iterable[str]) -> None:
        self._grammar = grammar
        self._together = re.compile(
            rf"\b(?:{'|'.join(map(re.escape, sorted(grammar.together, key=len, reverse=True)))}"
            rf"|(?:{'|'.join(grammar.numbered)}) (?:[0-9]+[a-z]?|[ivx]+|[a-d])"
            r"|[0-9]+(?:st|nd|rd|th) degree)\b",
            re.IGNORECASE,
        )
        joining = "|".join(sorted(grammar.joining, key=len, reverse=True))
        self._joining = re.compile(rf"(?:,\s*|(?:^|\s+))({joining})\s+|,\s*")
        self._sides = re.compile(
            rf"\b({'|'.join(grammar.sides)})\s+(?!dominant|non-dominant)|"
            rf"\b({'|'.join(grammar.sides)})$"
        )
        self._unspecified = re.compile(
            rf"\b(?:{'|'.join(sorted(grammar.unspecified, key=len, reverse=True))})\b"
        )
        self._names, self._small = _names(texts)
        # The same words come again and again, so what became of them is kept.
        self._known: dict[str, list[_Phrase]] = {}
        self._known_said: dict[tuple[str, str, bool], str | None] = {}
        self._known_sides: dict[str, tuple[str, list[str]]] = {}

    def paths(self, text: str) -> tuple[Path, ...]:
        """The ways to look a text up: one, or several where it names two conditions."""
        plain, nonessential, early, abbreviations = self._cleaned(text)
        if not plain:
            return ()
        made = [
            Path(tuple(steps), before, phrase if early else len(steps), nonessential, abbreviations)
            for steps, before, phrase in self._ways(plain)
            if steps and steps[0]
        ]
        return tuple(dict.fromkeys(made))

    def _ways(self, plain: str) -> list[_Way]:
        injured = _INJURED.match(plain)
        if injured:
            steps = self._transport(*injured.groups())
            return [(steps, 0, len(steps))]
        place = _PLACE.match(plain)
        if place:
            steps = ["Place of occurrence", *self._chain(self._segments(place[1]))]
            return [(steps, 0, len(steps))]
        drug = _DRUG.match(plain)
        if drug:
            manners = ("poisoning by", "adverse effect of", "underdosing of")
            return [way for manner in manners for way in self._conditions(f"{manner} {drug[1]}")]
        ways = self._conditions(plain)
        encounter = _ENCOUNTER.match(plain)
        if encounter:
            # Coders look up what the encounter is for: screening, aftercare, immunization.
            ways += self._conditions(encounter[1])
        return ways

    def _cleaned(self, text: str) -> tuple[str, tuple[str, ...], bool, tuple[str, ...]]:
        """The text with neither brackets nor parentheses, and what stood in them.

        The third value says whether the parentheses stand before the first joining word.
        """
        abbreviations: list[str] = []
        if "[" in text:
            for inside in _BRACKET.findall(text):
                abbreviations += [one for one in inside.split() if _ABBREVIATION.fullmatch(one)]
            text = _BRACKET.sub("", text)
        aside: list[str] = []
        early = False
        if "(" in text:
            text = _REFERENCE.sub("", text)
            for inside in _ASIDE.findall(text):
                (abbreviations if _ABBREVIATION.fullmatch(inside) else aside).append(inside)
            joined = self._joining.search(_ASIDE.sub(lambda match: "(" * len(match[0]), text))
            early = joined is None or "(" not in text[joined.start() :]
            text = _ASIDE.sub(" ", _PLURAL.sub("", text)).replace(" ,", ",")
        if "NOS" in text or "NEC" in text or "not " in text:
            text = _NOS.sub("", text)
        for said, instead in self._grammar.rewritten.items():
            if said in text:
                text = text.replace(said, instead)
        text = " ".join(text.split()).strip(" ,;:.-\u2013")
        first, _, rest = text.partition(" ")
        named = (
            first.endswith(("'s", "'"))
            or first.strip(",") in self._names
            or (
                _NAMED_AFTER.match(text)
                and first.lower() not in self._small
                and not _ADJECTIVE.match(first)
            )
        )
        if first[1:] == first[1:].lower() and not named:
            text = f"{first.lower()} {rest}" if rest else first.lower()
        return text, tuple(dict.fromkeys(aside)), early, tuple(abbreviations)

    def _transport(self, who: str, how: str) -> list[str]:
        traffic = _TRAFFIC.match(how)
        how, kind = (traffic[1], traffic[2]) if traffic else (how, "")
        residual = bool(_RESIDUAL.match(who))
        who = _RESIDUAL.sub("", who)
        who = self._unspecified.sub("", who).strip(" ,")
        how = how.removeprefix("unspecified ")
        steps = ["Accident", "transport", _SPACES.sub(" ", who), how, kind]
        return [step for step in steps if step] + ([RESIDUAL] if residual else [])

    def _segments(self, plain: str) -> list[tuple[str, str]]:
        """The pieces of a text with the word that joins each to what is before it."""
        glued = self._together.sub(_glue, plain)
        if "induced" in glued:
            glued = _INDUCED.sub(_glue, glued)
        pieces = self._joining.split(glued)
        segments = [("", pieces[0])]
        for joining, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            if not piece:
                continue
            if joining is None and len(segments) > 1 and _LIST.match(piece):
                # "slipping, tripping and stumbling" is one thing.
                before, said = segments.pop()
                if before == "," and len(segments) > 1 and _LIST_END.match(piece):
                    before, said = segments[-1][0], f"{segments.pop()[1]}, {said}"
                segments.append((before, f"{said}, {piece}"))
            else:
                segments.append((joining or ",", piece))
        if not segments[0][1]:
            segments.pop(0)
        return segments

    def _conditions(self, plain: str) -> list[_Way]:
        segments = self._segments(plain)
        if not segments:
            return []
        residual = bool(_RESIDUAL.match(segments[0][1]))
        phrase = _RESIDUAL.sub("", segments[0][1])
        phrases = self._known.get(phrase)
        if phrases is None:
            phrases = self._known[phrase] = self._noun_phrases(phrase)
        ways = []
        for head, before, after, sides in phrases:
            sites, rest, last = self._subterms(head.casefold(), segments[1:])
            kinds = self._grammar.site_first.get(head.casefold())
            if kinds is None:
                steps = [head, *after, *before]
                length = len(steps)
                steps += sites
                between = 0 if after else len(before)
            else:
                first = [word for word in before if word in kinds]
                steps = [head, *after, *first]
                length = len(steps)
                steps += [*sites, *(word for word in before if word not in kinds)]
                between = 0
            steps += [*([RESIDUAL] if residual else []), *rest]
            steps += dict.fromkeys([*sides, *last])
            ways.append((steps, between, length))
        return ways

    def _noun_phrases(self, phrase: str) -> list[_Phrase]:
        """Main term, subterms before it, subterms after it, sides; for each condition named."""
        for word in (" and ", " or "):
            left, joined, right = phrase.partition(word)
            if joined and not _ADJECTIVE.match(left.split()[-1] if left.split() else "al"):
                one, other = self._noun_phrase(left), self._noun_phrase(right)
                if one and other:
                    return [one, (other[0], [*other[1], *one[1]], other[2], other[3])]
        only = self._noun_phrase(phrase)
        return [only] if only else []

    def _noun_phrase(self, phrase: str) -> _Phrase | None:
        grammar = self._grammar
        phrase = re.sub(r" (and|or) ", rf"{_GLUE}\1{_GLUE}", phrase)
        words = [word for word in phrase.split(" ") if word and word.casefold() not in _EMPTY]
        sides = [word for word in words[:-1] if word in grammar.sides]
        words = [word for word in words[:-1] if word not in sides] + words[-1:]
        after: list[str] = []
        while len(words) > 1 and self._stands_after(words[-1]):
            word = words.pop()
            if word not in grammar.nonessential_after:
                after.insert(0, word.replace(_GLUE, " "))
        if not words:
            return None
        noun = words[-1].replace(_GLUE, " ")
        before = [word.replace(_GLUE, " ") for word in reversed(words[:-1])]
        return self._main_term(noun), before, [" ".join(after)] if after else [], sides

    def _stands_after(self, word: str) -> bool:
        grammar = self._grammar
        return (
            word in grammar.after_noun
            or word in grammar.nonessential_after
            or _GLUE in word
            or (len(word) <= 2 and word[0].isupper())
            or word[0].isdigit()
            or re.fullmatch(r"[IVX]+", word) is not None
        )

    def _main_term(self, noun: str) -> str:
        grammar = self._grammar
        low = noun.casefold()
        if low in grammar.instead:
            return grammar.instead[low]
        if low not in grammar.singular and noun == low:
            noun = _singular(noun)
        return noun[:1].upper() + noun[1:]

    def _subterms(
        self, head: str, segments: list[tuple[str, str]]
    ) -> tuple[list[str], list[str], list[str]]:
        """Sites, what it goes with or comes from, and the side or trimester, which stand last."""
        grammar = self._grammar
        sides: list[str] = []
        sites: list[tuple[str, str]] = []
        rest: list[str] = []
        inside = ""
        with_it = False
        for joining, raw in segments:
            said = self._said(raw, head, joining)
            if said is None:
                continue
            silent = joining in grammar.silent or joining in grammar.silent_after.get(head, ())
            silent = silent and joining not in grammar.spoken_after.get(head, ())
            of_head = (
                not inside
                or inside in grammar.beside_the_site
                or (with_it and _STARTS_SITE.match(raw) is not None)
            )
            if joining == "," or (silent and of_head):
                said = self._without_sides(said, sides)
            if not said:
                continue
            if joining == "," and _LAST.search(said):
                sides.append(said)
                continue
            if joining in grammar.branching or (not inside and joining != "," and not silent):
                rest += [joining, said]
                inside = said
                with_it = joining in _WITH
            elif inside and joining == ",":
                rest.append(said)
            elif inside and not (silent and of_head):
                rest[-1] = f"{rest[-1]} {joining} {said}"
            else:
                sites.append((joining, said))
        return self._chain(sites), rest, sides

    def _said(self, raw: str, head: str, joining: str) -> str | None:
        key = (raw, head if head in self._grammar.repeated else "", joining == ",")
        if key not in self._known_said:
            self._known_said[key] = self._say(raw, head, joining)
        return self._known_said[key]

    def _say(self, raw: str, head: str, joining: str) -> str | None:
        """A segment without articles, "unspecified" and "other"; None when nothing is left."""
        said = raw.replace(_GLUE, " ")
        for article in ("the ", "a ", "an "):
            said = said.removeprefix(article)
        if self._unspecified.search(said):
            said = _SPACES.sub(" ", self._unspecified.sub("", said)).strip(" ,")
            if not said or said in self._grammar.general:
                return None
        if _RESIDUAL.match(said):
            rest = _RESIDUAL.sub("", said)
            said = RESIDUAL if joining == "," or rest in self._grammar.general else f"{rest} NEC"
        repeated = self._grammar.repeated.get(head, ())
        first, _, rest = said.partition(" ")
        return rest if first in repeated and rest else said

    def _without_sides(self, said: str, sides: list[str]) -> str:
        known = self._known_sides.get(said)
        if known is None:
            found = [one or other for one, other in self._sides.findall(said)]
            rest = " ".join(self._sides.sub("", said).split()).strip(" ,") if found else said
            known = self._known_sides[said] = (rest, found)
        sides += [side for side in known[1] if side not in sides]
        return known[0]

    def _chain(self, sites: list[tuple[str, str]]) -> list[str]:
        """Sites from the whole to the part: "neck of radius" is radius, then neck."""
        order: list[str] = []
        parts: list[str] = []
        for joining, said in sites:
            if joining == ",":
                order += [*reversed(parts), said]
                parts = []
                continue
            last = _singular(said.rsplit(" ", 1)[-1])
            if last in self._grammar.parts:
                parts.append(said)
                continue
            for sex in ("female ", "male "):
                if said.startswith(sex):
                    said = said.removeprefix(sex)  # noqa: PLW2901 - the site without its sex
                    parts.append(sex.strip())
            order += [said, *reversed(parts)]
            parts = []
        return [*order, *reversed(parts)]


_EMPTY = frozenset(
    ["unspecified", "other", "specified", "certain", "the", "a", "an", "nos", "and", "or"]
)
_WITH = frozenset(["with", "without"])


def _glue(match: re.Match[str]) -> str:
    return match[0].replace(" ", _GLUE)


def _singular(noun: str) -> str:
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch")):
        if noun.endswith(ending) and len(noun) > len(ending) + 2:
            return noun.removesuffix(ending) + instead
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is", "as", "ps", "eps")):
        return noun[:-1]
    return noun


def _names(texts: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Words written with a capital letter even inside a text, and words written without."""
    capital: set[str] = set()
    small: set[str] = set()
    for text in texts:
        for word in re.findall(r"[^\s,()\[\]]+", text)[1:]:
            (capital if word[:1].isupper() else small).add(word)
    names = frozenset(word for word in capital if word.lower() not in small)
    return names, frozenset(small)
