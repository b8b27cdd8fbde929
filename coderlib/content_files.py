"""Reading the files of content, which are YAML, without parsing them anew in each process."""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from typing import Any

from ruamel.yaml import YAML

from coderlib.code_sets.store import default_folder
from coderlib.errors import NotSaved
from coderlib.files import write_text


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
