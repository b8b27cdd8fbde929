"""Writing the documents of a chart from their templates."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache, partial

from coderlib.chart import Author as Signed
from coderlib.chart import BlockKind, Document
from synthetic_cases.content import DocumentTemplate, Moment, Section
from synthetic_cases.expressions import Scope, holds, read_expression
from synthetic_cases.state import Fact, State
from synthetic_cases.writing.grammar import Lines, read_template
from synthetic_cases.writing.tables import TableSource, write_table
from synthetic_cases.writing.writer import Author, Mention, Passage, Words, Writer


class Names(dict[str, str]):
    """Words by name, as slots read them: `staff.surgeon`, `operation.date`."""

    def __getattr__(self, name: str) -> str:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def session(start: datetime, end: datetime, minutes: int) -> Names:
    """An operation, or those of one session, as slots read it."""
    return Names(
        start=f"{start:%H:%M}", end=f"{end:%H:%M}", date=f"{start:%m/%d/%Y}", minutes=str(minutes)
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A finished document and what it mentions."""

    document: Document
    mentions: list[Mention]


class Scribe:
    """Writes every document of one case.

    Args:
        scope: the clinical state as templates see it.
        source: what tables are made from.
        days: scopes of hospital days that this chart's documents share, filled as needed.
    """

    def __init__(
        self,
        state: State,
        source: TableSource,
        words: Words,
        scope: Scope,
        rng: random.Random,
        *,
        days: dict[tuple[int, str], Scope],
    ) -> None:
        self.state = state
        self.days = days
        self.source = source
        self.words = words
        self.scope = scope
        self.rng = rng
        self.earlier: dict[int, Passage] = {}

    def write(
        self, stem: str, template: DocumentTemplate, fact: Fact | None = None
    ) -> list[Written]:
        """The documents of one template: none, one, or one a day.

        Args:
            fact: the fact that brings the document along, for which `this` stands.
        """
        if template.repeat:
            return [
                self._one(f"{stem}-day-{day}", template, day, fact)
                for day in self._days(template)
                if holds(template.when, self._on(day, fact))
            ]
        if not holds(template.when, self._on(1, fact)):
            return []
        return [self._one(stem, template, self._day(template.at, fact), fact)]

    def _days(self, template: DocumentTemplate) -> Iterable[int]:
        if template.repeat == "progress_days":
            return range(2, self.state.last_day)
        facts = self.state.facts
        return sorted({facts[name].onset for name in self.state.operations})

    def _day(self, moment: Moment, fact: Fact | None) -> int:
        """The hospital day whose knowledge a document holds."""
        state = self.state
        if moment.day is not None:
            return max(1, int(read_expression(moment.day)(self._on(1, fact))))
        if moment.after == "discharged":
            return state.last_day
        if moment.after == "operation":
            return state.hospital_day(self._operation(fact)[1])
        return 1

    def _operation(self, fact: Fact | None, day: int | None = None) -> tuple[datetime, datetime]:
        """Begin and end of a fact's operation, of those of a day, or of the first."""
        state = self.state
        if fact is not None and fact.name in state.operations:
            return state.operations[fact.name]
        session = [
            times
            for name, times in state.operations.items()
            if day is None or state.facts[name].onset == day
        ]
        if day is None:
            return state.operation or (state.stay.admitted, state.stay.admitted)
        if not session:
            return state.stay.admitted, state.stay.admitted
        return min(start for start, _ in session), max(end for _, end in session)

    def _on(self, day: int, fact: Fact | None = None) -> Scope:
        """The scope of a hospital day, in which `this` is the fact that brings the document."""
        known = self.days.get((day, fact.name if fact else ""))
        if known is None:
            known = self.days[day, fact.name if fact else ""] = self._day_scope(day, fact)
        return known

    def _day_scope(self, day: int, fact: Fact | None) -> Scope:
        measured = self.source.measurements
        operation = self.state.operation
        since = (self.state.day(day) - operation[0].date()).days if operation else 0
        return self.scope.having(
            day=day,
            pod=since,
            date=f"{self.state.day(day):%m/%d/%Y}",
            today=measured.labs_on(day),
            now=measured.vitals_on(day),
            before=measured.labs_on(day - 1),
            last_note=day == self.state.last_day - 1,
            **({} if fact is None else {"this": fact}),
        )

    def _one(
        self, name: str, template: DocumentTemplate, day: int, fact: Fact | None = None
    ) -> Written:
        author = self.state.cast[template.author]
        scope = self._on(day, fact)
        at = self._moment(template, scope, fact, day)
        scope = scope.having(author=author.name, signed=f"{at:%m/%d/%Y %H:%M}")
        if template.repeat == "operation_days":
            start, end = self._operation(None, day)
            minutes = (end - start).seconds // 60
            scope = scope.having(operation=session(start, end, minutes))
        owner = fact.name if fact is not None else ""
        writer = Writer(name, author, self.words, scope, self.rng, owner=owner)
        title = template.title[int(self.rng.random() * len(template.title))]
        for section in self._sections(template, author):
            if holds(section.when, scope):
                self._section(writer, section, day)
        document = Document(
            id=name,
            type=template.type,
            title=title,
            author=Signed(name=author.name, role=author.role),
            at=at,
            text=writer.text().rstrip("\n"),
            blocks=writer.blocks,
        )
        return Written(document=document, mentions=writer.finish())

    def _sections(self, template: DocumentTemplate, author: Author) -> list[Section]:
        if not template.orders:
            return list(template.sections)
        habit = f"order of {template.type}"
        if habit not in author.habits:
            author.habits[habit] = str(self.rng.randrange(len(template.orders)))
        order = template.orders[int(author.habits[habit])]
        by_name = {section.name: section for section in template.sections}
        rest = [section for section in template.sections if section.name not in order]
        return [by_name[name] for name in order] + rest

    def _moment(
        self, template: DocumentTemplate, scope: Scope, fact: Fact | None, day: int
    ) -> datetime:
        stay, moment = self.state.stay, template.at
        if moment.day is not None:
            number = int(read_expression(moment.day)(scope))
            low, high = moment.clock
            minutes = self.rng.randint(int(low * 60), int(high * 60))
            at = datetime.combine(self.state.day(number), time()) + timedelta(minutes=minutes)
            return min(max(at, stay.arrived), stay.discharged + timedelta(hours=6))
        if moment.after == "operation":
            repeats = template.repeat == "operation_days"
            base = self._operation(fact, day if repeats else None)[1]
        else:
            base = {
                "arrived": stay.arrived,
                "admitted": stay.admitted,
                "discharged": stay.discharged,
            }[moment.after or "admitted"]
        at = base + timedelta(minutes=self.rng.randint(*moment.minutes))
        if moment.before_operation and self.state.operation:
            at = min(at, max(base, self.state.operation[0] - timedelta(minutes=10)))
        return min(max(at, stay.arrived), stay.discharged + timedelta(hours=6))

    def _section(self, writer: Writer, section: Section, day: int) -> None:
        place, mentions = writer.checkpoint(), writer.mentioned
        earlier = self.earlier.get(id(section)) if section.copies else None
        if earlier is not None and self.rng.random() * 100 < section.copies:
            writer.paste(earlier)
            return
        if section.heading:
            writer.heading(self._heading(writer.author, section))
        if not self._wrote(writer, section, day):
            writer.back_to(place)
            return
        writer.raw("\n")
        if section.copies:
            self.earlier[id(section)] = writer.since(place, mentions)

    def _wrote(self, writer: Writer, section: Section, day: int) -> bool:
        """Write what stands under a heading, and tell whether it was anything."""
        wrote = False
        for paragraph in _paragraphs(section.text):
            for write in self._parts(writer, paragraph):
                wrote |= writer.block(BlockKind.PARAGRAPH, write)
        number = 0
        for line in _items(section.items):
            for write in self._parts(writer, line):
                lead = f"{number + 1}. " if section.numbered else "- "
                if writer.item(lead, write):
                    wrote = True
                    number += 1
        if section.table:
            wrote |= writer.block(
                BlockKind.TABLE,
                lambda: write_table(section.table, writer, self.source, day),
            )
        return wrote

    def _parts(self, writer: Writer, template: str) -> Iterator[Callable[[], None]]:
        """What a paragraph or item writes; a place alone in it writes one for each line.

        Where all lines come out empty, the bank named beside the place is written.
        """
        place = _place_alone(template)
        if place is None:
            yield partial(writer.write, template)
            return
        start = writer.length
        for line in writer.lines(place.place):
            yield partial(writer.line, line)
        if place.bank and writer.length == start:
            yield partial(writer.write, template)

    def _heading(self, author: Author, section: Section) -> str:
        key = "heading " + "/".join(section.heading)
        if key not in author.habits:
            author.habits[key] = section.heading[int(self.rng.random() * len(section.heading))]
        if "headings" not in author.habits:
            author.habits["headings"] = self.rng.choice(("capitals", "title", "colon"))
        text = author.habits[key]
        style = author.habits["headings"]
        return {"capitals": text.upper(), "title": text, "colon": f"{text}:"}[style]


@lru_cache(maxsize=5_000)
def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


@lru_cache(maxsize=5_000)
def _items(text: str) -> tuple[str, ...]:
    lines = (line.strip().removeprefix("- ").strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


@lru_cache(maxsize=10_000)
def _place_alone(template: str) -> Lines | None:
    """The place that is all of a paragraph or item."""
    nodes = read_template(template)
    return nodes[0] if len(nodes) == 1 and isinstance(nodes[0], Lines) else None
