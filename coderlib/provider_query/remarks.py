"""What a trainee is told of queries in a gradebook: a remark for each, and for each missed."""

from __future__ import annotations

from coderlib.mark import Mark, Remark, Verdict
from coderlib.provider_query.data import rubric
from coderlib.provider_query.marking import MarkedQuery, QueryMark

_LOOK_FOR_IT = Remark(
    verdict=Verdict.NOTE,
    title="A query",
    text="Something in this record is to be asked of a provider before it is coded. Look for what "
    "conflicts, what is unclear, and what has findings or treatment and no diagnosis.",
)


def mark_of_queries(mark: QueryMark, *, hinted: bool = False, max_points: float = 100.0) -> Mark:
    """The mark of the queries of a chart, with what there is to say about each.

    The points of the remarks add up to the mark.

    Args:
        hinted: whether it is said that something is to be asked, before it is said what.
    """
    if not mark.whole:
        text = "The record is coded as it stands; nobody had to be asked, and nobody was."
        remark = Remark(
            verdict=Verdict.RIGHT,
            title="Queries",
            text=text,
            points=max_points,
            max_points=max_points,
        )
        return Mark(points=max_points, max_points=max_points, remarks=(remark,))
    one = max_points / mark.whole
    remarks = [_of_query(each, one) for each in mark.queries]
    remarks += [
        Remark(
            verdict=Verdict.WRONG,
            title=f"Not asked: {each.about}",
            text=each.why,
            max_points=one,
            citation=each.citation,
            before=(_LOOK_FOR_IT,) if hinted else (),
        )
        for each in mark.missed
    ]
    return Mark(points=mark.total * max_points, max_points=max_points, remarks=tuple(remarks))


def _of_query(query: MarkedQuery, one: float) -> Remark:
    faults = [each for each in query.findings if each.share < 1]
    told = " ".join(each.text for each in faults) or "Compliant, and what the record calls for."
    earned = query.opportunity is not None
    return Remark(
        verdict=Verdict.WRONG if not earned else Verdict.PARTLY if faults else Verdict.RIGHT,
        title=f"Query: {query.title}" if query.title else "Query without a title",
        text=told if earned or faults else "It was not needed.",
        points=query.share * one,
        max_points=one if earned else one * rubric().needless,
        citation=faults[0].citation if faults else query.findings[0].citation,
    )
