"""A sentence that an editor wrapped is one sentence; lines that say something each stay lines."""

from __future__ import annotations

import pytest

from auditor.document import read


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "The weights take 140 GB of the\n640 GB that the node has.",
            "The weights take 140 GB of the 640 GB that the node has.",
        ),
        ("we keep the cache\nin FP8", "we keep the cache in FP8"),
        (
            "The decode cluster serves all of the traffic with one large pool of H100\nGPUs, 32 of them.",
            "The decode cluster serves all of the traffic with one large pool of H100 GPUs, 32 of them.",
        ),
    ],
)
def test_a_wrapped_sentence_is_put_together(source: str, text: str) -> None:
    assert [block.text for block in read(source).blocks] == [text]


@pytest.mark.parametrize(
    "source",
    [
        "GPUs: 16\nTP: 8",
        "2 × 8 = 16 GPUs\n16 × 80 GB = 1,280 GB",
        "The plan fits.\nIt is approved.",
        "**Weights** 140 GB  \nof which each GPU holds 17.5 GB",
        "140 GB for the weights and as much again for the gradients of the model\nTotal = 280 GB",
    ],
)
def test_lines_that_say_something_each_stay_lines(source: str) -> None:
    [block] = read(source).blocks
    assert block.text.count("\n") == 1


def test_places_stay() -> None:
    [block] = read("> about 1 byte per\n> element of the cache").blocks
    assert block.text == "about 1 byte per element of the cache"
    assert block.source_span(block.text.index("element"), len(block.text)).start == 21
