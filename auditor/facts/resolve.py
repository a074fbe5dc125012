"""Facts from claims: each number under its concept, scope, role, scenario and stance."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.claims import Claim, Claims, Form
from auditor.facts.another_thing import is_of_another_thing
from auditor.facts.around import Around, Naming
from auditor.facts.asides import Asides
from auditor.facts.auxiliary_models import AuxiliaryModels
from auditor.facts.brackets import is_of_amount
from auditor.facts.budgets import budgets
from auditor.facts.by_load import by_load
from auditor.facts.capacity import capacities
from auditor.facts.catalogue import figures, figures_of_names, figures_of_others
from auditor.facts.companions import companions
from auditor.facts.conditions import Conditions
from auditor.facts.degree import is_degree
from auditor.facts.draft import (
    Draft,
    are_of_part,
    is_fraction,
    is_in_budget,
    is_pool,
    of_another_size,
    of_column,
    of_parts,
    unnamed,
)
from auditor.facts.fact import Fact, Facts
from auditor.facts.formats import Formats
from auditor.facts.held_by_one import held_by_one
from auditor.facts.hours import hours
from auditor.facts.incoming_rates import incoming_rates
from auditor.facts.indices import indices
from auditor.facts.inner_widths import inner_widths
from auditor.facts.kept_apart import kept_apart
from auditor.facts.kin import Kin
from auditor.facts.latencies import latencies
from auditor.facts.left_over import left_over
from auditor.facts.lettered import lettered
from auditor.facts.listed_sums import listed_sums
from auditor.facts.margins import margins
from auditor.facts.models import of_subject, other_accelerators, other_models
from auditor.facts.named_memory import named_memory
from auditor.facts.named_peaks import is_named_peak
from auditor.facts.names import names
from auditor.facts.naming import name, own_words
from auditor.facts.networks import networks
from auditor.facts.of_tokens import of_tokens
from auditor.facts.operands import places
from auditor.facts.pairs import Pair, pairs
from auditor.facts.part_products import part_products
from auditor.facts.phases import phases
from auditor.facts.portions import portions
from auditor.facts.redundant import redundant
from auditor.facts.remainders import remainders
from auditor.facts.renamed import renamed
from auditor.facts.role import role
from auditor.facts.scenario import by_pair, scenario
from auditor.facts.scope import of_part, said, scoped
from auditor.facts.sense import NOTHING
from auditor.facts.senses import Senses, senses
from auditor.facts.share_counts import share_counts
from auditor.facts.split_up import split_up
from auditor.facts.stages import of_stage, of_stages
from auditor.facts.stance import names_layout, stance
from auditor.facts.surroundings import Surroundings
from auditor.facts.tensors import tensors
from auditor.facts.units import fits
from auditor.facts.usable import usable
from auditor.facts.wholes import (
    dividends,
    is_of_all,
    is_of_one,
    open_scope,
    products,
    quotients,
    whole_scope,
    wholes,
)
from auditor.quantity import Quantity
from auditor.rulebook.vocabulary import Concept, Vocabulary

_TICKS = frozenset("✅✓✔☑")
_NAMELESS = frozenset({"a:b", "a+b", "product", "indices", "words"})
"""Qualifiers of numbers that are none of the thing beside them."""
_ROUTED = "experts_per_token"
_WIDTH = "head_dim"
_OF_MODEL = frozenset({"layers", "experts", "attention_heads", "kv_heads"})
"""Counts of the whole model; what a quotient comes to is a share of one."""


def resolve(claims: Claims, vocabulary: Vocabulary) -> Facts:
    """Every number of a document under its meaning; one that the vocabulary cannot name keeps the report's words."""
    resolver = _Resolver(claims, vocabulary)
    found: list[Fact] = []
    by_claim: list[Fact | None] = []
    for claim in claims.all:
        draft = resolver.drafts.get(claim.index)
        fact = None if draft is None else resolver.fact(len(found), draft)
        by_claim.append(fact)
        if fact is not None:
            found.append(fact)
    blocks, implied = claims.document.blocks, resolver.implied
    formats = Formats(implied, blocks)
    settled: Sequence[Fact] = latencies(found)
    settled = phases(settled, blocks)
    settled = listed_sums(settled, blocks)
    settled = named_memory(settled, resolver.named, claims.document, vocabulary)
    settled = held_by_one(settled, blocks)
    settled = capacities(settled, resolver.named, vocabulary)
    settled = budgets(settled, claims, vocabulary)
    settled = share_counts(portions(settled, claims), blocks)
    settled = remainders(margins(settled, blocks), blocks)
    settled = companions(settled, blocks)
    settled = redundant(settled, blocks)
    settled = networks(settled, blocks)
    settled = inner_widths(settled, blocks)
    settled = tensors(settled, blocks)
    settled = of_tokens(settled, blocks)
    settled = formats.facts(settled)
    by_claim = [None if fact is None else settled[fact.index] for fact in by_claim]
    others = figures_of_others(resolver.models.values(), vocabulary)
    named = (resolver.named, resolver.figures, others, figures_of_names(resolver.named, vocabulary))
    return Facts(claims, settled, tuple(by_claim), formats.implied(implied), *named)


