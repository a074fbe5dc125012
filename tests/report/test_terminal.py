"""What people see on a screen or in a pipe."""

from __future__ import annotations

import io
import re
from pathlib import Path

from report.examples import hostile, refuted
from rich.console import Console

from auditor.audit import judge
from auditor.report import Detail, View, render
from auditor.report.screen import show

ANSI = re.compile(r"\x1b\[[0-9;]*m")

REFUTED = """\
plan.md: REFUTED (1 error)
It says of itself: CORRECT (line 3).
7 claims: 1 supported, 1 refuted, 5 open; 1 numeral claims nothing.

error placement/gpus  plan.md:6:10
  The degrees ask for 128 GPUs, not 64 GPUs.
         6 │ - Total: 64 GPUs
           │          ^^^^^^^
  stated     64 GPUs
  follows    128 GPUs
  working    gpus = tp × pp × ep: 2 × 4 × 16 = 128 GPUs
  assuming   Every degree multiplies the GPUs.
  tried      experts inside the tensor ranks: 8 GPUs
  near miss  4 × 16 gives it: TP=2 is left out
  cure       2 (line 5) would have to be 1
  also wrong 15.2GB (line 7)
  overturns  ✅ (line 3)
             CORRECT (line 3)
  rests on   line 5: - Degrees: TP=2, PP=4, EP=16
"""


def on_screen(view: View, width: int, **options: bool) -> str:
    screen = Console(file=io.StringIO(), width=width, highlight=False, force_terminal=True, **options)
    show(view, console=screen)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


def test_a_finding_with_its_whole_proof() -> None:
    assert render(View(refuted(), path="plan.md"), "terminal") == REFUTED


def test_the_working_has_the_numbers_as_printed() -> None:
    report = "- GPUs: 64\n- Throughput target: 10 tokens/ms per GPU\n- System throughput: 400 tokens/ms ✅\n"
    told = render(View(judge(report)), "terminal")
    assert "10 tokens/ms per GPU × 64 = 640 tokens/ms\n" in told


def test_quiet_is_one_line_a_finding() -> None:
    expected = "plan.md:6:10: error placement/gpus: The degrees ask for 128 GPUs, not 64 GPUs.\n"
    assert render(View(refuted(), path="plan.md"), "terminal", Detail.QUIET) == expected


def test_verbose_adds_every_claim_with_its_working() -> None:
    text = render(View(refuted(), path="plan.md"), "terminal", Detail.VERBOSE)
    assert text.startswith(REFUTED)
    assert "5:21   ✓ 4 arithmetic: 2 + 2 = 4 (a weak check)\n             placement/stages from 2 (line 5)\n" in text
    assert "             assuming Every degree multiplies the GPUs.\n" in text
    assert "7:11   ? 15.2GB: no capacity is stated" in text


def test_a_text_without_a_name_has_no_path() -> None:
    assert render(View(refuted()), "terminal", Detail.HEADLINE) == "REFUTED (1 error)\n"


def test_a_screen_gets_colours_and_the_same_words() -> None:
    shown = on_screen(View(refuted(), path="plan.md"), 200)
    assert "\x1b[1;31m64 GPUs" in shown
    assert [line.rstrip() for line in ANSI.sub("", shown).splitlines()] == REFUTED.splitlines()


def test_a_narrow_screen_folds_lines_under_themselves() -> None:
    lines = ANSI.sub("", on_screen(View(refuted(), path="plan.md"), 44)).splitlines()
    assert max(map(len, lines)) <= 44
    place = next(i for i, line in enumerate(lines) if line.startswith("  working"))
    assert lines[place + 1].startswith(" " * 13)


def test_lines_are_links_where_the_document_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a plan.md"
    file.write_text("", encoding="utf-8")
    shown = on_screen(View(refuted(), path=str(file)), 200)
    assert f";{file.as_uri()}#6\x1b\\" in shown
    assert f";{file.as_uri()}#5\x1b\\" in shown
    assert "\x1b]8;" not in on_screen(View(refuted(), path="elsewhere.md"), 200)


def test_no_color_leaves_no_colour() -> None:
    assert "\x1b[1;31m" not in on_screen(View(refuted()), 80, no_color=True)


def test_a_document_cannot_write_escapes_or_markup_to_the_terminal() -> None:
    shown = ANSI.sub("", on_screen(View(hostile(), path="a\x1b]0;b\nc[red].md"), 100))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "a\\x1b]0;b\\x0ac[red].md" in shown
