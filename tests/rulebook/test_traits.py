"""Reports name techniques in many spellings; a rule asks only whether they are named."""

from __future__ import annotations

import pytest

from auditor.rulebook import load
from auditor.rulebook.traits import Traits


@pytest.fixture(scope="module")
def traits() -> Traits:
    return Traits(load().tables("traits"))


@pytest.mark.parametrize(
    ("text", "dimension", "trait"),
    [
        ("With speculative decoding the rate doubles.", "technique", "speculative"),
        ("An EAGLE draft head is used.", "technique", "speculative"),
        ("Prefix-caching is on.", "technique", "prefix-cache"),
        ("prefix caching is off", "technique", "prefix-cache"),
        ("- **Optimizer**: ZeRO-1", "technique", "zero-1"),
        ("ZeRO stage 3", "technique", "zero-3"),
        ("multi-head latent attention (MLA)", "attention", "mla"),
        ("A Mixture-of-Experts model", "model", "moe"),
        ("served with vLLM 0.9", "framework", "vllm"),
        ("TensorRT-LLM engine", "framework", "tensorrt-llm"),
        ("P99 latency", "statistic", "tail"),
    ],
)
def test_a_trait_is_known_by_its_spellings(traits: Traits, text: str, dimension: str, trait: str) -> None:
    assert trait in traits.mentioned(text)[dimension]


@pytest.mark.parametrize("text", ["", "The plan has 64 GPUs.", "a zero and a 1", "decoder layers", "ZeRO-10"])
def test_other_words_are_no_traits(traits: Traits, text: str) -> None:
    assert traits.mentioned(text) == {}
