"""Tests that are left out: shown by name, and not allowed where a run is to be complete."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PASSES = "def test_it_passes():\n    pass\n"
SKIPS = PASSES + "import pytest\ndef test_it_skips():\n    pytest.skip('left out: this one')\n"
SKIPS_ALL = "import pytest\npytest.skip('left out: these', allow_module_level=True)\n"


@pytest.mark.parametrize("processes", ["0", "2"])
@pytest.mark.parametrize(
    ("content", "wanted", "status"),
    [(PASSES, "1", 0), (SKIPS, "", 0), (SKIPS, "1", 1), (SKIPS_ALL, "1", 1)],
)
def test_a_run_that_is_to_be_complete_fails_where_a_test_is_left_out(tmp_path, content, wanted, status, processes):
    (tmp_path / "pytest.ini").touch()
    (tmp_path / "test_first.py").write_text(PASSES)
    (tmp_path / "test_second.py").write_text(content)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-ra", "-p", "xdist", "-p", "conftest", "-n", processes],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(HERE), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "QUIDIT_TESTS_COMPLETE": wanted},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == status, run.stdout + run.stderr
    assert ("left out: " in run.stdout) == (content is not PASSES)
    assert ("this run fails" in run.stdout) == (status == 1)
