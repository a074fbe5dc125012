"""Suppressions in the document: comments that silence a rule, each with a reason.

    <!-- auditor-disable-line RULE -- reason -->          the line that it stands on
    <!-- auditor-disable-next-line RULE -- reason -->     the line below
    <!-- auditor-disable RULE -- reason -->               from here to `auditor-enable RULE`, or to the end
    <!-- auditor-disable-file RULE -- reason -->          the whole document

RULE is an id, a folder or `kind:NAME`, or several with commas. One without a reason does nothing and is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from auditor.check.hit import Checked, Hit, Mark
from auditor.check.select import names
from auditor.errors import UsageError
from auditor.rulebook import Rulebook

_FORMS = ("disable", "disable-file", "disable-line", "disable-next-line", "enable")
_LAST = 1 << 60
_MOST = 200
"""How many suppressions of one document are read."""


@dataclass(slots=True)
class _Suppression:
    mark: Mark
    told: str
    """The rules as written."""
    codes: frozenset[str]
    first: int
    last: int
    """The lines that it covers, both included."""
    reason: str
    used: bool = False

    def covers(self, hit: Hit) -> bool:
        line = hit.place.line if hit.place else 0
        return hit.code in self.codes and (self.first <= line <= self.last)


def suppressed(checked: Checked, book: Rulebook) -> Checked:
    """The document with its suppressions applied, and findings on those that are unused, unknown or give no reason."""
    complaints: list[Hit] = []
    active = _read(checked.comments, book, complaints)
    hits = tuple(_silenced(hit, active) for hit in checked.hits)
    complaints += [
        _complaint("unused", f"the suppression of {suppression.told} silences nothing: remove it", suppression.mark)
        for suppression in active
        if not suppression.used
    ]
    return replace(checked, hits=(*hits, *complaints))


def _silenced(hit: Hit, active: Sequence[_Suppression]) -> Hit:
    covering = [suppression for suppression in active if suppression.covers(hit)]
    for suppression in covering:
        suppression.used = True
    if not covering or hit.silenced:
        return hit
    return replace(hit, silenced="suppressed", reason=covering[0].reason)


def _read(comments: Sequence[Mark], book: Rulebook, complaints: list[Hit]) -> list[_Suppression]:
    found: list[_Suppression] = []
    if len(comments) > _MOST:
        told = f"only the first {_MOST} suppressions of a document are read, of {len(comments)}"
        complaints.append(_complaint("unknown", told, comments[_MOST]))
    for mark in comments[:_MOST]:
        form, told, reason = _parts(mark.text)
        if form == "enable":
            _end(found, told, mark.line)
            continue
        problem = _problem(form, told, reason)
        if problem:
            complaints.append(_complaint(*problem, mark))
            continue
        try:
            codes = frozenset(names(book, _listed(told)))
        except UsageError as error:
            complaints.append(_complaint("unknown", str(error), mark))
            continue
        found.append(_Suppression(mark, told, codes, *_lines(form, mark), reason))
    return found


def _parts(text: str) -> tuple[str, str, str]:
    body = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    told, _, reason = body.removeprefix("auditor-").partition(" -- ")
    form, _, rules = told.strip().partition(" ")
    return form, rules.strip(), reason.strip()


def _problem(form: str, told: str, reason: str) -> tuple[str, str] | None:
    if form not in _FORMS:
        return "unknown", f"no suppression is called auditor-{form[:40]}: there are {', '.join(_FORMS)}"
    if not told:
        return "unknown", "the suppression names no rule: name its id, its folder or kind:NAME"
    if not reason:
        return (
            "without-reason",
            f"the suppression of {told[:80]} gives no reason, so it does nothing: add -- reason",
        )
    return None


def _listed(told: str) -> list[str]:
    return list(dict.fromkeys(told.replace(",", " ").split()))


def _lines(form: str, mark: Mark) -> tuple[int, int]:
    return {
        "disable": (mark.line, _LAST),
        "disable-file": (0, _LAST),
        "disable-line": (mark.line, mark.line),
        "disable-next-line": (mark.end_line + 1, mark.end_line + 1),
    }[form]


def _end(found: Sequence[_Suppression], told: str, line: int) -> None:
    """`auditor-enable` ends the open suppressions of the same rules, or all of them if it names none."""
    for suppression in found:
        if suppression.last == _LAST and suppression.first > 0 and told in ("", suppression.told):
            suppression.last = line


def _complaint(name: str, message: str, mark: Mark) -> Hit:
    code = f"suppression/{name}"
    fingerprint = sha256(f"{code}\0{mark.text}".encode()).hexdigest()[:16]
    return Hit(code, "suppression", "warning", message, mark, (), mark.text, "", (), fingerprint)
