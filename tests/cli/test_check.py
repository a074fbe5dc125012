"""`auditor check` from the outside: what it reads, what it reports, how it ends."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.cli.app import run

WRONG = "# Plan\n\n- **Total GPUs**: 2 × 4 = 9 GPUs\n"
RIGHT = "# Plan\n\n- **Total GPUs**: 2 × 4 = 8 GPUs\n"


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Path and rule of each finding that counts."""
    run(["check", "--format", "jsonl", "--no-cache", *arguments])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [f"{row['path']} {row['code']}" for row in rows]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a wrong and a right report."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wrong.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "right.md").write_text(RIGHT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def git(folder: Path) -> Callable[..., str]:
    """Runs git in the working directory, which is made a repository."""

    def call(*arguments: str) -> str:
        identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
        return done.stdout

    call("init", "-q")
    return call


def feed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["wrong.md"], 1),
        (["deep"], 0),
        ([], 1),
        (["wrong.md", "--exit-zero"], 0),
        (["wrong.md", "--fail-on", "never"], 0),
        (["wrong.md", "--ignore", "arithmetic"], 0),
        (["wrong.md", "--select", "kind:infeasible"], 0),
        (["wrong.md", "--select", "kind:infeasible", "--extend-select", "arithmetic/equation"], 1),
        (["missing.md"], 2),
        (["missing.md", "--exit-zero"], 2),
        (["no/*.md"], 2),
        (["no/*.md", "--allow-empty"], 0),
        (["wrong.md", "--select", "arithmetic/equatoin"], 2),
        (["wrong.md", "--output", "xml=out.xml"], 2),
        (["wrong.md", "--baseline", "none.json"], 2),
        (["wrong.md", "--no-such-option"], 2),
    ],
)
def test_how_it_ends(arguments: list[str], code: int) -> None:
    assert run(["check", *arguments]) == code


def test_an_unknown_rule_is_refused_with_the_nearest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--select", "arithmetic/equatoin"])
    assert "did you mean 'arithmetic/equation'?" in capsys.readouterr().err


def test_what_cannot_be_read_ends_with_2_and_does_not_stop_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bytes.md").write_bytes(b"\xff1")
    assert run(["check", "--format", "concise"]) == 2
    shown = capsys.readouterr()
    assert "wrong.md:3:27: error arithmetic/equation" in shown.out
    assert "bytes.md is not UTF-8 text" in shown.err


@pytest.mark.usefixtures("folder")
def test_globs_folders_and_files_name_each_document_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(capsys, "**/*.md", "wrong.md", ".") == ["wrong.md arithmetic/equation"]


