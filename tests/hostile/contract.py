"""What every audit keeps: spans that slice the text exactly, one entry for each numeral, verdicts with reasons."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

from auditor.audit import judge, own_rules
from auditor.check.flat import flat
from auditor.check.formats import sarif
from auditor.check.hit import Outcome
from auditor.report import View, render

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
BREAK = re.compile(r"\r\n|\n|\r")
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Characters that would move a cursor, turn a line round, or hide text."""
LIVE = frozenset({"img", "iframe", "object", "embed", "form", "base"})
"""Elements that the page never has: they load something, or send it."""


class _Page(HTMLParser):
    """What is live in a page: elements, handlers and addresses that would run or load something; and its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.live: list[str] = []
        self.scripts = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        handlers = any(name.startswith("on") for name, _ in attrs)
        if tag in LIVE or handlers or any((value or "").lower().startswith("javascript:") for _, value in attrs):
            self.live.append(tag)


def view(text: str, path: str = "a.md") -> View:
    """The judged text."""
    rules = own_rules()
    return View(judge(text, rules), path=path, rules=rules.digest, book=rules)


def problems(text: str, *, pages: bool = True) -> list[str]:
    """Everything that the audit of a text breaks; with `pages` the forms that take longest, HTML and SARIF, too."""
    audited = view(text)
    audit = json.loads(render(audited, "json"))
    found = [*_claims(audit, text), *_findings(audit, text), *_ledger(audit, text)]
    found += [f"the {form} holds {_bad!r}" for form in ("terminal", "markdown") for _bad in _unsafe(audited, form)]
    return found + (list(_pages(audited, text)) if pages else [])


def _claims(audit: dict[str, Any], text: str) -> Iterator[str]:
    heads = {finding["claims"][0] for finding in audit["findings"] if finding["severity"] == "error"}
    for number, claim in enumerate(audit["claims"], 1):
        place = claim["span"]
        yield from _span(place, text)
        if text[place["start"] : place["end"]] != claim["text"]:
            yield f"claim {number}: {claim['text']!r} is not what stands at its place"
        reason = {"supported": claim["basis"], "not_enough_info": claim["reason"], "refuted": claim["id"] in heads}
        if not reason[claim["verdict"]]:
            yield f"claim {number} is {claim['verdict']} without a reason"


def _findings(audit: dict[str, Any], text: str) -> Iterator[str]:
    known = {claim["id"] for claim in audit["claims"]}
    for finding in audit["findings"]:
        if finding["span"] is not None:
            yield from _span(finding["span"], text)
        if not known.issuperset(finding["claims"]):
            yield f"{finding['code']} names a claim that there is not"


def _ledger(audit: dict[str, Any], text: str) -> Iterator[str]:
    ledger = audit["ledger"]
    here = [found.span() for found in NUMERAL.finditer(text)]
    entered = [(entry["span"]["start"], entry["span"]["end"]) for entry in ledger["entries"]]
    if entered != here or ledger["numerals"] != len(here) or ledger["unaccounted"]:
        yield f"the ledger holds {len(entered)} entries for {len(here)} numerals, or others"
    if not all(entry["why"] for entry in ledger["entries"]):
        yield "an entry says nothing"


def _span(span: dict[str, int], text: str) -> Iterator[str]:
    starts = [0, *(found.end() for found in BREAK.finditer(text))]
    for line, column, offset in (("line", "column", "start"), ("end_line", "end_column", "end")):
        row = sum(start <= span[offset] for start in starts)
        if (span[line], span[column]) != (row, span[offset] - starts[row - 1] + 1):
            yield f"line and column of {span} are not its offsets"
    if not 0 <= span["start"] < span["end"] <= len(text):
        yield f"{span} lies outside of the text"


def _unsafe(audited: View, form: str) -> list[str]:
    return HIDDEN.findall(render(audited, form))


def _pages(audited: View, text: str) -> Iterator[str]:
    page = _Page(render(audited, "html"))
    if page.live or page.scripts != _own_scripts():
        yield "the page holds markup of the document"
    checked = flat(audited, lambda changed: judge(changed, own_rules()))
    log = json.loads(sarif.render(Outcome((checked,), (), frozenset()), own_rules()))
    if len(log["runs"][0]["results"]) != len(checked.hits):
        yield "SARIF leaves a finding out"


@cache
def _own_scripts() -> int:
    """How many scripts the page itself brings."""
    return _Page(render(view("Nothing.\n"), "html")).scripts
