"""Finding the claims, from text on, against quantulum3 without its classifier."""

from __future__ import annotations

import pytest
from rounds import Figure, ratio

from auditor import claims, document


def test_against_quantulum3(texts: list[str], figure: Figure) -> None:
    parser = pytest.importorskip("quantulum3.parser", reason="needs the extra `benchmark`")
    load = pytest.importorskip("quantulum3.load")
    assert load is not None

    def quantulum() -> None:
        for text in texts[:5]:
            parser.parse(text, classifier_path=None)

    def own() -> None:
        for text in texts[:5]:
            claims.extract(document.read(text))

    figure(ratio(own, quantulum, rounds=3, least=0.0), must=1 / 50, aim=1 / 100)
