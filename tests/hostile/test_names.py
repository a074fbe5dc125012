"""File names and text that try to get out: of a line, a folder, a page, a cell, a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hostile.contract import HIDDEN, view

from auditor.cli.app import run
from auditor.report import render

WRONG = "- **Total**: 2 × 4 = 9 GPUs\n"
NAMES = (
    *("new\nline.md", 'quo"te.md', "it's.md", " space .md", "-o.md", "a;b$(c)`d`.md", "%s{0}.md", "<b>.md"),
    *("\x1b[2J.md", "\u202edm.a.md", "::error::x.md", "#[a](b).md", "é.md", "=1+1.md"),
)
FORMS = ("full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "markdown")


@pytest.mark.parametrize("name", NAMES)
def test_a_strange_name_stays_a_name(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inside, out = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    (inside / name).write_text(WRONG, encoding="utf-8")
    assert run(["audit", str(inside), "--fail-on", "never"]) == 0
    printed = capsys.readouterr().out
    assert not HIDDEN.search(printed)
    assert len([line for line in printed.splitlines() if "REFUTED" in line]) == 1
    for form in ("json", "markdown", "html"):
        assert run(["audit", str(inside), "--format", form, "-o", str(out), "--fail-on", "never"]) == 0
    written = {path.relative_to(out).parts for path in out.rglob("*") if path.is_file()}
    assert {len(parts) for parts in written} == {1}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["new\nline.md", "\x1b[2J::error::.md", 'quo"te<b>.md'])
def test_a_check_prints_it_safely_in_every_form(
    name: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(WRONG, encoding="utf-8")
    assert run(["check", str(tmp_path / name), "--no-cache", "--isolated", "--output-format", form]) == 1
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    if form in ("concise", "jsonl"):
        assert len(printed.splitlines()) == 1
    if form in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(printed)


def test_links_out_of_a_folder_are_not_entered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "a.md").write_text(WRONG, encoding="utf-8")
    (inside / "folder").symlink_to(outside)
    (inside / "file.md").symlink_to(outside / "a.md")
    (inside / "loop").symlink_to(inside)
    assert run(["audit", str(inside), "--quiet"]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 1


INJECTIONS = (
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</td></table><svg onload=x>",
        "{{ 7*7 }}",
        "{% x %}",
    ),
    *(
        "javascript:alert(1)",
        "]]><!--",
        "=cmd|' /C calc'!A0",
        "::error::owned",
        "\x1b]8;;http://x\x07",
        "```\n# x",
        "\u202e",
    ),
    *(
        "%0A::set-output",
        "${{ secrets.X }}",
        "&lt;b&gt;",
        "\x00\x07\x9b31m",
        "[a](javascript:x)",
        "|||",
        "<!-- auditor-x -->",
    ),
)


@pytest.mark.parametrize("injected", INJECTIONS)
def test_text_of_a_document_stays_text(injected: str) -> None:
    line = injected.replace("\n", "\n\n")
    audited = view(f"# {line}\n\n- **{line}**: 2 × 4 = 9 GPUs {line}\n\n| {line} | GPUs |\n|---|---|\n| {line} | 9 |\n")
    page = render(audited, "html").partition("</head>")[2]
    for live in ("<script>alert", "<img src=x", "<svg onload", "49 GPUs", 'href="javascript'):
        assert live not in page
    for form in ("terminal", "markdown"):
        assert not HIDDEN.search(render(audited, form))
    json.loads(render(audited, "json"))
