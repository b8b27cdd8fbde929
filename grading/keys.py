"""Where the keys of a course lie: apart from all that is released, readable by its owner only."""

from __future__ import annotations

from pathlib import Path

from coderlib.files import write_json
from coderlib.task import CodingKey, ExerciseKey

KEYS_FOLDER = "keys"


def key_path(keys: Path, assignment: str, task: str) -> Path:
    """Where the key of a task lies."""
    return keys / assignment / f"{task}.json"


def write_key(keys: Path, assignment: str, key: CodingKey | ExerciseKey) -> Path:
    """Write the key of a task, readable by nobody but the owner of the course."""
    path = key_path(keys, assignment, key.task)
    for folder in (keys, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    write_json(path, key)
    path.chmod(0o600)
    return path
