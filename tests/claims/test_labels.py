"""The words by which a number is known."""

from __future__ import annotations

import pytest

from auditor.claims import Claim, Label, extract
from auditor.document import read


def claim(text: str, number: str) -> Claim:
    """The first claim of a document that is printed so."""
    return next(claim for claim in extract(read(text)).all if claim.text == number)


@pytest.mark.parametrize(
    ("text", "number", "label"),
    [
        ("- **GPU Count**: 64 GPUs", "64 GPUs", Label(key="GPU Count")),
        ("- Memory: uses 15.2GB of it", "15.2GB", Label(key="Memory", before="uses", after="of it")),
        ("Each GPU holds 15.2GB, which is fine.", "15.2GB", Label(before="Each GPU holds")),
        ("TTFT: 4.2s (meets ≤10s requirement)", "4.2s", Label(key="TTFT")),
        ("TTFT: 4.2s (meets ≤10s requirement)", "≤10s", Label(key="TTFT", before="meets", after="requirement")),
        ("Throughput: 11.3 tokens/ms (honest)", "11.3 tokens/ms", Label(key="Throughput", after="honest")),
        ("First sentence. Batch size 128 here", "128", Label(before="Batch size", after="here")),
        ("Token Dimension 512: verified", "512", Label(before="Token Dimension", after="verified")),
        ("Date: today\nLevel: 90%", "90%", Label(key="Level")),
        ("```yaml\nhidden_size: 4096\n```", "4096", Label(key="hidden_size")),
        ("```\nhidden_size = 4096\n```", "4096", Label(key="hidden_size")),
        ('```json\n{"tp": 8, "layers": 32}\n```', "32", Label(key="layers")),
        ("总内存：64GB 每卡", "64GB", Label(key="总内存", after="每卡")),
    ],
)
def test_label(text: str, number: str, label: Label) -> None:
    assert claim(text, number).label == label


def test_a_cell_stands_under_its_column_beside_its_row() -> None:
    table = "# Plan\n\n| Metric | Original | New |\n|---|---|---|\n| Memory | 60 GB | 31 GB |\n"
    label = claim(table, "31 GB").label
    assert label == Label(row="Memory", column="New", headings=("Plan",))


@pytest.mark.parametrize(("head", "row"), [("#", "Memory"), ("No.", "Memory"), ("Batch", "3")])
def test_a_column_that_counts_the_rows_names_none(head: str, row: str) -> None:
    table = f"| {head} | Metric | Limit |\n|---|---|---|\n| 3 | Memory | 45 GB |\n"
    assert claim(table, "45 GB").label.row == row


def test_headings_from_the_outermost() -> None:
    label = claim("# Plan\n\n## Memory\n\n- 15 GB used\n", "15 GB").label
    assert label == Label(after="used", headings=("Plan", "Memory"))


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("- TP / PP / DP: 4 / 2 / 8", "2", "PP"),
        ("- layers, hidden size, heads: 40, 5120, 64", "5120", "hidden size"),
        ("| What | Value |\n|---|---|\n| TP, PP, DP | 4, 2, 8 |", "8", "DP"),
    ],
)
def test_each_number_of_a_list_has_the_name_at_its_place(text: str, number: str, name: str) -> None:
    assert claim(text, number).label.key == name


@pytest.mark.parametrize(
    ("text", "number", "key"),
    [
        ("- Reads and writes: 4, 2, 8", "2", "Reads and writes"),
        ("- tokens/s: 100 / 200", "200", "tokens/s"),
        ("- Warm and cold: first 4, 2 later", "2", "Warm and cold"),
    ],
)
def test_a_list_that_is_not_as_long_as_its_names_keeps_them_together(text: str, number: str, key: str) -> None:
    assert claim(text, number).label.key == key
