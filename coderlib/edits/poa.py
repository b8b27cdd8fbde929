"""Present on admission: where it is reported, and which codes are exempt from it (Appendix I)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from coderlib import cms_data
from coderlib.abstract import Poa
from coderlib.code_sets import Binding, CodeSets
from coderlib.code_sets.importers.kinds import Kind
from coderlib.edits.families import Selection
from coderlib.edits.forms import PoaReporting
from coderlib.edits.sheet import Charge, Charges, Line, Sheet, charge


class ExemptFamilies(BaseModel):
    """The codes exempt from POA reporting, as families that were derived from one year's list.

    Args:
        source: the list.
        fiscal_year: the year it holds for.
        families: the families.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    fiscal_year: int
    families: Selection


@cache
def exempt_families() -> ExemptFamilies:
    """The families of exempt codes that come with the platform."""
    path = files("coderlib.edits") / "data" / "poa_exempt.yaml"
    return ExemptFamilies.model_validate(
        YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    )


@dataclass(frozen=True, slots=True)
class PoaExempt:
    """Which codes are exempt from POA reporting in a fiscal year.

    Args:
        listed: the official list of the year, without dots, where a user imported it.
    """

    listed: frozenset[str] | None

    @classmethod
    def of(cls, code_sets: CodeSets, day: date) -> PoaExempt:
        """The exempt codes of the fiscal year of a day: by its imported list, else by families."""
        year = day.year + (day.month >= 10)
        for held in code_sets.shelf.held(Kind.POA_EXEMPT):
            if held.year == year:
                return cls(_read_list(held.path))
        return cls(None)

    def covers(self, compact: str, binding: Binding) -> bool:
        """Whether a code is exempt."""
        if self.listed is not None:
            return compact in self.listed
        return exempt_families().families.covers(compact, binding.above)

    def is_sure(self, compact: str) -> bool:
        """Whether an official list speaks of the code, be it that it leaves it out."""
        return self.listed is not None or compact in _codes_of_the_list()


@cache
def _read_list(path: Path) -> frozenset[str]:
    # Imported by name: the importers need much that the edits do not.
    importer = import_module("coderlib.code_sets.importers.poa_exempt")
    return frozenset(code.replace(".", "") for code in importer.read_poa_exempt(path))


@cache
def _codes_of_the_list() -> frozenset[str]:
    """The codes valid in the fiscal year whose list the families were derived from."""
    year = exempt_families().fiscal_year
    first, last = (year - 1) * 10000 + 1001, year * 10000 + 930
    stretches = cms_data.diagnosis_stretches()
    return frozenset(one.code for one in stretches if one.first <= last and one.last >= first)


def find(sheet: Sheet) -> Charges:
    """The charges of POA reporting, by the kind of fault."""
    if not sheet.claim.setting.reports_poa:
        given = [line for line in sheet.diagnoses if line.poa is not None]
        return {PoaReporting.NOT_REPORTED_HERE: [charge(given)]} if given else {}
    charges: Charges = defaultdict(list)
    missing = []
    for line in sheet.diagnoses:
        if not line.known.binding.valid:
            continue
        exempt = sheet.day.is_exempt(line.known)
        if line.poa is None:
            if not exempt:
                missing.append(line)
        elif exempt and line.poa is not Poa.EXEMPT:
            charges[PoaReporting.EXEMPT_CODE_GIVEN].append(_about_exempt(line, sheet))
        elif not exempt and line.poa is Poa.EXEMPT:
            charges[PoaReporting.EXEMPT_CLAIMED].append(_about_exempt(line, sheet))
    if missing:
        charges[PoaReporting.MISSING].append(charge(missing))
    principal = sheet.principal
    if principal is not None and principal.poa is Poa.NO and principal.known.compact[0] not in "OP":
        charges[PoaReporting.PRINCIPAL_NOT_PRESENT].append(charge([principal]))
    return charges


def _about_exempt(line: Line, sheet: Sheet) -> Charge:
    made = charge([line], note=str(line.poa))
    made.unsure = not sheet.day.exempt.is_sure(line.known.compact)
    return made
