"""The wheel carries what the program needs: an installed auditor works outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

SOURCES = (
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md", "hatch_build.py", "pyproject.toml"),
    *("auditor", "benchmarks", "corpus", "docs", "fuzz", "rules", "tests"),
)

pytestmark = pytest.mark.slow


def run(*arguments: str, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A Python of this environment with `path` before everything else."""
    environment = {**os.environ, "PYTHONPATH": str(path or ""), "XDG_CACHE_HOME": str(cwd / ".cache")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=cwd)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = run("-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT), cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project installed, its libraries left to the environment."""
    folder = tmp_path_factory.mktemp("site")
    done = run("-m", "pip", "install", "--no-deps", "--target", str(folder), str(wheel), cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def files(folder: str, name: str) -> set[str]:
    """The files below a folder of the checkout, as an archive names them."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {name + path.relative_to(ROOT / folder).as_posix() for path in found}


def test_the_wheel_carries_the_package_and_the_rules_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not name.startswith("claim_auditor-")}
    assert names == files("auditor", "auditor/") | files("rules", "auditor/_rules/") | {"auditor/_rules/compiled.shelf"}


def test_the_source_distribution_carries_the_checkout_and_nothing_of_the_machine(tmp_path: Path) -> None:
    done = run("-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path), cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {name.partition("/")[0] for name in names} == {*SOURCES, "PKG-INFO", ".gitignore"}
    assert files("auditor", "auditor/") | files("rules", "rules/") <= names
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".shelf"))]


def test_it_audits_outside_the_checkout(site: Path, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("- **Total**: 2 × 4 = 9 GPUs\n", encoding="utf-8")
    done = run("-m", "auditor", "audit", "report.md", cwd=tmp_path, path=site)
    assert done.returncode == 1, done.stderr
    assert "error arithmetic/equation  report.md:1:22" in done.stdout
    assert not list(tmp_path.glob(".cache/**/*.shelf")), "the rules were compiled again"
    where = run("-c", "import auditor; print(auditor.__file__)", cwd=tmp_path, path=site)
    assert where.stdout.strip() == str(site / "auditor" / "__init__.py")
