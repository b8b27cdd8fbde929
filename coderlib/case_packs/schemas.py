"""The public format of a case pack as JSON Schema, made of the models that read it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from coderlib.answer_key import AnswerKey
from coderlib.case_pack import ChartFile
from coderlib.code_sets.code import Code

_MODELS: dict[str, type[BaseModel]] = {"chart": ChartFile, "key": AnswerKey}
_TITLES = {"chart": "chart.json of a case pack", "key": "key.json of a case pack"}

NAMES = tuple(_MODELS)
"""What there is a schema of."""

VERSION = 1
"""The version of the format; `schema_version` in both files says it."""


class _WithCodes(GenerateJsonSchema):
    """Codes are read by functions of their own; a schema says them as text of their shape."""

    def function_plain_schema(
        self, schema: core_schema.PlainValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """A code as printed, by the type whose function reads it."""
        closed_over = schema["function"]["function"].__closure__ or ()
        for cell in closed_over:
            kind = cell.cell_contents
            if isinstance(kind, type) and issubclass(kind, Code):
                return {
                    "type": "string",
                    "description": f"An {kind.system_title} code.",
                    "pattern": f"^({kind.shape.pattern})$",
                }
        raise TypeError("a field is read by a function that is no code's; say its schema here")


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `chart` or `key`."""
    schema = _MODELS[name].model_json_schema(schema_generator=_WithCodes)
    head = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"urn:coderlib:case-pack:{name}:{VERSION}",
        "title": _TITLES[name],
    }
    return {**head, **{field: part for field, part in schema.items() if field not in head}}
