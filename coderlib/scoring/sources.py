"""How the sources of a remark are told: rules by their sections, evidence by its words."""

from __future__ import annotations

from collections.abc import Sequence

from coderlib.answer_key import Citation, Evidence

_SHOWN_QUOTES = 3


def cite(citations: Sequence[Citation]) -> str:
    """Sections by their source; a star at those that nobody has compared with it yet."""
    by_source: dict[str, list[str]] = {}
    for each in citations:
        by_source.setdefault(each.source, []).append(each.section + "*" * (not each.checked))
    cited = "; ".join(
        f"{source} {', '.join(dict.fromkeys(found))}" for source, found in by_source.items()
    )
    return f"{cited} (* section number not yet checked)" if "*" in cited else cited


def quotes(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The words of evidence that are shown, each once."""
    distinct = {one.quote.casefold(): one.quote for one in reversed(evidence)}
    return tuple(reversed(distinct.values()))[:_SHOWN_QUOTES]
