"""Writing the documents of a chart from their templates."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from coderlib.chart import Author as Signed
from coderlib.chart import BlockKind, Document
from synthetic_cases.content import DocumentTemplate, Moment, Section
from synthetic_cases.expressions import Scope, holds, read_expression
from synthetic_cases.state import State
from synthetic_cases.writing.tables import TableSource, write_table
from synthetic_cases.writing.writer import Author, Mention, Words, Writer


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
    """

    def __init__(
        self,
        state: State,
        source: TableSource,
        words: Words,
        scope: Scope,
        rng: random.Random,
    ) -> None:
        self.state = state
        self.source = source
        self.words = words
        self.scope = scope
        self.rng = rng

    def write(self, stem: str, template: DocumentTemplate) -> list[Written]:
        """The documents of one template: none, one, or one a day."""
        if template.repeat == "progress_days":
            days = range(2, self.state.last_day)
            return [
                self._one(f"{stem}-day-{day}", template, day)
                for day in days
                if holds(template.when, self._on(day))
            ]
        if not holds(template.when, self.scope):
            return []
        return [self._one(stem, template, 1)]

    def _on(self, day: int) -> Scope:
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
        )

    def _one(self, name: str, template: DocumentTemplate, day: int) -> Written:
        author = self.state.cast[template.author]
        scope = self._on(day)
        at = self._moment(template.at, scope)
        scope = scope.having(author=author.name, signed=f"{at:%m/%d/%Y %H:%M}")
        writer = Writer(name, author, self.words, scope, self.rng)
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
            blocks=tuple(writer.blocks),
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

    def _moment(self, moment: Moment, scope: Scope) -> datetime:
        stay = self.state.stay
        if moment.day is not None:
            day = int(read_expression(moment.day)(scope))
            low, high = moment.clock
            minutes = self.rng.randint(int(low * 60), int(high * 60))
            at = datetime.combine(self.state.day(day), time()) + timedelta(minutes=minutes)
            return min(max(at, stay.arrived), stay.discharged + timedelta(hours=6))
        base = {
            "arrived": stay.arrived,
            "admitted": stay.admitted,
            "discharged": stay.discharged,
            "operation": self.state.operation[1] if self.state.operation else stay.admitted,
        }[moment.after or "admitted"]
        return base + timedelta(minutes=self.rng.randint(*moment.minutes))

    def _section(self, writer: Writer, section: Section, day: int) -> None:
        at_heading = writer.checkpoint()
        if section.heading:
            writer.heading(self._heading(writer.author, section))
        wrote = False
        for paragraph in section.text.strip().split("\n\n"):
            if paragraph.strip():
                wrote |= writer.block(BlockKind.PARAGRAPH, lambda p=paragraph: writer.write(p))
        number = 0
        for line in section.items.strip().splitlines():
            if not line.strip():
                continue
            number += 1
            lead = f"{number}. " if section.numbered else "- "
            if writer.item(lead, line.strip().removeprefix("- ")):
                wrote = True
            else:
                number -= 1
        if section.table:
            wrote |= writer.block(
                BlockKind.TABLE,
                lambda: write_table(section.table, writer, self.source, day),
            )
        if not wrote:
            writer.back_to(at_heading)
        else:
            writer.raw("\n")

    def _heading(self, author: Author, section: Section) -> str:
        key = "heading " + "/".join(section.heading)
        if key not in author.habits:
            author.habits[key] = section.heading[int(self.rng.random() * len(section.heading))]
        if "headings" not in author.habits:
            author.habits["headings"] = self.rng.choice(("capitals", "title", "colon"))
        text = author.habits[key]
        style = author.habits["headings"]
        return {"capitals": text.upper(), "title": text, "colon": f"{text}:"}[style]
