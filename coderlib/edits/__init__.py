"""The edits: what rules of coding find in an abstract.

The rules are data (`rules/*.yaml`); the engine interprets them and knows none of them.

>>> from datetime import date
>>> from coderlib import edits
>>> from coderlib.encounter import Setting
>>> claim = edits.Claim.with_facts(
...     edits.read_short_abstract({"principal": "E11.2", "poa": {"E11.2": "Y"}}),
...     setting=Setting.INPATIENT,
...     discharged=date(2026, 4, 1),
... )
>>> first = edits.check_claim(claim)[0]
>>> first.rule, first.severity.value, first.entries
('incomplete-code', 'certain', ('principal',))
"""

from coderlib.edits.claim import Claim, claim_of_sample, read_short_abstract
from coderlib.edits.engine import Editor, check, check_claim
from coderlib.edits.model import Finding, Rule, Sample, Severity
from coderlib.edits.reading import Book, BrokenRules, built_in_rules, read_rules

__all__ = [
    "Book",
    "BrokenRules",
    "Claim",
    "Editor",
    "Finding",
    "Rule",
    "Sample",
    "Severity",
    "built_in_rules",
    "check",
    "check_claim",
    "claim_of_sample",
    "read_rules",
    "read_short_abstract",
]
