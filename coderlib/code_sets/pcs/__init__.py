"""ICD-10-PCS as tables.

The tables of a day are made of the codes valid on it, so that they are exact whether or
not the official tables are imported. Names of the first three characters, and what each
position stands for, are written in; labels of the other four come from the official tables
where they are imported, and are otherwise read off the titles of codes and said to be derived.

>>> from coderlib.code_sets.pcs import PcsTables
>>> tables = PcsTables(
...     ["0FT40ZZ", "0FT44ZZ"], {"0FT40ZZ": "Resection of Gallbladder, Open Approach"}
... )
>>> [str(approach) for approach in tables.values("0FT4")]
['0 Open', '4 Percutaneous Endoscopic']
>>> tables.values("0FT")
(Value(value='4', label='Gallbladder', derived=True),)
>>> tables.title("0FT44ZZ")
'Resection of Gallbladder, Percutaneous Endoscopic Approach'
"""

from __future__ import annotations

from coderlib.code_sets.pcs.agreement import Agreement, Disagreement, compare, disagreements
from coderlib.code_sets.pcs.operations import Operation, operation, operations
from coderlib.code_sets.pcs.table import UNNAMED, Axis, Row, Table, Value
from coderlib.code_sets.pcs.tables import PcsTables

__all__ = [
    "UNNAMED",
    "Agreement",
    "Axis",
    "Disagreement",
    "Operation",
    "PcsTables",
    "Row",
    "Table",
    "Value",
    "compare",
    "disagreements",
    "operation",
    "operations",
]
