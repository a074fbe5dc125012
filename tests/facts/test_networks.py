"""Widths of networks written as a chain, and batches written as a product."""

from __future__ import annotations

import pytest

from .conftest import Meanings

CHAINS = [
    ("- **Expert networks**: (1536 → 4608 → 1536)", ["hidden_size", "expert_hidden", "hidden_size"]),
    ("- FFN: 3072 -> 12288 -> 3072", ["hidden_size", "ffn_hidden", "hidden_size"]),
    ("- Expert weights, column and row parallel: 1536 → 768 → 1536", ["hidden_size", "", "hidden_size"]),
    ("- Router MLP: 3072 → 384 → 3072", ["", "", ""]),
    ("- MLP: 3072 → 12288 → 6144", ["", "", ""]),
]
BATCHES = [
    ("- **Batch**: 48 sequences × 3,000 tokens", ["batch_size", "sequence_length"]),
    ("- **Batch size**: 48 sequences of 3,000 tokens", ["batch_size", "sequence_length"]),
    ("- **Micro-batch**: 4 sequences × 3,000 tokens", ["", ""]),
    ("- **Global batch size**: 48 sequences of 3,000 tokens", ["global_batch_size", "sequence_length"]),
    ("- **Batch size**: 48 sequences (144,000 tokens)", ["batch_size", "batch_tokens"]),
]


@pytest.mark.parametrize(("text", "concepts"), [*CHAINS, *BATCHES])
def test_names(meanings: Meanings, text: str, concepts: list[str]) -> None:
    assert [fact.concept if fact.known else "" for fact in meanings(text).all] == concepts


def test_a_chain_of_widths_tells_no_change(meanings: Meanings) -> None:
    assert {fact.scenario for fact in meanings("- Experts: 1536 → 4608 → 1536").all} == {()}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("- Expert type: MLP with hidden size 3072\n", "expert_hidden"),
        ("- Each expert has hidden dimension 3072\n", "expert_hidden"),
        ("The FFN has an inner width of 3072.\n", "ffn_hidden"),
        ("- Transformer with hidden size 3072\n", "hidden_size"),
    ],
)
def test_the_width_inside_a_network_is_not_the_models(meanings: Meanings, text: str, concept: str) -> None:
    (found,) = meanings(text).all
    assert found.concept == concept


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("- Embedding dimension: 3072\n- Hidden dimension: 12288\n", ["hidden_size", "ffn_hidden"]),
        ("- Experts: 8\n- Hidden size: 1536, token dimension: 768\n", ["experts", "expert_hidden", "hidden_size"]),
        ("| Model | |\n|---|---|\n| d_model | 768 |\n| Hidden size | 3072 |\n", ["hidden_size", "ffn_hidden"]),
        ("- Token dimension: 3072\n- Hidden size: 3072\n", ["hidden_size", "hidden_size"]),
        ("## A\n\n- Token dimension: 3072\n\n## B\n\n- Hidden size: 768\n", ["hidden_size", "hidden_size"]),
    ],
)
def test_hidden_beside_the_width_of_a_token_is_inside(meanings: Meanings, text: str, concepts: list[str]) -> None:
    assert [fact.concept for fact in meanings(text).all] == concepts
