"""The Jupyter configuration with which JupyterLab serves a class from its folder.

`coderlib lab DIR` puts `DIR/.jupyter` first on `JUPYTER_CONFIG_PATH`. There nbgrader finds
the course for Formgrader, and for the Assignment List the exchange and the folder into which
assignments are fetched.
"""

from __future__ import annotations

from pathlib import Path

from coderlib.files import write_json, write_text
from grading.assignments.configuration import CONFIG_FILE
from grading.classroom.class_folder import ClassFolder

_TEXT = '''"""nbgrader's configuration for JupyterLab on this class."""

import os

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
course = os.path.join(root, "course")

load_subconfig("nbgrader_config.py", path=course)
c.CourseDirectory.root = course

# Whoever opens the class in Lab fetches into my-work/, and submits from there.
c.Exchange.assignment_dir = os.path.join(root, "my-work")
c.Exchange.cache = os.path.join(root, ".jupyter", "nbgrader-cache")

# Formgrader would print its configuration, and warn that parts of it cannot be printed.
c.FormgradeExtension.debug = False
'''


_SETTINGS = {
    # No window asks a trainee to subscribe to news, and nothing is fetched for it.
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}


def write_lab_configuration(folder: ClassFolder) -> Path:
    """Write the configuration of a class into `.jupyter/`; its paths move with the folder."""
    path = folder.jupyter / CONFIG_FILE
    write_text(path, _TEXT)
    write_json(folder.jupyter / "labconfig" / "default_setting_overrides.json", _SETTINGS)
    return path
