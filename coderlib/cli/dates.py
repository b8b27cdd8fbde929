"""Days and fiscal years as they are typed at the command line."""

from __future__ import annotations

from datetime import date
from typing import Any

import click


class Day(click.ParamType[date]):
    """A day, `2026-04-01`, or a fiscal year, `2026`, which stands for its first day."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was typed."""
        if isinstance(value, date):
            return value
        text = str(value).strip().upper().removeprefix("FY")
        try:
            # The fiscal year of the United States begins on October 1 of the year before.
            return date(int(text) - 1, 10, 1) if len(text) == 4 else date.fromisoformat(text)
        except ValueError:
            return self.fail(
                f"{value!r} is no day; write 2026-04-01, or 2026 for the fiscal year.", param, ctx
            )


on_option = click.option(
    "--on", type=Day(), help="The discharge date, or a fiscal year; today when not given."
)
