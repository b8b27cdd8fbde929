"""A mark as its trainee reads it: from the whole to the parts, in plain HTML.

Verdicts are words as well as colours, headings and lists carry the structure, and nothing of
an answer or a key reaches the page unescaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from coderlib.mark import Mark, Remark, Verdict

_WORDS = {
    Verdict.RIGHT: "Right",
    Verdict.PARTLY: "Partly right",
    Verdict.WRONG: "Not right",
    Verdict.NOTE: "Note",
}
_COLOURS = {
    # Text on white, all with a contrast above 4.5 to 1.
    Verdict.RIGHT: "#1b6e3c",
    Verdict.PARTLY: "#8a5300",
    Verdict.WRONG: "#a3212b",
    Verdict.NOTE: "#3d4f60",
}
_ORDER = (Verdict.WRONG, Verdict.PARTLY, Verdict.NOTE, Verdict.RIGHT)
_CELL = "padding: .15em 1em .15em 0; vertical-align: top"
_BANDS = (
    (0.9, "Excellent work."),
    (0.75, "Good work; a few points are worth another look."),
    (0.5, "A fair start; the remarks below show where the points went."),
    (0.0, "Read the remarks below with the task open beside them, then try again."),
)


_QUOTE_STYLE = "font-size: 1em; margin: .3em 0 .3em 1em; padding: 0 .6em"


def mark_text(mark: Mark) -> str:
    """The mark in one line, for where HTML is not shown."""
    return f"{_number(mark.points)} of {_number(mark.max_points)} points"


def mark_html(mark: Mark, *, title: str) -> str:
    """The mark as a section of HTML.

    Args:
        title: what was marked, as the trainee knows it.
    """
    return "\n".join(
        (
            '<section class="coderlib-mark" style="max-width: 46em; line-height: 1.45">',
            f"<h4>{escape(title)}: {mark_text(mark)} ({mark.share:.0%})</h4>",
            f"<p>{escape(_band(mark))}</p>",
            *_parts([remark for remark in mark.remarks if remark.max_points > 0]),
            *_remarks(mark.remarks),
            "</section>",
        )
    )


def _band(mark: Mark) -> str:
    if not any(remark.max_points > 0 for remark in mark.remarks):
        return ""
    return next(said for least, said in _BANDS if mark.share >= least)


def _number(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")


def _parts(remarks: list[Remark]) -> Iterable[str]:
    if not remarks:
        return
    yield '<table style="border-collapse: collapse; text-align: left; margin-bottom: 1em">'
    yield "<caption>Points by part</caption>"
    headings = "".join(
        f'<th scope="col" style="{_CELL}">{heading}</th>'
        for heading in ("Part", "Points", "Result")
    )
    yield f"<thead><tr>{headings}</tr></thead><tbody>"
    for remark in remarks:
        points = f"{_number(remark.points)} of {_number(remark.max_points)}"
        yield f'<tr><th scope="row" style="{_CELL}; font-weight: 600">{escape(remark.title)}</th>'
        yield f'<td style="{_CELL}; white-space: nowrap">{points}</td>'
        yield f'<td style="{_CELL}; white-space: nowrap">{_verdict(remark)}</td></tr>'
    yield "</tbody></table>"


def _remarks(remarks: Iterable[Remark]) -> Iterable[str]:
    """What went wrong first, as a list; what was right folded away below."""
    remarks = sorted(remarks, key=lambda remark: _ORDER.index(remark.verdict))
    yield from _list([remark for remark in remarks if remark.verdict is not Verdict.RIGHT])
    right = _list([remark for remark in remarks if remark.verdict is Verdict.RIGHT])
    if items := list(right):
        yield "<details><summary>What you had right</summary>"
        yield from items
        yield "</details>"


def _list(remarks: Iterable[Remark]) -> Iterable[str]:
    items = [item for remark in remarks for item in _item(remark)]
    if items:
        yield "<ul>"
        yield from items
        yield "</ul>"


def _item(remark: Remark) -> Iterable[str]:
    if not (remark.text or remark.citation or remark.quotes):
        return
    end = "" if remark.title.endswith((".", "?", "!")) else "."
    title = f"<strong>{escape(remark.title)}{end}</strong>"
    yield f"<li>{_verdict(remark)}: {title} {escape(remark.text)}"
    if remark.citation:
        yield f'<br><span style="color: #3d4f60">Source: {escape(remark.citation)}</span>'
    for quote in remark.quotes:
        yield f'<blockquote style="{_QUOTE_STYLE}">{escape(quote)}</blockquote>'
    yield "</li>"


def _verdict(remark: Remark) -> str:
    colour = _COLOURS[remark.verdict]
    return f'<span style="color: {colour}; font-weight: 600">{_WORDS[remark.verdict]}</span>'
