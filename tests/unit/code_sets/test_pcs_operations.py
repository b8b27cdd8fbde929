"""What the operations of ICD-10-PCS do, in our own words."""

from collections import Counter

import pytest

from coderlib.code_sets.pcs import operation, operations
from coderlib.code_sets.pcs.names import PcsNames, pcs_names, read_content
from coderlib.errors import UnreadableFile


def test_every_operation_of_every_section_is_described():
    named = {
        (code, value)
        for code, section in pcs_names().sections.items()
        for value in section.operations
    }
    assert named == set(operations())


def test_the_31_root_operations_fall_into_nine_groups():
    groups = Counter(one.objective for (section, _), one in operations().items() if section == "0")
    assert groups == {
        "takes out some or all of a body part": 5,
        "takes out solids, fluids or gases from a body part": 3,
        "cuts or separates only": 2,
        "puts in, puts back or moves some or all of a body part": 4,
        "alters the diameter or the route of a tubular body part": 4,
        "always involves a device": 6,
        "examines only": 2,
        "other repairs": 2,
        "other objectives": 3,
    }


def test_what_an_operation_is_confused_with_is_an_operation():
    names = {one.name for one in operations().values()}
    for one in operations().values():
        assert set(one.confused_with) <= names - {one.name}


def test_excision_takes_a_portion_and_resection_all():
    assert "portion" in operation("0", "B").definition
    assert "all of a body part" in operation("0", "T").definition
    assert "B3.8" in operation("0", "T").guidelines
    assert operation("0", "A") is None


def test_a_fault_in_the_names_is_told_with_its_place(tmp_path):
    broken = tmp_path / "names.yaml"
    broken.write_text(
        "source: x\nfiscal_year: 2026\napproaches: {}\nsections: {'0': {}}\nmore: 1\n"
    )
    with pytest.raises(UnreadableFile, match=r"sections\.0\.name.*more"):
        read_content(broken, PcsNames)
