"""The vocabulary itself: its names lead back to their concepts, and a wrong file says what is wrong."""

from __future__ import annotations

import re

import pytest

from auditor.audit import own_rules
from auditor.errors import RulebookError
from auditor.facts.around import Around
from auditor.facts.naming import name
from auditor.facts.scope import scoped
from auditor.facts.senses import senses
from auditor.facts.units import Fit
from auditor.rulebook.vocabulary import Vocabulary, compact, vocabulary, words

from .conftest import RULES, tables

_UNNAMED = re.compile(r"^# No rule and no code names it: .*\n\[concept\.(\w+)\]$", re.MULTILINE)
"""The comment above a concept that only keeps a number from being called something else."""


def names() -> list[tuple[str, str]]:
    """Every name of every concept."""
    concepts = [entry for table in tables("vocabulary").values() for entry in table.get("concept", {}).items()]
    return [(concept, spelling) for concept, entry in concepts for spelling in entry["names"]]


def test_every_name_names_its_concept(terms: Vocabulary) -> None:
    wrong = []
    for concept, spelling in names():
        key = senses(terms).label(spelling)
        around = Around(key=key, topics=key.topics | {key.role})
        found = name(around, (Fit(terms.concepts[concept].units[0], ""),), terms)
        meant = scoped(found, around, None, terms) if found is not None else None
        if meant is None or meant[0].id != concept:
            wrong.append((concept, spelling, meant and meant[0].id))
    assert wrong == []


def test_a_concept_is_named_by_a_rule_or_by_code_or_says_that_it_is_not() -> None:
    concepts = {concept for concept, _ in names()}
    rules = own_rules().rules.values()
    named = {variable.concept for rule in rules for variable in rule.variables.values()}
    for path in (RULES.parent / "auditor").rglob("*.py"):
        named.update(re.findall(r"\"([a-z_0-9]+)\"", path.read_text(encoding="utf-8")))
    files = (RULES / "vocabulary").glob("*.toml")
    said = [concept for path in files for concept in _UNNAMED.findall(path.read_text(encoding="utf-8"))]
    assert concepts - named == set(said)


def test_the_longest_phrase_wins(terms: Vocabulary) -> None:
    found = terms.match(words("GPU memory utilization per GPU"), 0)
    assert found is not None
    end, term = found
    assert (end, term.concepts) == (3, ("memory_utilisation",))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("GPUs / node", ["gpu", "per", "node"]),
        ("Memory utilisation", ["memory", "utilization"]),
        ("tensor_parallel_size", ["tensor", "parallel", "size"]),
        ("all-to-all", ["all", "to", "all"]),
        ("10,240 tokens", ["10,240", "token"]),
        ("每卡显存", ["每", "卡", "显", "存"]),
        ("bo\u0323\u0302 nhớ", ["bộ", "nhớ"]),
    ],
)
def test_words_have_one_normal_form(text: str, normal: list[str]) -> None:
    assert words(text) == normal


def test_names_are_compared_without_marks() -> None:
    assert compact("Llama-3 70B") == compact("llama3-70b")


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"unit": "byte"}, r"vocabulary/mine.toml: concept.x: must be a table with unit"),
        ({"unit": "byte", "names": ["x"], "unitt": "s"}, r"concept.x.unitt: is wrong or unknown; keys are"),
        ({"unit": "byte", "names": "x"}, r"concept.x.names"),
        (
            {"unit": "byte", "names": ["x"], "scoped": {"gpu": "nothing"}},
            r"names the concept nothing, which",
        ),
    ],
)
def test_a_wrong_file_says_what_is_wrong(entry: dict[str, object], complaint: str) -> None:
    with pytest.raises(RulebookError, match=complaint):
        vocabulary({"mine": {"concept": {"x": entry}}})
