"""The source cut at its marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from report.examples import claim, facts

from auditor.derivations import Derivations
from auditor.findings import DocumentVerdict, Findings, Judgement, Verdict
from auditor.report import View
from auditor.report.html.marks import Mark
from auditor.report.html.source import lines
from auditor.span import Span


def view(text: str) -> View:
    return View(Findings(Derivations(facts(text, (), {}), ()), (), (), DocumentVerdict.NOT_ENOUGH_INFO, "", None))


def mark(start: int, end: int) -> Mark:
    return Mark(Span(start, end), "silent", "", None, "")


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=6)


@given(st.text("a1 \n\r", max_size=40), SPANS)
def test_nothing_of_the_source_is_lost_or_doubled(text: str, spans: list[tuple[int, int]]) -> None:
    marks = sorted(
        (mark(start, start + size) for start, size in spans if start + size <= len(text)),
        key=lambda m: (m.span.start, -m.span.end),
    )
    found = lines(view(text), marks)
    shown = ["".join(piece.text for piece in line.pieces) for line in found]
    expected = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert shown == (expected if len(expected) == 1 or expected[-1] else expected[:-1])


def test_the_inner_of_two_marks_shows() -> None:
    outer, inner = mark(0, 6), mark(2, 4)
    line = lines(view("abcdef"), [outer, inner])[0]
    assert [(piece.text, piece.mark) for piece in line.pieces] == [("ab", outer), ("cd", inner), ("ef", outer)]
    assert [piece.first for piece in line.pieces] == [True, True, False]


def test_a_mark_goes_on_over_a_line_break() -> None:
    wide = mark(0, 5)
    found = lines(view("ab\ncd"), [wide])
    assert [[piece.text for piece in line.pieces] for line in found] == [["ab"], ["cd"]]
    assert [line.pieces[0].first for line in found] == [True, False]


def test_a_claim_wholly_under_another_keeps_its_anchor() -> None:
    text = "64 GPUs"
    claims = (claim(text, 0, "64 GPUs"),)
    open_ = Judgement(Verdict.NOT_ENOUGH_INFO, "", "", None)
    findings = Findings(
        Derivations(facts(text, claims, {}), ()), (), (open_,), DocumentVerdict.NOT_ENOUGH_INFO, "", None
    )
    covered, cover = Mark(Span(0, 7), "open", "", 0, "c0"), mark(0, 7)
    assert lines(View(findings), [covered, cover])[0].anchors == [0]
