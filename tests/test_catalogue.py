"""The catalogues of accelerators and models: complete, unambiguous, true to the formulas that tie their fields."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

CATALOGUE = Path(__file__).parents[1] / "rules" / "catalogue"

Entry = dict[str, Any]


def table(file: str, name: str) -> dict[str, Entry]:
    loaded: dict[str, dict[str, Entry]] = tomllib.loads((CATALOGUE / file).read_text(encoding="utf-8"))
    assert list(loaded) == [name]
    return loaded[name]


ACCELERATORS = table("hardware.toml", "accelerator")
MODELS = table("models.toml", "model")

accelerators = pytest.mark.parametrize("key", ACCELERATORS)
models = pytest.mark.parametrize("key", MODELS)

UNITS = {
    "gpu_memory": {"GB", "GiB"},
    "reported_memory": {"MiB"},
    "memory_bandwidth": {"GB/s"},
    "level2_cache": {"MB"},
    "interconnect_bandwidth": {"GB/s"},
    "network_bandwidth": {"GB/s"},
    "power": {"W"},
    **{f"{kind}_{form}": {"TFLOP/s"} for kind in ("peak", "sparse") for form in ("fp16", "bf16", "fp8", "fp4")},
    **{f"{kind}_int8": {"TOP/s"} for kind in ("peak", "sparse")},
}
WORDS = {"names", "family", "maker", "interconnect", "direction", "lacks", "also", "note", "source", "confidence"}


def amount(value: str) -> Fraction:
    return Fraction(value.split(" ")[0])


def spelling(name: str) -> str:
    """A name as it compares: letter case, blanks and hyphens count for nothing."""
    return re.sub(r"[\s\-_]+", "", name.casefold())


def test_catalogues_are_as_large_as_they_were() -> None:
    assert len(ACCELERATORS) >= 46
    assert len(MODELS) >= 40


@accelerators
def test_accelerator_has_its_fields(key: str) -> None:
    entry = ACCELERATORS[key]

    assert set(entry) <= WORDS | set(UNITS)
    assert {"names", "family", "maker", "gpu_memory", "memory_bandwidth", "peak_fp16", "source", "confidence"} <= set(
        entry
    )
    assert ("interconnect_bandwidth" in entry) == ("direction" in entry)
    assert entry.get("direction", "open") in {"both", "one", "open"}
    assert entry["confidence"] in {"A", "A-", "B", "C"}


@accelerators
def test_accelerator_figures_are_amounts_with_units(key: str) -> None:
    entry = ACCELERATORS[key]
    figures = [(field, entry[field]) for field in UNITS if field in entry]
    figures += [(field, value) for field, values in entry.get("also", {}).items() for value in values]

    for field, value in figures:
        assert amount(value) > 0
        assert value.split(" ")[1] in UNITS[field], (field, value)


@accelerators
def test_sparsity_never_slows_down_and_missing_formats_have_no_peak(key: str) -> None:
    entry = ACCELERATORS[key]

    for field in entry:
        if field.startswith("sparse_"):
            dense = amount(entry[field.replace("sparse", "peak")])
            assert dense < amount(entry[field]) <= 4 * dense
    assert not {f"peak_{form}" for form in entry.get("lacks", [])} & set(entry)


def test_spelling_is_shared_within_a_family_only() -> None:
    families = defaultdict(set)
    for entry in ACCELERATORS.values():
        for name in entry["names"]:
            families[spelling(name)].add(entry["family"])

    assert {name: found for name, found in families.items() if len(found) > 1} == {}


@models
def test_model_has_its_fields(key: str) -> None:
    entry = MODELS[key]

    assert {"names", "layers", "hidden_size", "attention_heads", "attention", "vocabulary", "parameters"} <= set(entry)
    assert {"published_parameters", "kv_bytes_per_token", "gated", "tied_embeddings", "source", "confidence"} <= set(
        entry
    )
    assert ("latent" in entry) == (entry["attention"] == "MLA") == ("kv_heads" not in entry)
    assert ("experts" in entry) == ("active_parameters" in entry) == ("moe_layers" in entry)
    assert entry["confidence"] in {"A", "B"}


def test_spelling_means_one_model() -> None:
    owners = defaultdict(set)
    for key, entry in MODELS.items():
        for name in entry["names"]:
            owners[spelling(name)].add(key)

    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


def attention_parameters(entry: Entry) -> int:
    hidden, heads = entry["hidden_size"], entry["attention_heads"]
    if "latent" not in entry:
        return int(2 * hidden * entry["head_dim"] * (heads + entry["kv_heads"]))
    latent = entry["latent"]
    query, cached = latent["nope_dim"] + latent["rope_dim"], latent["kv_rank"] + latent["rope_dim"]
    rank = latent.get("query_rank")
    queries = (hidden + heads * query) * rank if rank else hidden * heads * query
    values = heads * latent["kv_rank"] * (latent["nope_dim"] + latent["value_dim"])
    return int(queries + hidden * cached + values + heads * latent["value_dim"] * hidden)


def weights(entry: Entry, experts: int) -> int:
    """Parameters with this many routed experts in each layer that has any; norms and biases are left out."""
    hidden, matrices = entry["hidden_size"], 3 if entry["gated"] else 2
    sparse_layers = entry.get("moe_layers", 0)
    total = entry["layers"] * attention_parameters(entry)
    total += (entry["layers"] - sparse_layers) * matrices * hidden * entry.get("ffn_hidden", 0)
    if sparse_layers:
        shared = entry.get("shared_hidden", entry.get("shared_experts", 0) * entry["expert_hidden"])
        total += sparse_layers * (
            matrices * hidden * (experts * entry["expert_hidden"] + shared) + hidden * entry["experts"]
        )
    embeddings = entry["vocabulary"] * (1 if entry["tied_embeddings"] else 2) + entry.get("learned_positions", 0)
    return int(total + embeddings * hidden)


@models
def test_parameters_follow_from_the_shape(key: str) -> None:
    entry = MODELS[key]

    assert weights(entry, entry.get("experts", 0)) == pytest.approx(entry["parameters"], rel=1e-3)


@pytest.mark.parametrize("key", [key for key, entry in MODELS.items() if "experts" in entry])
def test_active_parameters_follow_from_the_shape(key: str) -> None:
    entry = MODELS[key]
    embedding = entry["vocabulary"] * entry["hidden_size"]

    assert weights(entry, entry["experts_per_token"]) == pytest.approx(entry["active_parameters"], rel=2e-3)
    assert entry["active_parameters"] - entry["active_parameters_without_embedding"] == embedding


@models
def test_cache_follows_from_the_shape(key: str) -> None:
    entry = MODELS[key]
    if "latent" in entry:
        values = entry["latent"]["kv_rank"] + entry["latent"]["rope_dim"]
    else:
        values = 2 * entry["kv_heads"] * entry["head_dim"]

    assert entry["kv_bytes_per_token"] == entry["layers"] * values * 2


@models
def test_published_sizes_are_close(key: str) -> None:
    entry = MODELS[key]
    pairs = [(value, entry["parameters"]) for value in entry["published_parameters"]]
    pairs += [(value, entry.get("active_parameters")) for value in entry.get("published_active_parameters", [])]

    for value, counted in pairs:
        billions = float(value[:-1]) * (1000 if value.endswith("T") else 1)
        assert billions * 1e9 == pytest.approx(counted, rel=0.25), (value, counted)