class _Resolver:
    """What holds for a whole document, worked out once."""

    def __init__(self, claims: Claims, vocabulary: Vocabulary) -> None:
        self.claims = claims
        self.vocabulary = vocabulary
        self.senses: Senses = senses(vocabulary)
        self.blocks = claims.document.blocks
        self.pairs = pairs(claims)
        self.indices = indices(claims)
        self.quotients = quotients(claims)
        self.dividends, self.products = dividends(claims), products(claims)
        self.degrees = frozenset(vocabulary.degrees.values())
        numbered = {claims.all[index].block: tag.lower() for index, tag in self.indices.items() if tag}
        self.parts = {**lettered(claims.document), **numbered}
        """By block what the number or letter that heads it tells apart: "ep 0", "option d"."""
        self.stages = of_stages(claims)
        self.implied, self.named = names(claims, vocabulary, self.senses)
        self.figures = figures(of_subject(self.named, claims), vocabulary)
        self.models = other_models(self.named, claims)
        self.auxiliary = AuxiliaryModels(claims)
        self.accelerators = other_accelerators(self.named, claims)
        self.asides = Asides(claims.document, vocabulary)
        self.marked = frozenset(claim.block for claim in claims.all if claim.form is Form.MARK)
        surroundings = Surroundings(claims, self.senses, places(claims), self.pairs)
        drafts = {
            claim.index: self._draft(claim, claim.quantity, surroundings.of(claim))
            for claim in claims.all
            if claim.form is Form.QUANTITY and claim.quantity is not None
        }
        told = [
            draft
            for read in (split_up, hours, usable, by_load, incoming_rates, kept_apart)
            for draft in read(drafts.values(), self.blocks)
        ]
        told += (*left_over(drafts.values(), claims), *part_products(drafts.values(), claims))
        drafts |= {draft.claim.index: unnamed(draft) for draft in told}
        sizes = [figure.hull for figure in self.figures if figure.concept == "parameters"]
        others = of_another_size(drafts.values(), sizes, self.blocks)
        parts = (*of_parts(drafts.values()), *of_column(drafts.values(), self.blocks), *others)
        self.drafts = {**drafts, **{draft.claim.index: unnamed(draft) for draft in parts}}
        self.conditions = Conditions(self.drafts.values(), vocabulary)
        self.kin = Kin(self.drafts, self.pairs, self.blocks, vocabulary)
        self.wholes = wholes(claims, self.drafts.values(), self.figures)

    def fact(self, index: int, draft: Draft) -> Fact:
        """The meaning of one number."""
        claim, around = draft.claim, draft.around
        pair = self.pairs.get(claim.index)
        concept, scope = self.kin.of(draft)
        scope = whole_scope(draft, concept, scope) if claim.index in self.wholes else scope
        scope = "total" if is_of_all(draft, scope, self.blocks[claim.block].text) else scope
        scope = "gpu" if is_of_one(draft, scope, self.blocks[claim.block].text, self.figures) else scope
        scope = open_scope(draft, scope, self.blocks[claim.block].text)
        model = self.models.get(claim.index) or self.auxiliary.of(claim, concept)
        tags = (self.parts.get(claim.block, ""), model, self.accelerators.get(claim.index, ""))
        situation = scenario(around, claim.label, draft.named, by_pair(pair, around), tags)
        situation = of_stage(situation, self.stages.get(claim.index, ""))
        situation = self.conditions.unsettled(situation) if situation else situation
        if concept is not None and not scope and situation:
            concept = of_part(concept, situation, self.vocabulary)
        elif concept is None and are_of_part(draft, situation):
            concept = self.vocabulary.concepts["gpus_of_part"]
        return Fact(
            index=index,
            concept=concept.id if concept is not None else own_words(claim.label),
            known=concept is not None,
            scope={"sum": "", "system": "total"}.get(scope, scope),
            role="" if is_named_peak(draft) else self._role(draft, pair),
            scenario=situation,
            stance=stance(
                around,
                pair,
                told=self._told(claim, pair),
                aside=self.asides.stance(claim, apart=bool(situation)),
                layout=names_layout(claim, self.blocks[claim.block].text),
            ),
            quantity=draft.quantity,
            claim=claim,
        )

    def _draft(self, claim: Claim, quantity: Quantity, around: Around) -> Draft:
        named, meant = self._named(claim, quantity, around)
        concept, scope = meant or (None, said(around))
        return Draft(claim, quantity, around, named, concept, scope)

    def _named(
        self, claim: Claim, quantity: Quantity, around: Around
    ) -> tuple[Naming | None, tuple[Concept, str] | None]:
        if claim.index in self.indices:
            return None, None
        text = self.blocks[claim.block].text
        degree = None if claim.index in self.dividends else self.vocabulary.degrees.get(claim.degree)
        if degree is not None and is_degree(claim, quantity, around, degree, self.vocabulary, text):
            concept = self.vocabulary.concepts[degree]
            return Naming(concept, "", NOTHING), (concept, "")
        pair = self.pairs.get(claim.index)
        if claim.qualifier in _NAMELESS or (pair is not None and pair.form == "ratio"):
            return None, None
        named = renamed(name(around, fits(quantity), self.vocabulary), text, claim, self.vocabulary)
        if named is None or is_of_another_thing(named, text, claim):
            return None, None
        of_degrees = named.concept.id in self.degrees and self._is_of_degrees(claim, named, around)
        if of_degrees or self._has_unit_of_amount(claim, named, around):
            return None, None
        if named.concept.id == _WIDTH and claim.index in self.dividends:
            # "head_dim 4096 / 32 = 128": the width of all heads.
            return None, None
        part = pair is not None and pair.form == "of" and pair.place == 1
        if named.concept.id == _ROUTED and pair is not None and pair.form == "of" and not part:
            # "each token activates 2 of 8 experts"
            return None, None
        meant = scoped(named, around, pair, self.vocabulary)
        counted = meant[0] if meant is not None and named.fit else named.concept
        shared = counted.id in _OF_MODEL and claim.index in self.quotients
        if not named.concept.divisible and (part or shared or is_fraction(quantity)):
            # "2/16 experts", "heads: 48 / 4 = 12": neither a part, a share nor a fraction is the count.
            return None, None
        return named, meant

    def _is_of_degrees(self, claim: Claim, named: Naming, around: Around) -> bool:
        """Whether a heading tells the layout of a table's cell, "Results, TP=2"; or it is what degrees come to."""
        above = any(named.sense is sense for sense in around.above)
        above = above or (named.sense is around.row and claim.index in self.quotients)
        return claim.index in self.products | self.dividends or (above and self.blocks[claim.block].cell is not None)

    def _has_unit_of_amount(self, claim: Claim, named: Naming, around: Around) -> bool:
        """Whether a row or column gives its name to a number that is of the unit of the amount before its bracket."""
        if not claim.index or around.after.scope or not (named.sense is around.row or named.sense is around.column):
            return False
        return is_of_amount(claim, self.claims.all[claim.index - 1], self.blocks[claim.block].text)

    def _role(self, draft: Draft, pair: Pair | None) -> str:
        """The role, but for a requirement that is only the topic of a line which states how it is met."""
        claim = draft.claim
        judged = pair is not None or self._is_marked(claim)
        concept = draft.concept
        far = concept is None or concept.divisible or concept.strict
        found = role(draft.around, judged=judged, far=far, limited=not is_in_budget(draft))
        if pair is not None and pair.place == 2 and pair.form == "against" and found in ("", "available"):
            return "required" if pair.least else "limit"
        if pair is not None and pair.place == 2 and pair.form == "of" and found == draft.around.key.role:
            own = draft.around.after.role or draft.around.before.role
            # "24 of 32 GPUs": the others are there, too.
            return own or ("available" if concept is not None and concept.id == "gpus" else "")
        if found == "saved" and draft.around.compared:
            # "TPOT reduction: 78 → 65 ms": both are values, neither is what was saved.
            return ""
        if not found and is_pool(draft):
            return "available"
        if found != "required" or draft.around.after.role == found:
            return found
        if pair is not None and pair.place == 1 and pair.form in ("versus", "against"):
            return ""
        if draft.around.before.role == found:
            return found
        other = self.drafts.get(pair.other) if pair is not None and pair.place == 1 else None
        if other is not None and {other.around.before.role, other.around.after.role} & {"required", "limit"}:
            return ""
        plain = draft.quantity.is_plain
        return "" if plain and self.blocks[claim.block].text.lstrip()[:1] in _TICKS else found

    def _is_marked(self, claim: Claim) -> bool:
        """Whether a tick or cross stands on the line or on a heading above it."""
        return claim.block in self.marked or any(h in self.marked for h in self.blocks[claim.block].headings)

    def _told(self, claim: Claim, pair: Pair | None) -> bool:
        """Whether the words before the number, or before the pair that it ends, call for a change."""
        ends = pair is not None and pair.form == "change" and pair.place == 2
        first = self.claims.all[pair.other] if pair is not None and ends else claim
        return self.senses.tells(first.label.before)
