"""SARIF 2.1.0, as code scanning reads it; columns in code points, which `columnKind` says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from auditor import __version__
from auditor.check.columns import on_first_line
from auditor.check.hit import Checked, Hit, Mark, Outcome
from auditor.rulebook import Page, Rulebook

Json = dict[str, Any]

_RELATED = 20
_LONGEST = 1000
"""Characters of a description: hosts refuse longer ones."""

_OWN = {
    "document/limit": "A part of a document was not judged: it hit a limit on what one may cost.",
    "document/coverage": "Less of a document's claims is decided than the project asks for.",
    "suppression/unknown": "A suppression names no rule that there is.",
    "suppression/unused": "A suppression silences nothing.",
    "suppression/without-reason": "A suppression gives no reason, so it does nothing.",
    "weaker/mark-kept": "A favourable mark stayed although the number beside it changed.",
    "weaker/vaguer": "A number says less than in the earlier version.",
    "weaker/vanished": "Numbers of the earlier version have vanished.",
}
_SEVERITIES = {"error": "error", "warning": "warning", "note": "recommendation"}
_PRECISIONS = ((95, "very-high"), (90, "high"), (80, "medium"), (0, "low"))
"""From which per cent of right findings on a rule has which name."""


def render(outcome: Outcome, book: Rulebook) -> str:
    """One run with the rules that found something."""
    found = [(checked, hit) for checked in outcome.documents for hit in checked.hits if hit.silenced != "unchanged"]
    codes = sorted({hit.code for _, hit in found})
    driver = {"name": "auditor", "semanticVersion": __version__, "rules": [_rule(book, code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(outcome)],
        "results": [_result(checked, hit, codes) for checked, hit in found],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1, ensure_ascii=False) + "\n"


def _rule(book: Rulebook, code: str) -> Json:
    if code not in book.rules:
        return {"id": code, **_described(_OWN.get(code, code), "", "warning", ""), "properties": {"tags": ["auditor"]}}
    rule, page = book.rules[code], book.page(code)
    severity = rule.severity if rule.severity in _SEVERITIES else "warning"
    relations = [convention.relation.text for convention in rule.conventions]
    told = "\n\n".join((f"{page.why}\n\nSource: {page.source}", *(f"Relation: {text}" for text in relations)))
    shown = "\n".join(
        (page.why, "", *(f"- `{text}`" for text in relations), "", f"Source: {page.source}", *_examples(page))
    )
    properties: Json = {"tags": [rule.kind], "problem.severity": _SEVERITIES[severity], **_measured(book, code)}
    return {"id": code, **_described(page.says, told, severity, shown), "properties": properties}


def _examples(page: Page) -> Iterator[str]:
    """A case that the rule finds and one that it confirms, in markdown."""
    for find in page.must_find[:1]:
        yield from ("", f"Found, since `{find.quote}` should be {find.expected}:", "", *_quoted(find.text))
    for confirm in page.must_confirm[:1]:
        yield from ("", f"Confirmed ({confirm.because}):", "", *_quoted(confirm.text))


def _quoted(text: str) -> Iterator[str]:
    yield from (f"    {line}" for line in text.strip().splitlines())


def _described(says: str, why: str, severity: str, markdown: str) -> Json:
    return {
        "shortDescription": {"text": says[:_LONGEST]},
        "fullDescription": {"text": (why or says).partition("\n\n")[0][:_LONGEST]},
        "help": {"text": f"{says}\n\n{why}".strip(), **({"markdown": f"{says}\n\n{markdown}"} if markdown else {})},
        "defaultConfiguration": {"level": severity},
    }


def _measured(book: Rulebook, code: str) -> Json:
    record = book.record.get(code)
    if record is None or record.precision is None:
        return {}
    named = next(name for least, name in _PRECISIONS if record.precision * 100 >= least)
    return {"precision": named, "measured": f"right in {record.right} of {record.right + record.wrong} findings"}


def _invocation(outcome: Outcome) -> Json:
    notifications = [
        {"level": "error", "message": {"text": f"{failed.path}: {failed.message}"}} for failed in outcome.failed
    ]
    return {"executionSuccessful": not outcome.failed, "toolExecutionNotifications": notifications}


def _result(checked: Checked, hit: Hit, codes: list[str]) -> Json:
    related = hit.related[:_RELATED]
    links = ", ".join(f"[{_plain(mark.text)}]({index})" for index, mark in enumerate(related, 1))
    result: Json = {
        "ruleId": hit.code,
        "ruleIndex": codes.index(hit.code),
        "level": hit.severity,
        "kind": "fail",
        "message": {"text": _plain(hit.message) + (f" Rests on {links}." if links else "")},
        "locations": [_location(checked, on_first_line(hit.place) if hit.place else None)],
        "partialFingerprints": {"auditorFinding/v1": hit.fingerprint},
    }
    if related:
        result["relatedLocations"] = [{"id": i, **_location(checked, mark)} for i, mark in enumerate(related, 1)]
    if hit.repair:
        result["fixes"] = [_fix(checked, hit)]
    if hit.silenced:
        kind = "inSource" if hit.silenced == "suppressed" else "external"
        result["suppressions"] = [{"kind": kind, "justification": hit.reason or "known before"}]
    return result


def _location(checked: Checked, mark: Mark | None) -> Json:
    region = {"startLine": 1} if mark is None else _region(mark)
    said = {} if mark is None else {"message": {"text": mark.text}}
    return {"physicalLocation": {"artifactLocation": {"uri": uri(checked.path)}, "region": region}, **said}


def _region(mark: Mark) -> Json:
    return {
        "startLine": mark.line,
        "startColumn": mark.column,
        "endLine": mark.end_line,
        "endColumn": mark.end_column,
    }


def _fix(checked: Checked, hit: Hit) -> Json:
    repair = hit.repair
    assert repair is not None
    deleted = {"charOffset": repair.start, "charLength": repair.end - repair.start}
    replacement = {"deletedRegion": deleted, "insertedContent": {"text": repair.text}}
    change = {"artifactLocation": {"uri": uri(checked.path)}, "replacements": [replacement]}
    return {"description": {"text": repair.says}, "artifactChanges": [change]}


def uri(path: str) -> str:
    """A path as a relative reference from the working directory, or a file URI where it lies elsewhere."""
    place = Path(path)
    if place.is_absolute():
        if not place.is_relative_to(Path.cwd()):
            return place.as_uri()
        place = place.relative_to(Path.cwd())
    return quote(place.as_posix())


def _plain(text: str) -> str:
    """Text whose brackets make no link."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)