def test_a_folder_gives_markdown_that_git_does_not_ignore(
    folder: Path, capsys: pytest.CaptureFixture[str], git: Callable[..., str]
) -> None:
    for name in ("build/x.md", "notes.txt", "tracked.md", "draft.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(WRONG, encoding="utf-8")
    (folder / ".gitignore").write_text("build/\ntracked.md\ndraft*\n", encoding="utf-8")
    git("add", "-f", "tracked.md")
    assert found(capsys) == ["tracked.md arithmetic/equation", "wrong.md arithmetic/equation"]
    assert found(capsys, "*.md") == ["tracked.md arithmetic/equation", "wrong.md arithmetic/equation"]
    assert found(capsys, "draft.md", "notes.txt") == ["draft.md arithmetic/equation", "notes.txt arithmetic/equation"]


@pytest.mark.usefixtures("folder")
def test_standard_input_has_the_name_that_it_is_given(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, WRONG)
    assert found(capsys, "-", "--stdin-filename", "docs/plan.md") == ["docs/plan.md arithmetic/equation"]


@pytest.mark.usefixtures("folder")
def test_a_batch_on_standard_input_is_pairs_of_path_and_content(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, f"a.md\0{WRONG}\0b.md\0{RIGHT}\0c.md\0{WRONG}\0")
    assert found(capsys, "--stdin-batch") == ["a.md arithmetic/equation", "c.md arithmetic/equation"]
    feed(monkeypatch, "a.md\0")
    assert run(["check", "--stdin-batch"]) == 2


def test_several_forms_are_written_in_one_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    targets = ["--output", "sarif=out/x.sarif", "--output", "junit=out/x.xml", "-o", "out/x.txt"]
    assert run(["check", "--format", "concise", *targets]) == 1
    assert capsys.readouterr().out == ""
    assert json.loads((folder / "out/x.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (folder / "out/x.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert (folder / "out/x.txt").read_text(encoding="utf-8").startswith("wrong.md:3:27: error")


@pytest.mark.usefixtures("folder")
def test_statistics_count_findings_and_what_was_decided(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--statistics"]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].split()[:3] == ["1", "error", "arithmetic/equation"]
    assert "2 documents: 1 error" in shown[-1]
    assert "claims decided" in shown[-1]


def test_coverage_below_what_is_asked_for_is_a_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bare.md").write_text("No numbers here.\n", encoding="utf-8")
    (folder / "vague.md").write_text("# A\n\nIt took 17 widgets.\n", encoding="utf-8")
    assert found(capsys, "bare.md", "vague.md", "--min-coverage", "50") == ["vague.md document/coverage"]


def test_the_configuration_holds_and_the_command_line_overrules_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pyproject.toml").write_text('[tool.auditor]\nfail-on = "never"\n', encoding="utf-8")
    assert run(["check"]) == 0
    assert run(["check", "--fail-on", "error"]) == 1
    assert run(["check", "--isolated"]) == 1
    (folder / "auditor.toml").write_text('exclude = ["wrong*"]\n', encoding="utf-8")
    capsys.readouterr()
    assert found(capsys) == []
    (folder / "auditor.toml").write_text('[per-file-ignores]\n"wrong.md" = ["arithmetic"]\n', encoding="utf-8")
    assert run(["check"]) == 0


def test_repairs_are_shown_as_a_patch_or_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "wrong.md", "--diff"])
    shown = capsys.readouterr().out
    assert "-- **Total GPUs**: 2 × 4 = 9 GPUs\n+- **Total GPUs**: 2 × 4 = 8 GPUs\n" in shown
    assert (folder / "wrong.md").read_text(encoding="utf-8") == WRONG
    assert run(["check", "wrong.md", "--fix"]) == 0
    assert (folder / "wrong.md").read_text(encoding="utf-8") == RIGHT


def test_results_are_kept_by_content(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    run(["check", "wrong.md"])
    first = capsys.readouterr().out
    assert (folder / ".auditor_cache" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    (folder / "copy.md").write_text(WRONG, encoding="utf-8")
    run(["check", "copy.md"])
    assert capsys.readouterr().out == first.replace("wrong.md", "copy.md")
    assert len(list((folder / ".auditor_cache").rglob("*.json"))) == 1
    for kept in (folder / ".auditor_cache").rglob("*.json"):
        kept.write_text("{}", encoding="utf-8")
    run(["check", "wrong.md"])
    assert capsys.readouterr().out == first


def test_known_findings_do_not_count_until_they_are_pruned(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["baseline", "write"]) == 0
    assert "1 known finding" in capsys.readouterr().out
    assert run(["check", "--baseline", ".auditor-baseline.json"]) == 0
    (folder / "wrong.md").write_text("New first line\n\n" + WRONG, encoding="utf-8")
    assert run(["check", "--baseline", ".auditor-baseline.json"]) == 0
    (folder / "wrong.md").write_text(RIGHT, encoding="utf-8")
    assert run(["baseline", "prune"]) == 0
    (folder / "wrong.md").write_text(WRONG, encoding="utf-8")
    assert run(["check", "--baseline", ".auditor-baseline.json"]) == 1


def test_only_what_changed_since_a_revision_counts(
    folder: Path, capsys: pytest.CaptureFixture[str], git: Callable[..., str]
) -> None:
    (folder / ".gitignore").write_text(".auditor_cache\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "first")
    assert found(capsys, "--diff-base", "HEAD") == []
    (folder / "new.md").write_text(WRONG, encoding="utf-8")
    assert found(capsys, "--diff-base", "HEAD") == ["new.md arithmetic/equation"]
    (folder / "wrong.md").write_text(WRONG.replace("Total", "All"), encoding="utf-8")
    assert found(capsys, "wrong.md", "--diff-base", "HEAD") == ["wrong.md arithmetic/equation"]
    assert run(["check", "--diff-base", "--output=x"]) == 2
    assert run(["check", "--diff-base", "nowhere"]) == 2


def test_no_output_is_written_over_a_document(folder: Path) -> None:
    assert run(["check", "-o", "wrong.md"]) == 2
    assert run(["check", "--output", "json=wrong.md"]) == 2
    assert (folder / "wrong.md").read_text(encoding="utf-8") == WRONG


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("option", ["--fix", "--diff-base=HEAD"])
def test_what_needs_files_says_so(monkeypatch: pytest.MonkeyPatch, git: Callable[..., str], option: str) -> None:
    git("commit", "-q", "--allow-empty", "-m", "first")
    feed(monkeypatch, WRONG)
    assert run(["check", "-", option]) == 2


def test_a_change_under_test_brings_no_results_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    run(["check"])
    assert not (folder / ".auditor_cache").exists()


def test_an_unused_suppression_counts_where_it_was_changed(
    folder: Path, capsys: pytest.CaptureFixture[str], git: Callable[..., str]
) -> None:
    comment = "<!-- auditor-disable-file memory -- old -->\n"
    (folder / "deep" / "right.md").write_text(comment + RIGHT, encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "first")
    assert found(capsys, "--diff-base", "HEAD") == []
    assert found(capsys, "deep") == ["deep/right.md suppression/unused"]


def test_a_version_that_says_less_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "before").mkdir()
    (folder / "before" / "wrong.md").write_text(WRONG, encoding="utf-8")
    (folder / "wrong.md").write_text("# Plan\n\n- **Total GPUs**: enough\n", encoding="utf-8")
    assert found(capsys, "wrong.md", "--no-weaker-than", "before") == ["wrong.md weaker/vanished"]
    assert run(["check", "wrong.md", "--no-weaker-than", "nowhere"]) == 2
