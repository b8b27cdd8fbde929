"""The key as a claim: what the edits find in the abstract that makes no error."""

from __future__ import annotations

from collections.abc import Iterator

from coderlib.case_pack import Case
from coderlib.code_sets import CodeSet, CodeSets
from coderlib.edits import Severity
from coderlib.edits import check as check_abstract


def edit_faults(case: Case, code_sets: CodeSets) -> Iterator[str]:
    """Certain faults that the rules of coding find in the keyed abstract."""
    found = check_abstract(case.key.as_abstract(), case.chart.encounter, code_sets=code_sets)
    for finding in found:
        if finding.severity is Severity.CERTAIN:
            codes = ", ".join(finding.codes) or "the abstract"
            yield f"{codes}: {finding.title} ({finding.rule}, {finding.citation})"


def excludes1_faults(case: Case, diagnoses: CodeSet) -> Iterator[str]:
    """Pairs of keyed diagnoses that an Excludes1 note of either keeps apart.

    The edits call such a pair possible, since I.A.12.a lets two unrelated conditions stand
    together; a key that teaches is held to the stricter reading.
    """
    bound = [diagnoses.binding(entry.code) for entry in case.key.diagnoses]
    for one in bound:
        for other in bound:
            if other is not one and not one.excludes1.isdisjoint(other.above):
                yield f"{one.code} excludes {other.code} (Excludes1)"
