"""The public format: its schemas, and the documentation that shows a whole pack."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from samples import CASE

from coderlib.case_pack import ChartFile, write_case
from coderlib.case_packs.schemas import NAMES, schema_of
from coderlib.case_packs.validating import validate
from coderlib.code_sets import CodeSets
from synthetic_cases.cli import case

DOCS = Path(__file__).parents[2] / "docs"


def sample(name):
    model = ChartFile(chart=CASE.chart) if name == "chart" else CASE.key
    return model.model_dump(mode="json")


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_schema_is_that_of_the_models(name):
    printed = CliRunner().invoke(case, ["schema", name]).output
    assert json.loads(printed) == schema_of(name)
    committed = DOCS / "schemas" / f"{name}.schema.json"
    assert committed.read_text() == printed, (
        f"write it anew: coderlib case schema {name} > docs/schemas/{name}.schema.json"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_that_the_platform_writes_keeps_the_schema(name):
    schema = schema_of(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(sample(name))


@pytest.mark.parametrize(
    ("field", "value"),
    [("code", "11.22"), ("code", "0FT44ZZ"), ("poa", "P"), ("evidence", []), ("colour", "red")],
    ids=str,
)
def test_the_schema_refuses_what_the_models_refuse(field, value):
    key = sample("key")
    key["diagnoses"][1][field] = value
    validator = jsonschema.Draft202012Validator(schema_of("key"))
    assert [list(one.path)[:2] for one in validator.iter_errors(key)] == [["diagnoses", 1]]


def test_the_schema_says_the_shape_of_every_code():
    defs = schema_of("key")["$defs"]
    assert re.fullmatch(defs["KeyedDiagnosis"]["properties"]["code"]["pattern"], "E11.22")
    assert re.fullmatch(defs["KeyedProcedure"]["properties"]["code"]["pattern"], "0FT44ZZ")
    items = defs["KeyedProcedure"]["properties"]["alternates"]["items"]
    assert not re.fullmatch(items["pattern"], "E11.22")


def test_the_pack_in_the_documentation_is_sound(tmp_path):
    blocks = re.findall(r"```json\n(.*?)```", (DOCS / "case-packs.md").read_text(), re.DOTALL)
    for name, block in zip(("chart", "key"), blocks, strict=True):
        jsonschema.Draft202012Validator(schema_of(name)).validate(json.loads(block))
        (tmp_path / f"{name}.json").write_text(block)
    found = validate(tmp_path, CodeSets.default())
    assert (found.faults, found.reminders) == ((), ())


def test_every_field_of_a_key_is_explained(tmp_path):
    write_case(tmp_path, CASE)
    told = (DOCS / "case-packs.md").read_text()
    for field in json.loads((tmp_path / "key.json").read_text()):
        assert field in told
