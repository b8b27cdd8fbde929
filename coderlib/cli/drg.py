"""`coderlib drg`: the MS-DRG of an abstract, of two, or of a file of claims."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from coderlib.abstract import Abstract, read_abstract
from coderlib.chart import Chart
from coderlib.cli.dates import Day
from coderlib.encounter import Encounter, Sex
from coderlib.errors import CoderlibError, UnreadableFile
from coderlib.files import read_json, read_model
from coderlib.grouping import BaseRate, Claim, Comparison, Grouping, compare_claims, group_claim

_SEX = {"F": Sex.FEMALE, "M": Sex.MALE, "U": None}


@click.command(name="drg")
@click.argument("abstracts", nargs=-1, type=click.Path(path_type=Path), metavar="[ABSTRACT]...")
@click.option(
    "--claims",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Group a file of claims, one JSON object a line; - for standard input.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where answers to claims go."
)
@click.option("--compare", is_flag=True, help="Compare two abstracts of one stay.")
@click.option(
    "--encounter",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An encounter or a chart, in place of the four options below.",
)
@click.option("--discharged", type=Day(), help="The discharge date.")
@click.option("--age", type=click.IntRange(0, 124), help="Whole years on the day of admission.")
@click.option(
    "--sex",
    type=click.Choice(tuple(_SEX), case_sensitive=False),
    default="U",
    show_default=True,
    help="As on the claim.",
)
@click.option(
    "--disposition",
    type=click.IntRange(1, 99),
    default=1,
    show_default=True,
    help="Patient discharge status (UB-04, FL 17).",
)
@click.option(
    "--rate",
    type=float,
    help="What one unit of weight pays, in dollars; an invented rate when not given.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON for a program to read.")
def drg(
    *,
    abstracts: tuple[Path, ...],
    claims: Path | None,
    out: Path | None,
    encounter: Path | None,
    discharged: date | None,
    age: int | None,
    sex: str,
    disposition: int,
    rate: float | None,
    compare: bool,
    as_json: bool,
) -> None:
    """Show the MS-DRG of an abstract, and why each code did or did not count.

    ABSTRACT is an answer file, or an object with `principal`, `others`, `procedures` and
    `poa` (code to indicator).

    A line of claims has `age`, `sex`, `discharge_status`, `discharge_date`, `principal`,
    `secondary`, `procedures` and `poa`. Its answer has `ms_drg`, `mdc`, `initial_ms_drg` and
    `mce_edits`; a bad line is answered by `line` and `error`, and the program ends with 1.

    \b
    Examples:
      coderlib drg answers/case.json --discharged 2026-05-01 --age 70 --sex F
      coderlib drg answers/case.json --encounter cases/pneumonia-copd-diabetes-0007/chart.json
      coderlib drg --compare mine.json key.json --discharged 2026-05-01 --age 70
      coderlib drg --claims claims.jsonl --out groups.jsonl
    """
    if claims is not None:
        if abstracts or compare:
            raise click.UsageError("--claims takes no ABSTRACT")
        _group_claims(claims, out)
        return
    if out is not None:
        raise click.UsageError("--out goes with --claims")
    if len(abstracts) != 1 + compare:
        raise click.UsageError(
            "--compare takes two ABSTRACTs" if compare else "give one ABSTRACT, or --claims FILE"
        )
    stay = _stay(encounter, discharged, age, _SEX[sex.upper()], disposition)
    asked = [_claim(path, stay) for path in abstracts]
    chosen = None
    if rate is not None:
        if not rate > 0:
            raise click.UsageError("--rate is above 0")
        chosen = BaseRate(title="Base rate", amount=Decimal(str(rate)), source="as given")
    if compare:
        comparison = compare_claims(
            asked[0], asked[1], lambda claim: group_claim(claim, rate=chosen)
        )
        if as_json:
            _write(_comparison(comparison))
        else:
            from coderlib.cli.drg_print import print_comparison  # noqa: PLC0415 - rich, to show

            print_comparison(comparison)
        return
    grouping = group_claim(asked[0], rate=chosen)
    if as_json:
        _write(_grouping(grouping))
    else:
        from coderlib.cli.drg_print import print_grouping  # noqa: PLC0415 - as above

        print_grouping(grouping)


def _group_claims(claims: Path, out: Path | None) -> None:
    from coderlib.grouping.claims import answer_lines  # noqa: PLC0415 - only for claims

    bad = 0
    try:
        with (
            click.open_file(str(claims), "rb") as lines,
            click.open_file(str(out or "-"), "w", encoding="utf-8", atomic=out is not None) as file,
        ):
            for answer in answer_lines(lines):
                bad += "error" in answer
                file.write(json.dumps(answer) + "\n")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnreadableFile(
            f"{error.filename or claims}: {error.strerror or error}.",
            hint="check the names of the files and their folders",
        ) from error
    if bad:
        raise CoderlibError(
            f"{bad} line{'s' * (bad != 1)} of {claims} could not be grouped.",
            hint="see the answers that have an `error`; all others are grouped",
        )


def _stay(
    encounter: Path | None, discharged: date | None, age: int | None, sex: Sex | None, status: int
) -> Encounter | dict[str, Any]:
    if encounter is not None:
        value = read_json(encounter)
        if isinstance(value, dict) and "encounter" in value:
            return read_model(encounter, Chart, "a chart").encounter
        return read_model(encounter, Encounter, "an encounter")
    if discharged is None or age is None:
        raise click.UsageError("give --encounter FILE, or --discharged and --age")
    return {"discharged": discharged, "age": age, "sex": sex, "disposition": status}


def _claim(path: Path, stay: Encounter | dict[str, Any]) -> Claim:
    abstract = _abstract(path)
    if isinstance(stay, Encounter):
        return Claim.of(abstract, stay)
    return Claim.of_codes(abstract, **stay)


def _abstract(path: Path) -> Abstract:
    """Read an answer file, or an abstract written by hand."""
    value = read_json(path)
    response = value.get("response", value) if isinstance(value, dict) else value
    if isinstance(response, dict):
        poa = response.get("poa")
        flags = poa if isinstance(poa, dict) else {}
        flags = {_bare(code): flag for code, flag in flags.items()}

        def entry(code: Any) -> Any:
            if not isinstance(code, str):
                return code
            flag = flags.get(_bare(code))
            return {"code": code} | ({"poa": flag} if flag else {})

        others = response.get("others", response.get("secondary")) or []
        procedures = response.get("procedures") or []
        response = {
            "principal": entry(response.get("principal")),
            "others": [entry(one) for one in others] if isinstance(others, list) else others,
            "procedures": [{"code": one} if isinstance(one, str) else one for one in procedures]
            if isinstance(procedures, list)
            else procedures,
        }
    abstract = read_abstract(response)
    if abstract.unreadable:
        first = abstract.unreadable[0]
        raise UnreadableFile(
            f"{path}: {first.field}: {first.text!r}: {first.why}.", hint="mend that entry"
        )
    return abstract


def _bare(code: str) -> str:
    return code.replace(".", "").strip().upper()


def _write(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, indent=1, ensure_ascii=False))


def _grouping(grouping: Grouping) -> dict[str, Any]:
    weight, rate = grouping.weight, grouping.rate
    return {
        "version": grouping.version,
        "ms_drg": grouping.drg,
        "title": grouping.title,
        "mdc": grouping.mdc,
        "mdc_title": grouping.mdc_title,
        "kind": grouping.kind,
        "severity": grouping.severity,
        "initial_ms_drg": grouping.initial_drg,
        "outcome": grouping.outcome,
        "outcome_in_words": grouping.outcome_in_words,
        "weight": float(weight.value) if weight else None,
        "weight_source": weight.source if weight else None,
        "payment": float(grouping.payment) if grouping.payment is not None else None,
        "base_rate": float(rate.amount) if rate else None,
        "base_rate_source": rate.source if rate else None,
        "codes": [
            {
                "code": effect.code,
                "role": effect.role,
                "severity": effect.severity,
                "counts": effect.counts,
                "reason": effect.reason,
                "explanation": effect.explanation,
                "source": effect.source,
                "without": effect.without,
                "exclusion_list": effect.exclusion_list,
            }
            for effect in grouping.codes
        ],
        "hospital_acquired": [
            {
                "number": hac.number,
                "title": hac.title,
                "code": hac.code,
                "met": hac.met,
                "status": hac.status,
            }
            for hac in grouping.hospital_acquired
        ],
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    weight, payment = comparison.weight_change, comparison.payment_change
    return {
        "summary": comparison.summary,
        "before": _grouping(comparison.before),
        "after": _grouping(comparison.after),
        "weight_change": float(weight) if weight is not None else None,
        "payment_change": float(payment) if payment is not None else None,
        "differences": comparison.differences,
        "moves": [
            {
                "code": move.code,
                "role": move.role,
                "text": move.text,
                "before": move.before,
                "after": move.after,
            }
            for move in comparison.moves
        ],
    }
