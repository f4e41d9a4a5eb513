"""How every test runs: hypothesis without deadlines, since machines are shared and slow by turns; and none left out.

With QUIDIT_TESTS_COMPLETE=1 a run that leaves out a test fails, whatever the reason. On several cores a module stays
on one, because its tests share what they set up.
"""

import os

import pytest
from hypothesis import settings

settings.register_profile("quidit", deadline=None)
settings.load_profile("quidit")

ONE_SERVER = "tests/remote/"
"""The folder whose tests share a server that is slow to start: they stay on one core, and begin."""
TOGETHER = (ONE_SERVER, "tests/hub/")
"""Folders whose tests stay on one core, because what they share is slow to make."""


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(ONE_SERVER))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadFileScheduling

    class ByModule(LoadFileScheduling):
        """Marks that name groups are lost between xdist 3.8 and pytest 9.2, so the groups are made here."""

        def _split_scope(self, nodeid):
            folder = next((each for each in TOGETHER if nodeid.startswith(each)), None)
            return folder or super()._split_scope(nodeid)

    return ByModule(config, log)


def pytest_sessionfinish(session):
    if _left_out(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if number := _left_out(terminalreporter.config):
        terminalreporter.line(f"QUIDIT_TESTS_COMPLETE is set, and {number} left out: this run fails", red=True)


def _left_out(config):
    """How many tests, or modules of them, were left out in a run that is to leave out none."""
    if os.environ.get("QUIDIT_TESTS_COMPLETE") != "1":
        return 0
    # One of several processes has no reporter: it tells the first one, which counts.
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", ())) if reporter else 0
