"""Reading the files of content, which are YAML, without parsing them anew in each process."""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML

from coderlib.code_sets.store import default_folder
from coderlib.errors import CoderlibError, NotSaved
from coderlib.files import write_text

Model = TypeVar("Model", bound=BaseModel)


def read_content(file: Traversable, model: type[Model], **fields: Any) -> Model:
    """A file of content that comes with the program, as its model.

    Args:
        fields: what the file does not say of itself, such as its name.

    Raises:
        CoderlibError: it is not of that form; the first fault with its field.
    """
    try:
        return model.model_validate({**parse_content(file.read_bytes()), **fields})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise CoderlibError(
            f"{file.name}: {where}: {first['msg']}.", hint="mend that field"
        ) from error


def parse_content(source: bytes) -> Any:
    """What a YAML 1.2 file holds, as JSON has it: names are text, and days are ISO text.

    Parsing takes a second for 100 KB, so what was read is kept in the user's cache under the
    hash of the file.

    Raises:
        YAMLError: it is not YAML.
        UnicodeDecodeError: it is not UTF-8.
    """
    kept = default_folder() / "content" / f"{sha256(source).hexdigest()}.json"
    with suppress(OSError, ValueError):
        return json.loads(kept.read_bytes())
    text = json.dumps(YAML(typ="safe", pure=True).load(source.decode()), default=str)
    with suppress(NotSaved):
        write_text(kept, text)
    return json.loads(text)
