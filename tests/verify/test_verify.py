"""Proofs that stand are accepted; a changed digit anywhere is not."""

from __future__ import annotations

import ast
import copy
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.audit import judge
from auditor.report import View, as_json
from auditor.verify import verify

ROOT = Path(__file__).parents[2]
TEXT_FIELDS = {"formula", "values", "stated", "expected", "assumptions", "assumed", "name"}
"""For people, or assumed and so not derived: only the digest guards their digits."""

PLAN = """# Plan

- **Total GPUs**: 2 × 4 × 3 = 24 GPUs
- **Memory**: 23.7% utilization (15.2GB of 64GB)
- **Weights**: 26GB + 14GB = 44GB per GPU
- **Latency**: 4.2s (limit: 6s) ✅
- About: 4 × 5 ≈ 20.5
- **Layers**: 48 layers into 5 stages, evenly
"""

Path_ = tuple[str | int, ...]


def audited(text: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(as_json(View(judge(text)))))
    return made


def reports(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.md") if path.with_suffix(".gold.yaml").exists())


def test_a_sound_audit_stands() -> None:
    found = verify(audited(PLAN), PLAN)
    assert found.problems == ()
    assert found.proofs >= 6
    assert found.steps >= 6


@pytest.mark.parametrize(
    "text",
    [
        "- **Pipeline stages**: each stage holds 4/16 = 1/4 of the layers\n",
        "- **Attention**: 4 × 2048² = 16.8M parameters a layer\n",
        "- **Attention**: 4 × 2,048^2 = 16.8M parameters a layer\n",
        "- **Compute**: 6 × 8·10⁹ × 2·10¹² = 9.6·10²² FLOP\n",
        "Latency fell from 9.8 to 6.4 ms (−35%).\n",
        "- 3 nodes\n- Spare: nodes 2,3 (2 nodes)\n",
    ],
)
def test_a_number_is_what_its_signs_make_of_it(text: str) -> None:
    audit = audited(text)
    assert any(claim["verdict"] == "supported" for claim in audit["claims"])
    assert verify(audit, text).problems == ()


@pytest.mark.parametrize("path", reports(ROOT / "corpus"), ids=lambda path: path.stem)
def test_every_proof_of_the_corpus_stands(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert verify(audited(text), text).problems == ()


def test_every_proof_of_the_reference_reports_stands(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("[SP]*.md")):
        text = path.read_bytes().decode()
        assert verify(audited(text), text).problems == (), path.name


def digits(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, int]]:
    """Every digit below a value: the path of its text or number, and its place there."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from digits(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from digits(item, (*path, place))
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield from ((path, found.start()) for found in re.finditer(r"\d", str(value)))


def changed(audit: dict[str, Any], path: Path_, place: int, digit: int) -> dict[str, Any]:
    """A copy of the audit with one digit exchanged."""
    copied = copy.deepcopy(audit)
    holder: Any = copied
    for part in path[:-1]:
        holder = holder[part]
    old = holder[path[-1]]
    text = str(old)[:place] + str((int(str(old)[place]) + digit) % 10) + str(old)[place + 1 :]
    holder[path[-1]] = int(text) if isinstance(old, int) else text
    return copied


AUDIT = audited(PLAN)
CERTIFIED = [
    (path, place)
    for part in ("claims", "findings")
    for path, place in digits(AUDIT[part], (part,))
    if "certificate" in path
]


@settings(deadline=None)
@given(st.sampled_from(CERTIFIED), st.integers(1, 9))
def test_a_changed_digit_in_a_proof_is_noticed(where: tuple[Path_, int], digit: int) -> None:
    assert verify(changed(AUDIT, *where, digit), PLAN).problems


def test_the_substance_is_checked_and_not_only_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any digest every digit that the proof computes with is noticed all the same."""
    monkeypatch.setattr("auditor.verify.certificate.digest", lambda proof: proof["digest"])
    chance = random.Random(4)
    for path, place in CERTIFIED:
        if {"digest", "conventions", "unit"} & {*path} or TEXT_FIELDS & {*path}:
            continue
        assert verify(changed(AUDIT, path, place, chance.randint(1, 9)), PLAN).problems, (path, place)


@settings(deadline=None)
@given(st.sampled_from([found.start() for found in re.finditer(r"\d", PLAN)]), st.integers(1, 9))
def test_a_changed_digit_in_the_report_is_noticed(place: int, digit: int) -> None:
    other = PLAN[:place] + str((int(PLAN[place]) + digit) % 10) + PLAN[place + 1 :]
    problems = verify(AUDIT, other).problems
    assert "the report is not the one that was audited: its SHA-256 is another one" in {p.what for p in problems}


def test_a_quotation_that_moved_is_noticed_even_under_the_right_hash() -> None:
    other = PLAN.replace("# Plan", "# A plan")
    audit = {**AUDIT, "document": audited(other)["document"]}
    assert len(verify(audit, other).problems) > 5


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("holds", False, "the verdict needs True"),
        ("relation", ">", "cannot be"),
        ("head", "c0", "the verdict needs"),
        ("premises", [], "not named as a premise"),
        ("steps", [], "there are no steps"),
        ("steps", "?", "cannot be read"),
        ("range", None, "cannot be read"),
    ],
)
def test_a_forged_proof_says_what_is_wrong(field: str, value: object, complaint: str) -> None:
    audit = copy.deepcopy(AUDIT)
    claim = next(c for c in audit["claims"] if c["text"] == "24 GPUs")
    claim["certificate"][field] = value
    assert any(complaint in problem.what for problem in verify(audit, PLAN).problems)


def test_a_verdict_without_a_proof_is_noticed() -> None:
    audit = copy.deepcopy(AUDIT)
    next(c for c in audit["claims"] if c["text"] == "24 GPUs")["certificate"] = None
    assert [problem.what for problem in verify(audit, PLAN).problems] == ["it is supported without a proof"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.data(), JSON)
def test_no_audit_makes_the_checker_fall(data: st.DataObject, junk: Any) -> None:
    paths = [path for path, _ in data.draw(st.just(CERTIFIED))]
    path = data.draw(st.sampled_from(paths))
    cut = path[: data.draw(st.integers(1, len(path)))]
    audit = copy.deepcopy(AUDIT)
    holder: Any = audit
    for part in cut[:-1]:
        holder = holder[part]
    holder[cut[-1]] = junk
    verify(audit, PLAN)


def test_it_shares_no_code_with_the_engine() -> None:
    for path in (ROOT / "auditor" / "verify").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            assert module is None or not module.startswith("auditor") or module.startswith("auditor.verify") \
                or module == "auditor.errors"  # fmt: skip
            assert not isinstance(node, ast.Import) or not any(alias.name.startswith("auditor") for alias in node.names)
