"""A document that speaks of several models: each number is of the model that its line or heading names."""

from __future__ import annotations

from auditor.claims import extract
from auditor.document import read
from auditor.facts import Facts, resolve
from auditor.rulebook.vocabulary import Vocabulary

SEVERAL = """# Capacity guide

Llama-3-70B is what we serve. Llama-3-70B takes 141 GB of weights.

- **GPU memory**: 24 GB per GPU

## What a smaller card could hold

- **Llama-3-8B**: 16 GB of weights
- For Mixtral-8x7B we would need 93 GB of weights; Llama-3-70B stays at 80 layers

### Llama-3-8B in detail

| Metric | Value |
|---|---|
| Layers | 32 |
"""


def _facts(text: str, terms: Vocabulary) -> Facts:
    return resolve(extract(read(text)), terms)


def _models(facts: Facts) -> dict[str, str]:
    """By number the model that it is of, where that is not the document's subject."""
    of = {fact.claim.text: [tag for tag in fact.scenario if tag.startswith("model ")] for fact in facts.all}
    return {text: tags[0].removeprefix("model ") for text, tags in of.items() if tags}


def test_a_name_on_the_line_or_in_a_heading_above_says_whose_number_it_is(terms: Vocabulary) -> None:
    assert _models(_facts(SEVERAL, terms)) == {"16 GB": "llama-3-8b", "93 GB": "mixtral-8x7b", "32": "llama-3-8b"}


def test_the_figures_of_another_model_hold_in_its_own_situation_alone(terms: Vocabulary) -> None:
    facts = _facts(SEVERAL, terms)
    layers = {
        situation: [figure.text for figure in figures if figure.concept == "layers"]
        for situation, figures in facts.of_others.items()
    }
    assert layers == {"model llama-3-8b": ["32"], "model mixtral-8x7b": ["32"]}
    assert facts.figures == ()


def test_a_row_that_a_model_heads_is_of_that_model(terms: Vocabulary) -> None:
    table = "| Model | Parameters |\n|---|---|\n| Mistral-7B | 7.2B |\n| Qwen2.5-7B | 7.6B |\n"
    facts = _facts(f"# Sizes\n\nQwen2.5-7B is served; Qwen2.5-7B is dense.\n\n{table}", terms)
    assert _models(facts) == {"7.2B": "mistral-7b"}


def test_a_document_about_one_model_needs_no_such_situation(terms: Vocabulary) -> None:
    facts = _facts("# Plan\n\n- **Model**: Llama-3-8B\n- Llama 3 8B has 32 layers\n", terms)
    assert not _models(facts)
    assert [figure.text for figure in facts.figures if figure.concept == "layers"] == ["32"]


def test_the_point_of_a_version_tells_two_models_apart(terms: Vocabulary) -> None:
    table = "| Model | Weights |\n|---|---|\n| Qwen2.5-7B | 15.2 GB |\n| Qwen2-57B | 114 GB |"
    text = f"Qwen2-57B is what we serve.\n\n{table}"
    assert _models(_facts(text, terms)) == {"15.2 GB": "qwen2.5-7b"}


def test_the_size_in_an_accelerators_name_is_its_memory(terms: Vocabulary) -> None:
    facts = _facts("Precision: FP16. GPU type: A100 80GB PCIe.", terms)
    assert [(fact.concept, fact.scope, fact.claim.text) for fact in facts.all] == [("gpu_memory", "gpu", "80GB")]
