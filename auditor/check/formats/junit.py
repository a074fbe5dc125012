"""JUnit's XML: a suite for each document, a case for each claim, skipped where nothing could be checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from auditor.check.hit import Case, Checked, Failed, Hit, Outcome
from auditor.rulebook import Rulebook
from auditor.text import visible

_FORBIDDEN = re.compile("[\ufffe\uffff]")


def render(outcome: Outcome, book: Rulebook) -> str:
    """All documents."""
    root = Element("testsuites", name="auditor")
    for checked in outcome.documents:
        _suite(root, checked, outcome.failing)
    for failed in outcome.failed:
        _error(root, failed)
    for suite in (root, *root):
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped"), ("errors", "error")):
            suite.set(name, str(sum(1 for _ in suite.iter(tag))))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, checked: Checked, failing: frozenset[str]) -> None:
    suite = SubElement(root, "testsuite", name=_safe(checked.path))
    starts = {case.start for case in checked.cases}
    at: dict[int, list[Hit]] = {}
    for hit in checked.hits:
        if hit.place and hit.place.start in starts:
            at.setdefault(hit.place.start, []).append(hit)
        elif not hit.silenced:
            name = f"line {hit.place.line}: {hit.code}" if hit.place else hit.code
            _judge(_case(suite, checked.path, name), [hit], failing, "")
    for case in checked.cases:
        made = _case(suite, checked.path, f"line {case.line}: {case.text} ({case.id})")
        _judge(made, at.get(case.start, ()), failing, _open(case))


def _open(case: Case) -> str:
    return "" if case.verdict == "supported" else case.reason or "nothing in the report decides it"


def _case(suite: Element, path: str, name: str) -> Element:
    return SubElement(suite, "testcase", classname=_safe(path), name=_safe(name))


def _judge(case: Element, hits: Iterable[Hit], failing: frozenset[str], undecided: str) -> None:
    """A case fails for what fails the check; one with a milder or a silenced finding, or undecided, is skipped."""
    found = list(hits)
    bad = [hit for hit in found if not hit.silenced and hit.severity in failing]
    for hit in bad[:1]:
        failure = SubElement(case, "failure", type=hit.code, message=_safe(hit.message))
        failure.text = "\n".join(_safe(f"{heading}: {line}") for heading, lines in hit.account for line in lines)
    if not bad and (found or undecided):
        told = f"{found[0].silenced or found[0].severity}: {found[0].message}" if found else undecided
        SubElement(case, "skipped", message=_safe(told))


def _error(root: Element, failed: Failed) -> None:
    suite = SubElement(root, "testsuite", name=_safe(failed.path))
    SubElement(_case(suite, failed.path, "the document can be read"), "error", message=_safe(failed.message))


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("?", visible(text))
