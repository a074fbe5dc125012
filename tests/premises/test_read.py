"""Documents beside the report: what they state, and on which line."""

from __future__ import annotations

import builtins
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from auditor.audit import own_rules
from auditor.errors import InputError
from auditor.facts import Premise, Rank
from auditor.premises import Source, given, load, read

MARKDOWN = """# Configuration

## Hardware
- **GPU memory**: 80 GB
- **Peak compute**: 900 TFLOPS per GPU

## Model
- **Layers**: 48
- **Precision**: BF16

## Requirements
- **TTFT**: at most 3 s
"""
YAML = """hardware:
  gpu_memory_gb: 80
  peak_tflops_per_gpu: 900
model: {num_hidden_layers: 48, dtype: BF16}
requirements:
  ttft: at most 3 s
"""
TOML = """[hardware]
gpu_memory_gb = 80
peak_tflops_per_gpu = 900
[model]
num_hidden_layers = 48
dtype = "BF16"
[requirements]
ttft = "at most 3 s"
"""
JSON = """{
 "hardware": {"gpu_memory_gb": 80, "peak_tflops_per_gpu": 900},
 "model": {"num_hidden_layers": 48, "dtype": "BF16"},
 "requirements": {"ttft": "at most 3 s"}
}
"""
LETTERS = "abcdefghijklmnopqrst"
BOMB = "a: &a [1, 1]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise(LETTERS))
"""Twenty lines of lists of lists, a million values once they are written out."""


def stated(text: str, notation: str = "markdown") -> tuple[Premise, ...]:
    return read(Source("plan", text, notation), Rank.BRIEF, own_rules().vocabulary).premises


def meaning(premise: Premise) -> tuple[str, str, str, str]:
    fact = premise.fact
    value = fact.quantity.value
    assert value is not None
    return fact.concept, fact.scope, fact.role, f"{float(value * fact.quantity.readings[0].unit.factor):g}"


@pytest.mark.parametrize(
    ("notation", "text", "lines"),
    [
        ("markdown", MARKDOWN, [4, 5, 8, 9, 12]),
        ("yaml", YAML, [2, 3, 4, 4, 6]),
        ("toml", TOML, [2, 3, 5, 6, 8]),
        ("json", JSON, [2, 2, 3, 3, 4]),
    ],
)
def test_every_notation_gives_the_same_premises_each_with_its_line(notation: str, text: str, lines: list[int]) -> None:
    found = stated(text, notation)
    assert [meaning(premise) for premise in found] == [
        ("gpu_memory", "gpu", "", "8e+10"),
        ("peak_flops", "gpu", "", "9e+14"),
        ("layers", "", "", "48"),
        ("bytes_per_parameter", "", "", "2"),
        ("ttft", "", "required", "3"),
    ]
    assert [premise.line for premise in found] == lines


def test_a_premise_is_cited_by_place_and_text() -> None:
    assert stated(MARKDOWN)[0].cited == "plan:4: 80 GB"
    assert stated(TOML, "toml")[0].cited == "plan:2: gpu_memory_gb: 80"


@pytest.mark.parametrize(
    ("key", "value", "concept", "base"),
    [
        ("params_b", "7", "parameters", "7e+09"),
        ("memory_bandwidth_tbps", "3.35", "memory_bandwidth", "3.35e+12"),
        ("throughput_tokens_per_s", "5000", "throughput", "5000"),
        ("ttftMs", "250", "ttft", "0.25"),
        ("mfu_percent", "40", "mfu", "0.4"),
        ("kv_heads", "8", "kv_heads", "8"),
        ("n_layer", "1_2", "layers", "12"),
    ],
)
def test_keys_name_quantities_and_units(key: str, value: str, concept: str, base: str) -> None:
    (premise,) = stated(f"{key}: '{value}'", "yaml")
    assert (premise.fact.concept, meaning(premise)[3]) == (concept, base)


def test_several_numbers_under_one_key_are_a_range() -> None:
    (premise,) = stated('{"sequence_length": [4096, 128, 1024]}', "json")
    interval = premise.fact.quantity.hull
    assert (interval.low, interval.high) == (128, 4096)


def test_values_of_a_table_do_not_fall_under_the_headings_of_the_tables_inside_it() -> None:
    text = '{"pools": [{"limits": {"ttft_s": 3}}, {"layers": 48, "requirements": {"tpot_ms": 40}}]}'
    assert [(p.fact.concept, p.fact.role) for p in stated(text, "json")] == [
        ("ttft", "limit"),
        ("layers", ""),
        ("tpot", "required"),
    ]


@pytest.mark.parametrize(
    ("notation", "text", "sentence"),
    [
        ("json", '{"layers": }', "plan is no JSON (Expecting value"),
        ("toml", "layers: 48", "plan is no TOML (Expected '='"),
        ("yaml", "layers: [48", "plan is no YAML (while parsing a flow sequence"),
        ("json", "[" * 100_000, "plan is no JSON (nested too deep)"),
        ("json", '{"a":' * 60 + "1" + "}" * 60, "nested more than 40 deep"),
        ("json", str([1] * 20_000).replace("1", "{}"), "more than 10,000 values"),
        ("yaml", BOMB, "more than 10,000 values"),
    ],
)
def test_what_is_no_configuration_is_said_in_a_sentence(notation: str, text: str, sentence: str) -> None:
    with pytest.raises(InputError, match="plan") as error:
        stated(text, notation)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_yaml_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_yaml(name: str, *rest: Any) -> Any:
        if name == "yaml":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_yaml)
    with pytest.raises(InputError, match="needs PyYAML"):
        stated("layers: 48", "yaml")


def test_a_path_is_read_by_its_suffix_and_a_text_by_its_first_character(tmp_path: Path) -> None:
    file = tmp_path / "model.toml"
    file.write_text(TOML, encoding="utf-8")
    assert given(file, "brief") == load(file) == Source(str(file), TOML, "toml")
    assert given(JSON, "brief").notation == "json"
    assert given(MARKDOWN, "brief").notation == "markdown"


@settings(deadline=None)
@examples(st.recursive(st.text() | st.integers() | st.none(), lambda inner: st.dictionaries(st.text(), inner)))
def test_any_object_is_read_or_refused_in_a_sentence(data: Any) -> None:
    for premise in stated(json.dumps({"top": data}), "json"):
        assert premise.line == 1
