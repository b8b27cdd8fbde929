"""The rules that errors break whatever the code is; those of a code stand in its key."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from coderlib.answer_key import Citation
from coderlib.content_files import parse_content


@cache
def rule(name: str) -> Citation:
    """A rule of `rules.yaml`."""
    return Citation.model_validate(
        parse_content((files("coderlib.scoring") / "rules.yaml").read_bytes())[name]
    )
