"""The pages of docs/, one for each use: every command is run, everything shown is what comes out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from auditor.check.config import load

ROOT = Path(__file__).parents[1]
PAGES = ("batch.md", "check.md", "ci.md", "editor.md", "agents.md", "tests.md")
PLAN = "# Plan\n\n- **Total GPUs**: 2 × 4 = 9 GPUs\n"


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in blocks(page, "sh"):
            for line in block.splitlines():
                yield page, line


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one report, committed, and a baseline."""
    tmp_path = tmp_path_factory.mktemp("made") / "repository"
    tmp_path.mkdir()
    (tmp_path / "plan.md").write_text(PLAN, encoding="utf-8")
    (tmp_path / "design.md").write_text("- **Layers**: 48\n", encoding="utf-8")
    (tmp_path / "brief.yaml").write_text("layers: 48\n", encoding="utf-8")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "plan.md").write_text(PLAN, encoding="utf-8")
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True)
    assert sh("auditor baseline write plan.md", tmp_path).returncode == 0
    return tmp_path


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "repository")


def sh(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    binaries = folder.parent / "bin"
    binaries.mkdir(exist_ok=True)
    program = binaries / "auditor"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m auditor "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    run = ["bash", "-c", command]
    return subprocess.run(
        run, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(("page", "command"), [each for each in commands() if "pip install" not in each[1]])
def test_a_command_of_the_pages_runs(folder: Path, page: str, command: str) -> None:
    done = sh(command, folder)
    assert (done.returncode, done.stderr) == (0, "") or "hook" in command, done.stderr


def test_what_a_page_shows_is_what_comes_out(folder: Path) -> None:
    for block in blocks("check.md", "console"):
        command, shown = block.removeprefix("$ ").split("\n", 1)
        assert sh(command, folder).stdout == shown


def test_what_the_pages_install_is_an_extra() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [command for _, command in commands() if "pip install" in command]
    extras = {command.partition("[")[2].partition("]")[0] for command in named}
    assert extras == {"inspect", "lsp", "mcp"}
    assert extras <= set(table["optional-dependencies"])


def test_the_configuration_of_the_page_is_one(tmp_path: Path) -> None:
    for block in blocks("check.md", "toml"):
        (tmp_path / "auditor.toml").write_text(block, encoding="utf-8")
        assert load(tmp_path / "auditor.toml").fail_on == "warning"


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_in_other_languages_are_sound(page: str) -> None:
    assert all(tomllib.loads(block) for block in blocks(page, "toml"))
    assert all(yaml.safe_load(block) for block in blocks(page, "yaml"))
    assert all(json.loads(block) for block in blocks(page, "json"))


@pytest.mark.parametrize("block", [block for page in PAGES for block in blocks(page, "python")])
def test_an_example_in_python_runs(block: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-W", "ignore", "-c", block], cwd=ROOT, env=environment, check=True)


def test_the_commands_that_editors_and_hosts_start_end_with_their_input(folder: Path) -> None:
    (helix,) = blocks("editor.md", "toml")
    started = tomllib.loads(helix)["language-server"]["auditor"]
    (host,) = (json.loads(block) for block in blocks("agents.md", "json") if "mcpServers" in block)
    for each in (started, host["mcpServers"]["auditor"]):
        done = sh(" ".join([each["command"], *each["args"]]), folder)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_job_of_gitlab_reports_what_the_change_brings(folder: Path) -> None:
    (block,) = (block for block in blocks("ci.md", "yaml") if "gitlab-ci" in block)
    job = yaml.safe_load(block)["auditor"]
    (command,) = (line for line in job["script"] if line.startswith("auditor "))
    (folder / "reports" / "new.md").write_text(PLAN, encoding="utf-8")
    done = sh(f"export CI=true CI_MERGE_REQUEST_DIFF_BASE_SHA=HEAD; {command}", folder)
    assert done.returncode == 1, done.stderr
    for name in job["artifacts"]["reports"].values():
        assert (folder / name).exists()
    (issue,) = json.loads((folder / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert issue["location"]["path"] == "reports/new.md"
    assert {"description", "check_name", "fingerprint", "severity", "location"} == set(issue)


def test_links_of_the_pages_lead_somewhere() -> None:
    for page in PAGES:
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / "docs" / target).exists(), f"{page}: {target}"


def test_the_hook_of_pre_commit_runs_a_command_that_there_is(folder: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["require_serial"] is True
    assert sh(f"{hook['entry']} plan.md", folder).returncode == 1


def test_the_script_of_the_action_annotates_and_writes_sarif_and_summary(folder: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("the action's script needs bash, which is not on this machine")
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (script,) = (step["run"] for step in action["runs"]["steps"] if step.get("id") == "check")
    given = {"PATHS": "plan.md\n", "ARGUMENTS": "--diff-base\nHEAD\n", "FAIL_ON": "error", "SARIF": "x.sarif"}
    exports = "".join(f"export AUDITOR_{name}={value!r}\n" for name, value in given.items()).replace("='", "=$'")
    files = "export GITHUB_STEP_SUMMARY=summary GITHUB_OUTPUT=output\n"
    assert sh(exports + files + script, folder).returncode == 0
    done = sh(exports.replace(r"--diff-base\nHEAD\n", "") + files + script, folder)
    assert done.returncode == 1
    assert "::error file=plan.md,title=auditor (arithmetic/equation),line=3" in done.stdout
    assert json.loads((folder / "x.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "plan.md:3" in (folder / "summary").read_text(encoding="utf-8")
    assert (folder / "output").read_text(encoding="utf-8").endswith("sarif=x.sarif\n")
