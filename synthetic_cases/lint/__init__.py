"""Checks of content: what a scenario's folder says, before and while cases are made of it."""

from __future__ import annotations

from synthetic_cases.lint.content_checks import lint_all, lint_one
from synthetic_cases.lint.scenarios import lint_scenario
from synthetic_cases.lint.shared import lint_content

__all__ = ["lint_all", "lint_content", "lint_one", "lint_scenario"]
