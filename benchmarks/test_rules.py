"""What a rule costs where it has nothing to say: the time of the corpus with half of the rules, and with all."""

from __future__ import annotations

from collections.abc import Iterable

from rounds import Figure, ratio

from auditor import claims, derivations, document, facts
from auditor.rulebook import Rulebook, load


class Fewer(Rulebook):
    """Half of the rules with relations."""

    def __init__(self, whole: Rulebook, kept: Iterable[str]) -> None:
        super().__init__(whole._shelves)
        self._kept = frozenset(kept)

    def about(self, concepts: Iterable[str]) -> tuple[str, ...]:
        return tuple(rule for rule in super().about(concepts) if rule in self._kept)


def test_an_added_rule(texts: list[str], rules: Rulebook, figure: Figure) -> None:
    related = [rule for rule in rules.rules if not rules.rules.entry(rule).check]
    whole, fewer = load(), Fewer(rules, related[::2])
    meant = [facts.resolve(claims.extract(document.read(text)), rules.vocabulary) for text in texts]

    def audit(book: Rulebook) -> None:
        for text, each in zip(texts, meant, strict=True):
            claims.extract(document.read(text))
            derivations.derive(each, book)

    more = ratio(lambda: audit(whole), lambda: audit(fewer)) - 1
    figure(max(more, 0) / len(related[1::2]), must=0.005, aim=0.001)
