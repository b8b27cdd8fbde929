"""What all tests share: the samples on the path, and the guard against silent skips."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import `samples`

EXPECTED_SKIP = "needs the official file"
"""A skip whose reason begins so is expected: the file is no part of the project."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skips", action="store_true", help="fail where a test was skipped unexpectedly"
    )


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    if not config.getoption("--no-skips"):
        return
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if not reason.removeprefix("Skipped: ").startswith(EXPECTED_SKIP):
            terminalreporter.write_line(f"unexpected skip: {report.nodeid}: {reason}", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if not session.config.getoption("--no-skips") or session.exitstatus:
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    reasons = [r.longrepr[2] if isinstance(r.longrepr, tuple) else "" for r in skipped]
    if any(not reason.removeprefix("Skipped: ").startswith(EXPECTED_SKIP) for reason in reasons):
        session.exitstatus = 1
