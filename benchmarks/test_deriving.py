"""The stages one by one; deriving and judging is the one with a figure to keep."""

from __future__ import annotations

import pytest
from rounds import Case, Figure, ratio

from auditor import claims, derivations, document, facts, findings
from auditor.rulebook import Rulebook


def test_deriving_and_judging(texts: list[str], rules: Rulebook, parse: Case, figure: Figure) -> None:
    meant = [facts.resolve(claims.extract(document.read(text)), rules.vocabulary) for text in texts]
    figure(
        ratio(lambda: [findings.judge(derivations.derive(each, rules), rules) for each in meant], parse),
        must=1,
        aim=0.4,
    )


@pytest.mark.parametrize("stage", ["document", "claims", "facts"])
def test_a_stage(stage: str, texts: list[str], rules: Rulebook, parse: Case, figure: Figure) -> None:
    read = [document.read(text) for text in texts]
    said = [claims.extract(each) for each in read]
    cases: dict[str, Case] = {
        "document": lambda: [document.read(text) for text in texts],
        "claims": lambda: [claims.extract(each) for each in read],
        "facts": lambda: [facts.resolve(each, rules.vocabulary) for each in said],
    }
    figure(ratio(cases[stage], parse), must=10, aim=0.5)
