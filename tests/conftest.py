"""How every test runs: hypothesis without deadlines, since machines are shared and slow by turns; and none left out.

With QUIDIT_TESTS_COMPLETE=1 a run that leaves out a test fails, whatever the reason.
"""

import os

import pytest
from hypothesis import settings

settings.register_profile("quidit", deadline=None)
settings.load_profile("quidit")


def pytest_sessionfinish(session):
    if _left_out(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if number := _left_out(terminalreporter.config):
        terminalreporter.line(f"QUIDIT_TESTS_COMPLETE is set, and {number} left out: this run fails", red=True)


def _left_out(config):
    """How many tests, or modules of them, were left out in a run that is to leave out none."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", ())) if os.environ.get("QUIDIT_TESTS_COMPLETE") == "1" else 0
