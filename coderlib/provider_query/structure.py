"""The structure of a query: its form, and the answers it offers."""

from __future__ import annotations

import re
from collections.abc import Callable

from coderlib.answer_key import QueryKind
from coderlib.provider_query.data import rubric, wording
from coderlib.provider_query.findings import Criterion, Finding, finding
from coderlib.provider_query.query import Form, Query

_DOCUMENTED_ALREADY = {
    QueryKind.POA,
    QueryKind.CAUSE_EFFECT,
    QueryKind.CLINICAL_VALIDITY,
    QueryKind.CONFLICTING,
}
"""Reasons that presuppose a documented diagnosis, about which yes or no may be asked."""


def has_option(query: Query, which: str) -> bool:
    """Whether one of the standard options (`other`, `unable`, `yes`, `no`) is offered."""
    pattern = getattr(wording().standard_options, which)
    return any(re.search(pattern, option) for option in query.options)


def own_options(query: Query) -> list[str]:
    """The options that name something, each once."""
    named = (
        " ".join(option.split()) for option in query.options if not wording().is_standard(option)
    )
    return list({option.casefold(): option for option in named if option}.values())


def yes_no_fits(kind: QueryKind | None, *, names_documented: bool) -> bool:
    """Whether a yes/no question may be asked for this reason."""
    return kind in _DOCUMENTED_ALREADY or (kind is not None and names_documented)


def form(query: Query, kind: QueryKind | None, *, names_documented: bool) -> Finding:
    """A form was chosen, and yes/no only where it is allowed.

    Args:
        kind: why it is rightly asked.
        names_documented: whether the question names a diagnosis that the record holds.
    """
    if query.form is None:
        return finding(Criterion.FORM, 0.0, "No form was chosen.")
    if query.form is not Form.YES_NO:
        return finding(Criterion.FORM, 1.0, "The form leaves the answer open.")
    if yes_no_fits(kind, names_documented=names_documented):
        return finding(Criterion.FORM, 1.0, "Yes or no may be asked here: see the section.")
    return finding(
        Criterion.FORM,
        0.0,
        "Yes or no may be asked only for POA, for cause and effect, or about a diagnosis that is "
        "documented already; a new one needs open options.",
    )


def options(query: Query, unsupported: Callable[[str], str | None]) -> Finding:
    """Two or more supported options, with `other` and `unable to determine`.

    Args:
        unsupported: why nothing in the record supports an option, or None where it does.
    """
    if query.form is Form.OPEN:
        if not query.options:
            return finding(Criterion.OPTIONS, 1.0, "An open question offers no options.")
        return finding(
            Criterion.OPTIONS, 0.5, "An open question offers no options; choose multiple choice."
        )
    marks, told = rubric(), []
    if query.form is Form.YES_NO:
        main = (has_option(query, "yes") + has_option(query, "no")) / 2
        told += [] if main == 1 else ["A yes/no question offers yes and no."]
    else:
        own = own_options(query)
        bad = [why for option in own if (why := unsupported(option))]
        good = len(own) - len(bad)
        main = min(good, 2) / 2 * (good / len(own) if own else 0)
        told += bad
        told += [] if good >= 2 else [f"Supported by the record: {good}; two or more are needed."]
    other, unable = has_option(query, "other"), has_option(query, "unable")
    told += [] if other else ["'Other' is missing."]
    told += [] if unable else ["'Unable to determine' is missing."]
    share = (
        marks.supported_options * main + marks.other_option * other + marks.unable_option * unable
    )
    good_text = "The options are supported, and leave room for another answer or for none."
    return finding(Criterion.OPTIONS, share, " ".join(told) or good_text)
