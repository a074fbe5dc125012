"""Facts from claims: each number under its concept, scope, role, scenario and stance."""

from __future__ import annotations

from auditor.claims import Claim, Claims, Form
from auditor.facts.above import above, title
from auditor.facts.fact import Fact, Facts
from auditor.facts.names import names
from auditor.facts.naming import Around, Named, name, own_words
from auditor.facts.pairs import Pair, operands, pairs
from auditor.facts.rejected import is_struck, rejected
from auditor.facts.role import role
from auditor.facts.scenario import scenario
from auditor.facts.scope import said, scoped
from auditor.facts.sense import NOTHING, Sense, Senses, senses
from auditor.facts.stance import stance
from auditor.facts.units import fits
from auditor.quantity import Quantity
from auditor.rulebook.vocabulary import Concept, Vocabulary


def resolve(claims: Claims, vocabulary: Vocabulary) -> Facts:
    """Every number of a document under its meaning; one that the vocabulary cannot name keeps the report's words."""
    resolver = _Resolver(claims, vocabulary)
    found: list[Fact] = []
    by_claim: list[Fact | None] = []
    for claim in claims.all:
        fact = None
        if claim.form is Form.QUANTITY and claim.quantity is not None:
            fact = resolver.fact(len(found), claim, claim.quantity)
            found.append(fact)
        by_claim.append(fact)
    implied, named = names(claims, vocabulary, resolver.senses)
    return Facts(claims, tuple(found), tuple(by_claim), implied, named)


class _Resolver:
    """What holds for a whole document, worked out once."""

    def __init__(self, claims: Claims, vocabulary: Vocabulary) -> None:
        self.claims = claims
        self.vocabulary = vocabulary
        self.senses: Senses = senses(vocabulary)
        self.blocks = claims.document.blocks
        self.leads = above(claims.document)
        self.title = title(claims.document)
        self.pairs = pairs(claims)
        self.operands = operands(claims)
        self.rejected = rejected(claims.document, vocabulary)

    def fact(self, index: int, claim: Claim, quantity: Quantity) -> Fact:
        """The meaning of one number."""
        around = self._around(claim)
        pair = self.pairs.get(claim.index)
        named, meant = self._named(claim, quantity, around)
        concept, scope = meant or (None, said(around))
        return Fact(
            index=index,
            concept=concept.id if concept is not None else own_words(claim.label),
            known=concept is not None,
            scope="" if scope == "sum" else scope,
            role=role(around),
            scenario=scenario(around, claim.label, named, _compared(pair)),
            stance=stance(around, pair, told=self._told(pair), rejected=self._is_rejected(claim)),
            quantity=quantity,
            claim=claim,
        )

    def _named(
        self, claim: Claim, quantity: Quantity, around: Around
    ) -> tuple[Named | None, tuple[Concept, str] | None]:
        degree = self.vocabulary.degrees.get(claim.degree)
        if degree is not None:
            concept = self.vocabulary.concepts[degree]
            return Named(concept, "", NOTHING), (concept, "")
        if claim.qualifier in ("a:b", "product"):
            return None, None
        named = name(around, fits(quantity), self.vocabulary)
        return named, scoped(named, around, self.vocabulary) if named is not None else None

    def _around(self, claim: Claim) -> Around:
        read, label = self.senses, claim.label
        before, after = read.before(label.before), read.after(label.after)
        lines = self._lines(claim.block)
        if claim.index in self.operands:
            own = read.label(self.operands[claim.index])
            return Around(before, after, key=own, above=lines, operand=True, topics=_topics(before, after, own, *lines))
        key, row, column = read.label(label.key), read.label(label.row), read.label(label.column)
        topics = _topics(before, after, key, row, column, *lines)
        return Around(before, after, key, row, column, lines, topics=topics)

    def _lines(self, block: int) -> tuple[Sense, ...]:
        """The lines above a block, innermost first; the title says nothing of a single number."""
        headings = [self.blocks[i].text for i in reversed(self.blocks[block].headings) if i != self.title]
        return tuple(self.senses.label(text) for text in (*self.leads[block], *headings))

    def _told(self, pair: Pair | None) -> bool:
        """Whether the words before the pair call for the change."""
        if pair is None or pair.form != "change":
            return False
        return self.senses.before(self.claims.all[pair.other].label.before).stance == "proposed"

    def _is_rejected(self, claim: Claim) -> bool:
        return claim.block in self.rejected or is_struck(self.blocks[claim.block], claim)


def _topics(*senses: Sense) -> frozenset[str]:
    """Topics and roles: either may be the cue for a concept."""
    return frozenset().union(*(sense.topics for sense in senses), (sense.role for sense in senses[:5]))


def _compared(pair: Pair | None) -> str:
    """The second number of "X vs Y" is another one's, unless its words say whose."""
    return "compared" if pair is not None and pair.form == "versus" and pair.place == 2 else ""
