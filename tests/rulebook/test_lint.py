"""The project's rules are clean, and every kind of defect in a rule is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulebook.test_cache import pack

from auditor.rulebook import load
from auditor.rulebook.lint import lint

__all__ = ["pack"]

RULE = """
kind = "derivation"
severity = "error"
bound = "exact"
says = "All GPUs have the memory of one times their number."
why = "Counting."
relation = "everything = 3 * gpus * each"
source = "Counting."

[where]
everything = "total gpu_memory"
gpus = "gpus"
each = "gpu_memory per gpu"

[[near_miss]]
says = "one GPU is counted"
set = { gpus = 1 }

[[must_find]]
text = "8 GPUs of 10 GB make 100 GB"
quote = "100 GB"
expected = "240 GB"

[[must_confirm]]
text = "8 GPUs of 10 GB make 240 GB"
quote = "240 GB"
because = "3 × 8 × 10"
"""


def complaints(folder: Path, rule: str) -> list[str]:
    path = folder / "house" / "rule.toml"
    path.write_text(rule)
    return [complaint.text for complaint in lint(load([folder]), ("house/rule",))]


def test_the_rules_of_the_project_are_clean() -> None:
    assert lint(load()) == ()


def test_a_clean_rule_of_a_pack_is_clean(pack: Path) -> None:
    assert complaints(pack, RULE) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('gpus = "gpus"', 'gpus = "gpu"', "where.gpus: no concept 'gpu'; did you mean 'gpus'?"),
        ("gpu_memory per gpu", "gpu_memory per gpux", "where.each: no scope 'gpux'; did you mean 'gpu'?"),
        ("[[near", '[applies]\nphase = ["trainig"]\n\n[[near', "no trait phase = 'trainig'; did you mean 'training'?"),
        ("[[near", '[unless]\nmodal = ["moe"]\n\n[[near', "no trait modal = 'moe'"),
        ("3 * gpus * each", "3 * gpus * each ^ 2", "units do not fit"),
        ("3 * gpus * each", "3 * gpus + each", "gpus is a plain number, each is byte"),
        ("3 * gpus * each", "gpus * each", "is the same equation as memory/capacity-of-all"),
        ('gpus = "gpus"', 'gpus = "gpus"\nnodes = "nodes"', "where.nodes is used nowhere"),
        ('bound = "exact"', 'bound = "lower"', "a lower bound is written with >="),
        (
            "set = { gpus = 1 }",
            'relation = "everything = 3 * gpus * each"',
            "near miss 'one GPU is counted' is the relation itself",
        ),
        ('"100 GB"\nexpected', '"10"\nexpected', "the quote '10' stands more than once"),
        ("[[must_find]]", "[[must_confirm]]", "has no [[must_find]]"),
        ("[[must_confirm]]", "[[must_find]]", "has no [[must_confirm]]"),
    ],
)
def test_a_defect_is_said(pack: Path, old: str, new: str, says: str) -> None:
    assert old in RULE
    rule = RULE.replace(old, new, 1)
    if "has no" in says:
        rule = (
            rule.replace("expected =", "because =") if "must_find" in says else rule.replace("because =", "expected =")
        )
    assert any(says in text for text in complaints(pack, rule)), complaints(pack, rule)
