"""The kinds of official file that can be imported."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an imported file is."""

    CM_TABULAR = "cm-tabular"
    CM_INDEX = "cm-index"
    CM_NEOPLASMS = "cm-neoplasms"
    CM_DRUGS = "cm-drugs"
    CM_EXTERNAL_CAUSES = "cm-external-causes"
    CM_ORDER = "cm-order"
    PCS_TABLES = "pcs-tables"
    PCS_INDEX = "pcs-index"
    PCS_DEFINITIONS = "pcs-definitions"
    PCS_ORDER = "pcs-order"
    HCPCS = "hcpcs"
    DRG_WEIGHTS = "drg-weights"
    POA_EXEMPT = "poa-exempt"
    CLASSIFICATION = "classification"
