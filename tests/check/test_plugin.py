"""The pytest fixture, in a test run of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SUITE = """
pytest_plugins = ["auditor.testing.plugin"]


def test_right(assert_consistent):
    assert_consistent("- **Total GPUs**: 2 × 4 = 8 GPUs")


def test_wrong(assert_consistent):
    assert_consistent("- **Total GPUs**: 2 × 4 = 9 GPUs")
"""


def test_the_fixture_passes_and_fails(tmp_path: Path, root: Path) -> None:
    (tmp_path / "test_reports.py").write_text(SUITE, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert "1 failed, 1 passed" in done.stdout, done.stdout
