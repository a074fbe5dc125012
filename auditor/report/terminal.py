"""An audit for the terminal: lines of styled pieces, printed plain into pipes and by rich onto screens."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from auditor.findings import Derivation, Finding, Verdict
from auditor.frozen import dataclass
from auditor.report import account
from auditor.report.view import View, tally
from auditor.text import visible

_INDENT = 2
_LABEL = 12
_MARKS = {Verdict.SUPPORTED: "✓", Verdict.REFUTED: "✗", Verdict.NOT_ENOUGH_INFO: "?"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line in one style."""

    text: str
    style: str = ""
    """A style of rich: "bold red", "dim" ...; empty for none."""
    line: int = 0
    """The line of the document that it leads to, where the terminal has links; 0 for none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line; where it is too long for a screen its body goes on under itself, behind the width of the label."""

    body: tuple[Piece, ...] = ()
    label: tuple[Piece, ...] = ()
    cut: bool = False
    """Whether it is cut off at the edge instead."""

    @property
    def text(self) -> str:
        """The line without its styles."""
        return "".join(piece.text for piece in (*self.label, *self.body)).rstrip()


_STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "note": "bold blue",
    "REFUTED": "bold red",
    "SUPPORTED": "bold green",
    "SUPPORTED WITH GAPS": "bold green",
    "NOT ENOUGH INFO": "bold yellow",
    "supported": "green",
    "refuted": "bold red",
    "not_enough_info": "yellow",
}


class Detail(StrEnum):
    """How much to say of a document."""

    HEADLINE = "headline"
    """Its verdict, in one line."""
    QUIET = "quiet"
    """One line a finding."""
    NORMAL = "normal"
    """The headline with the coverage, and each finding with its proof."""
    VERBOSE = "verbose"
    """Also each claim with its verdict and working."""


def lines(view: View, detail: Detail = Detail.NORMAL, width: int = 100) -> Iterator[Line]:
    """The audit of one document, quotations cut to `width` columns."""
    if detail is Detail.QUIET:
        yield from (_brief(view, finding) for finding in view.findings.all)
        return
    yield _verdict(view)
    if detail is Detail.HEADLINE:
        return
    yield from _coverage(view)
    for finding in view.findings.all:
        yield Line()
        yield from _finding(view, finding, width)
    if detail is Detail.VERBOSE:
        yield Line()
        yield from _claims(view)


def plain(found: Iterator[Line]) -> str:
    """The lines as text, for files and pipes."""
    return "".join(line.text + "\n" for line in found)


def _verdict(view: View) -> Line:
    name = [Piece(visible(view.path), "bold"), Piece(": ")] if view.path else []
    return Line((*name, Piece(view.verdict, _STYLES[view.verdict]), Piece(f" ({tally(view.findings)})")))


def _coverage(view: View) -> Iterator[Line]:
    said, where = view.declared
    own = f"It says of itself: {visible(said)}{where}" if said else "No verdict on the whole is found in it"
    yield Line((Piece(f"{own}."),))
    yield Line((Piece(f"{view.coverage}."),))


def _brief(view: View, finding: Finding) -> Line:
    severity = finding.severity.value
    return Line(
        (
            Piece(f"{visible(view.at(finding))}: ", "bold"),
            Piece(severity, _STYLES[severity]),
            Piece(f" {finding.code}: {visible(finding.message)}"),
        )
    )


def _finding(view: View, finding: Finding, width: int) -> Iterator[Line]:
    severity = finding.severity.value
    line = view.line(finding.claims[0]) if finding.claims else 0
    where = Piece(visible(view.at(finding)), "dim", line)
    yield Line((Piece(severity, _STYLES[severity]), Piece(f" {finding.code}", "bold"), Piece("  "), where))
    yield Line((Piece(visible(finding.message)),), label=(Piece(" " * _INDENT),))
    if finding.claims:
        yield from _quoted(view, finding.claims[0], _STYLES[severity], width)
    for entry in account.account(view, finding):
        for index, text in enumerate(entry.lines):
            yield Line((Piece(text),), label=_label(entry.heading if index == 0 else ""))
    for index, claim in enumerate(account.premises(view, finding)):
        yield _premise(view, claim, _label("rests on" if index == 0 else ""), width)


def _quoted(view: View, claim: int, style: str, width: int) -> Iterator[Line]:
    shown = view.excerpt(claim, width - _LABEL - _INDENT)
    number, margin = f"{view.line(claim):>{_LABEL - 2}} │ ", f"{'':>{_LABEL - 2}} │ "
    marked = (Piece(shown.before), Piece(shown.marked, style), Piece(shown.after))
    yield Line(marked, label=(Piece(number, "dim"),), cut=True)
    yield Line((Piece(shown.carets, style),), label=(Piece(margin, "dim"),), cut=True)


def _premise(view: View, claim: int, label: tuple[Piece, ...], width: int) -> Line:
    place = f"line {view.line(claim)}: "
    shown = view.excerpt(claim, width - _LABEL - len(place) - 1)
    marked = (Piece(shown.before), Piece(shown.marked, "bold"), Piece(shown.after))
    return Line((Piece(place, "dim", view.line(claim)), *marked), label=label)


def _claims(view: View) -> Iterator[Line]:
    for claim, judgement in enumerate(view.findings.judgements):
        place = view.place(view.span(claim))
        verdict = judgement.verdict
        basis = f" {judgement.basis}" if judgement.basis else ""
        where = Piece(f"{place.line:>5}:{place.column:<4} ", "dim", place.line)
        mark = Piece(_MARKS[verdict], _STYLES[verdict.value])
        said = Piece(f" {visible(view.text(claim))}", "bold")
        yield Line((mark, said, Piece(f"{basis}: {account.reason(view, claim)}")), label=(where,))
        if judgement.derivation is not None:
            yield from _proof(view, judgement.derivation)


def _proof(view: View, derivation: Derivation) -> Iterator[Line]:
    """What a decided claim rests on, and the rule: enough to find the proof of every verdict."""
    margin = (Piece(" " * (_LABEL + 1)),)
    named = ", ".join(account.named(view, premise) for premise in derivation.premises)
    source = f" from {visible(named)}" if named else ""
    yield Line((Piece(f"{derivation.rule}{source}", "dim"),), label=margin)
    for assumption in derivation.assumptions:
        yield Line((Piece(f"assuming {visible(assumption)}", "dim"),), label=margin)


def _label(heading: str) -> tuple[Piece, ...]:
    return (Piece(f"{' ' * _INDENT}{heading:<{_LABEL - _INDENT}} ", "dim"),)
