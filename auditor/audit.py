"""The pipeline: text in, judged claims out. The one module that sees every stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import InputError, UsageError
from auditor.limits import USUAL, Cut, Limits, OutOfTime, clock, cut, out_of_time

if TYPE_CHECKING:
    from auditor.facts import Outside
    from auditor.findings import Findings
    from auditor.premises import Source
    from auditor.report.model import Audit
    from auditor.rulebook import Rulebook


def judge(
    text: str,
    rulebook: Rulebook | None = None,
    outside: Sequence[Outside] = (),
    limits: Limits = USUAL,
    *,
    bounds: bool = False,
) -> Findings:
    """The findings and the verdict on every claim of a markdown text; by the shipped rules unless others are given.

    `outside` are the documents beside the report, as `premises` reads them. What lies beyond a limit is not judged.
    `bounds`: whether bounds that a number keeps are told, as the examples of rules ask; no verdict rests on them.
    """
    rules = rulebook or own_rules()
    try:
        with clock(limits.seconds):
            return _judge(text, rules, outside, cut(text, limits), bounds=bounds)
    except OutOfTime:
        return _judge(text, rules, outside, out_of_time(limits), bounds=bounds)


def _judge(text: str, rules: Rulebook, outside: Sequence[Outside], end: Cut | None, *, bounds: bool) -> Findings:
    # Imported here so that `import auditor` and `auditor --version` load no stage.
    from auditor import claims, derivations, document, facts, findings

    read = document.read(text, end)
    said = claims.extract(read)
    meant = replace(facts.resolve(said, rules.vocabulary), outside=tuple(outside))
    derived = derivations.derive(meant, rules, bounds=bounds)
    return findings.judge(derived, rules)


@cache
def own_rules() -> Rulebook:
    """The project's own rules, loaded once for a process."""
    from auditor.rulebook import load

    return load()


def rules_with(folders: Sequence[Path]) -> Rulebook:
    """The project's own rules, and those of further folders. Raises RulebookError for a wrong one."""
    from auditor.rulebook import load

    return load(folders) if folders else own_rules()


def audit(
    text: str, *, brief: str | Path | None = None, against: Sequence[str | Path] = (), limits: Limits = USUAL
) -> Audit:
    """The audit of a markdown text, with the fields of the audit JSON.

    `brief` is the configuration that holds, `against` the plans that the report verifies: each a text (markdown, or a
    JSON object) or the path of a file (markdown, YAML, TOML or JSON). Raises InputError for one that cannot be read,
    and for a text that is not Unicode text (lone surrogates).
    """
    from auditor import report
    from auditor.premises import given
    from auditor.report.model import Audit

    if isinstance(against, str | Path):
        raise UsageError("against takes a sequence of plans, not a single one: against=[plan]")
    if not all(_is_unicode(each) for each in (text, brief, *against) if isinstance(each, str)):
        raise InputError("the text holds lone surrogates, which are no characters")
    rules = own_rules()
    plans = [given(plan, f"plan {number}") for number, plan in enumerate(against, 1)]
    outside = documents(None if brief is None else given(brief, "brief"), plans, rules)
    view = report.View(judge(text, rules, outside, limits), rules=rules.digest)
    return Audit.model_validate(report.as_json(view))


def documents(brief: Source | None, plans: Sequence[Source], rules: Rulebook) -> tuple[Outside, ...]:
    """The documents beside a report, read: the brief first. Raises InputError for a brief without a single premise."""
    from auditor import premises
    from auditor.facts import Rank

    found = [] if brief is None else [premises.read(brief, Rank.BRIEF, rules.vocabulary)]
    if brief is not None and not found[0].premises:
        raise InputError(f"{brief.name} states no quantity that the rules know, so it is no configuration to audit by")
    return (*found, *(premises.read(plan, Rank.PLAN, rules.vocabulary) for plan in plans))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
