"""Deriving an index from titles and inclusion terms, where the official one is not imported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coderlib.code_sets.index.grammar import read_grammar
from coderlib.code_sets.index.term import DerivedTerm, IndexKind
from coderlib.code_sets.index.title_path import RESIDUAL, TitleReader
from coderlib.code_sets.synonyms import Synonym

Titled = tuple[str, str, Sequence[str]]
"""A code, its title, and its inclusion terms with what its "includes" notes name."""

_UNSPECIFIED = re.compile(r"\bunspecified\b|\bNOS\b")
_PLAIN = re.compile(r"\bwithout (?:mention of )?(?:complication|\w+)|\buncomplicated\b")
# What stands as an inclusion term and names no condition but codes, or speaks to the coder.
_NO_TERM = re.compile(
    r"classifiable to|\bin [A-Z][0-9]|[a-z]\. |\b(?:this|the following) (?:code|cat)"
)
_NUMBER = re.compile(r"\d+")
_OPENING = re.compile(r"^(?:and|or|due to|in|from|by|on|as|during|after|following|the)\s+")
_SEE_CONDITION = 12
"""A word that is a subterm of so many main terms is a modifier or a site; who looks it up as a
main term is sent to the condition, as the official index does ("Acute - see condition")."""

# What a code at a place of the index is worth as its default, the best first.
_WORTH = 1_000_000
"""More than there are codes, so that worth and place in the Tabular are ordered as one number."""
_VALID_UNSPECIFIED, _VALID_TITLE, _VALID_INCLUSION, _ABOVE = range(4)


def kind_of(code: str) -> IndexKind:
    """The index that a diagnosis code is looked up in: causes of injury have their own."""
    return IndexKind.EXTERNAL_CAUSES if code[:1] in "VWXY" else IndexKind.DISEASES


def derive_index(
    entries: Iterable[Titled], synonyms: Iterable[Synonym] = ()
) -> tuple[DerivedTerm, ...]:
    """The main terms of an index of ICD-10-CM made from its Tabular.

    The same entries give the same index.

    Args:
        entries: the codes that the Tabular prints, in its order; codes made by a 7th character
            are looked up through the code they are made of, as in the official index.
        synonyms: abbreviations and lay words, which become references.
    """
    codes = _read(list(entries))
    texts = [text for code in codes for text in (code.title, *code.inclusions)]
    reader = TitleReader(read_grammar(), texts)
    root = _Branch("")
    for code in codes:
        _place(root, reader, code)
    _join(root)
    _refer(root, reader, synonyms, {code.name: code for code in codes})
    _see_condition(root)
    return _finished(root, [code.default for code in codes])


@dataclass(frozen=True, slots=True)
class _Code:
    number: int
    name: str
    title: str
    inclusions: tuple[str, ...]
    complete: bool
    default: str
    """The code to start from: itself when complete, else the unspecified one below."""


class _Branch:
    """A line of the index while it is made. There are many, so what most lack costs nothing."""

    __slots__ = ("before", "below", "codes", "nonessential", "see", "title")

    def __init__(self, title: str, *, before: bool = False) -> None:
        self.title = title
        self.before = before
        self.codes: list[int] = []
        self.below: dict[str, _Branch] = _NOTHING_BELOW
        self.nonessential: tuple[str, ...] = ()
        self.see: tuple[str, ...] = ()

    def at(self, title: str, *, before: bool = False) -> _Branch:
        """The branch of a title, made when there is none."""
        key = title.casefold()
        branch = self.below.get(key)
        if branch is None:
            branch = _Branch(title, before=before)
            if self.below is _NOTHING_BELOW:
                self.below = {}
            self.below[key] = branch
        return branch

    def take(self, other: _Branch) -> None:
        """Take in all of another branch."""
        self.codes += other.codes
        for target in other.see:
            self.refer(target)
        for child in other.below.values():
            self.at(child.title, before=child.before).take(child)

    def refer(self, target: str) -> None:
        """Add a reference, once."""
        if target not in self.see:
            self.see = (*self.see, target)


_NOTHING_BELOW: dict[str, _Branch] = {}


def _read(entries: Sequence[Titled]) -> list[_Code]:
    """The codes, each with the code to start from."""
    names = {name for name, _, _ in entries}
    below: dict[str, list[Titled]] = {}
    for entry in entries:
        name = entry[0]
        shorter = (name[:end].rstrip(".") for end in range(len(name) - 1, 2, -1))
        parent = next((short for short in shorter if short in names), None)
        if parent:
            below.setdefault(parent, []).append(entry)
    return [
        _Code(
            number=number,
            name=name,
            title=title,
            inclusions=tuple(text for text in inclusions if not _NO_TERM.search(text)),
            complete=name not in below,
            default=_default(name, below) if name in below else name,
        )
        for number, (name, title, inclusions) in enumerate(entries)
    ]


def _default(name: str, below: dict[str, list[Titled]]) -> str:
    """The complete code that a category leads to when no more is known; else with a dash."""
    for pattern in (_UNSPECIFIED, _PLAIN):
        for code, title, _ in below[name]:
            # "with unspecified complications" has complications.
            if pattern.search(title) and not re.search(r"\bwith [^,]*unspecified", title):
                return code if code not in below else _default(code, below)
    return f"{name}-" if "." in name else f"{name}.-"


def _place(root: _Branch, reader: TitleReader, code: _Code) -> None:
    rank = _VALID_UNSPECIFIED if _UNSPECIFIED.search(code.title) else _VALID_TITLE
    for order, text in enumerate((code.title, *code.inclusions)):
        worth = (rank if order == 0 else _VALID_INCLUSION) if code.complete else _ABOVE
        for path in reader.paths(text):
            branch = _branch(root, path.steps, path.before)
            branch.codes.append(worth * _WORTH + code.number)
            if path.nonessential:
                place = _branch(root, path.steps[: path.aside], path.before)
                place.nonessential = tuple(dict.fromkeys([*place.nonessential, *path.nonessential]))
            for abbreviation in path.abbreviations:
                root.at(abbreviation).refer(", ".join(path.steps))


def _branch(root: _Branch, steps: Sequence[str], before: int) -> _Branch:
    branch = root
    for place, step in enumerate(steps):
        branch = branch.at(step, before=1 <= place <= before)
    return branch


def _join(branch: _Branch) -> None:
    """Read as one line what has no branch between: "chronic obstructive", "due to Klebsiella"."""
    for key, child in list(branch.below.items()):
        if child.below:
            _join(child)
        only = next(iter(child.below.values())) if len(child.below) == 1 else None
        if branch.title and only and not child.codes and not child.see:
            joining = child.title in _JOINING
            if joining or (child.before and only.before):
                title = f"{child.title} {only.title}" if joining else f"{only.title} {child.title}"
                only.title = title
                del branch.below[key]
                known = branch.below.get(title.casefold())
                if known is None:
                    branch.below[title.casefold()] = only
                else:
                    known.take(only)


_JOINING = frozenset(read_grammar().joining)


def _refer(
    root: _Branch, reader: TitleReader, synonyms: Iterable[Synonym], codes: dict[str, _Code]
) -> None:
    """Enter what coders and patients say, as a reference or, where a code is named, with it."""
    for synonym in synonyms:
        for phrase in synonym.words:
            said = " ".join(
                word.upper() if _is_abbreviation(word) else word for word in phrase.split()
            )
            named = [codes[name] for name in synonym.codes if name in codes]
            if named:
                branch = _at_phrase(root, reader, said)
                for code in named:
                    worth = _VALID_INCLUSION if code.complete else _ABOVE
                    branch.codes.append(worth * _WORTH + code.number)
                continue
            targets = [
                reference
                for meaning in synonym.means
                if (reference := _reference(root, reader, meaning))
            ]
            main = _capital(said)
            known = root.below.get(main.casefold())
            if targets and (known is None or not known.codes):
                for target in targets:
                    if target.casefold() != main.casefold():
                        root.at(main).refer(target)


def _at_phrase(root: _Branch, reader: TitleReader, phrase: str) -> _Branch:
    # "hx breast cancer" is no title to be taken apart.
    first, *rest = phrase.split()
    if rest and rest[-1].isupper():
        return root.at(rest[-1]).at(" ".join([first, *rest[:-1]]))
    paths = () if first.isupper() else reader.paths(phrase)
    return _branch(root, paths[0].steps, paths[0].before) if paths else root.at(_capital(phrase))


def _reference(root: _Branch, reader: TitleReader, meaning: str) -> str | None:
    """The deepest place of the index that a meaning leads to, as "Main term, subterm"."""
    for path in reader.paths(meaning):
        branch = root.below.get(path.steps[0].casefold())
        if branch is None:
            continue
        ways = sorted(
            _ways_down(branch, path.steps[1:]),
            key=lambda way: (-way[0], not way[1][-1].codes if way[1] else False),
        )
        lines = ways[0][1] if ways else []
        return ", ".join([branch.title, *(line.title for line in lines)])
    return None


def _ways_down(branch: _Branch, steps: Sequence[str]) -> list[tuple[int, list[_Branch]]]:
    """The ways along some steps as far as there are lines: steps taken, lines passed."""
    ways: list[tuple[int, list[_Branch]]] = [(0, [])]
    for count in range(1, len(steps) + 1):
        # Lines may have been joined: "chronic obstructive" for obstructive, then chronic.
        joined = dict.fromkeys([" ".join(steps[:count]), " ".join(reversed(steps[:count]))])
        for line in joined:
            child = branch.below.get(line.casefold())
            if child is not None:
                for taken, lines in _ways_down(child, steps[count:]):
                    ways.append((count + taken, [child, *lines]))
    return ways


def _is_abbreviation(phrase: str) -> bool:
    grammar = read_grammar()
    vowels = len(re.findall(r"[aeiouy]", phrase))
    short = 1 < len(phrase) <= 5 and phrase.isalpha() and phrase not in grammar.short_words
    return phrase in grammar.spoken_abbreviations or (short and (vowels == 0 or len(phrase) <= 3))


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _see_condition(root: _Branch) -> None:
    counted = Counter(
        key
        for main in root.below.values()
        for key, branch in main.below.items()
        if branch.title.isalpha() and key not in _JOINING
    )
    for word, count in counted.items():
        if count >= _SEE_CONDITION and word not in root.below:
            root.at(_capital(word)).refer("condition")


def _finished(branch: _Branch, names: Sequence[str]) -> tuple[DerivedTerm, ...]:
    main = not branch.title
    given = read_grammar().nonessential if main else {}
    made = []
    for key, child in sorted(branch.below.items(), key=lambda item: _order(item[1].title)):
        codes = [names[worth % _WORTH] for worth in sorted(child.codes)]
        if len(codes) > 1:
            complete = [code for code in codes if code[-1] != "-"]
            codes = list(dict.fromkeys(complete or codes))
        aside = child.nonessential
        if key in given:
            aside = (given[key], *(word for word in aside if word != given[key]))
        made.append(
            DerivedTerm(
                title=child.title,
                nonessential=" ".join(f"({word})" for word in aside) if aside else "",
                codes=tuple(codes),
                see=child.see,
                terms=_finished(child, names) if child.below else (),
            )
        )
    return tuple(made)


def _order(title: str) -> tuple[bool, str]:
    """Index order: "with" first, then the alphabet without prepositions, numbers by size."""
    low = title.casefold()
    plain = _NUMBER.sub(lambda match: match[0].zfill(4), _OPENING.sub("", low))
    return (not low.startswith("with"), f"{plain} {low}" if low != RESIDUAL else f"specified {low}")
