"""Stated facts held against the rules' relations: what each must be, under every convention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from auditor import patterns as re
from auditor.derivations.agreement import slip
from auditor.derivations.beside_degrees import BesideDegrees
from auditor.derivations.carried import is_of_another_model
from auditor.derivations.chain import saturate
from auditor.derivations.concepts import GOALS, REACHED, is_no_premise
from auditor.derivations.derivation import Bound, Derivation
from auditor.derivations.explained import Explained
from auditor.derivations.forks import excluded
from auditor.derivations.moot import is_a_pool, is_moot, is_of_all_requests, is_rounded
from auditor.derivations.one_degree import is_of_one_degree
from auditor.derivations.plan import Plan, plans
from auditor.derivations.plans_apart import PlansApart
from auditor.derivations.situations import TIMES, Situation, situations
from auditor.derivations.telling import Known, is_bound, told, usual
from auditor.derivations.ticks import Ticks
from auditor.derivations.trials import Speaker, Trial, Trials, Tries
from auditor.derivations.values import operands
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Operation
from auditor.interval import Interval
from auditor.rulebook import Rulebook

_SCOPES = frozenset({"gpu", "total"})
"""In which a number without a scope must fail before it is refuted."""
_IN_TOTAL = re.compile(r"\W{0,3}(?:in )?(?:total|altogether|overall)\b", re.IGNORECASE)
_EVERY = frozenset({"all", "all of the", "all the"})
_IN_USE = re.compile(r"(?:GPUs )?(?:are|will be|stay) (?:in use|used|busy|occupied|taken|allocated)\b", re.IGNORECASE)
_CEILINGS = frozenset({"limit", "theoretical", "maximum"})
"""Roles of a rate that could be reached, whatever share of it is."""
_LEFT = frozenset({"headroom", "saved"})
"""Roles of what lies between a value and its limit, or another value: "12 ms margin"."""
_PARTLY = ("base ", "minimum", "spare", "per ")
_PER_PART = re.compile(
    r"[^.;,\n]*\b(?:per|each|every) (?:\w+ )?(?:stage|node|server|group|replica|instance|pipeline|expert)\b", re.I
)
_WHOLE = ("gpu", "device", "total", "world", "卡", "accelerator")
_ALL_GPUS = frozenset({"world size", "total gpus", "total gpu count", "number of gpus", "gpus", "cluster size"})
_REPLICA = "replica"
_OF_GPUS = ("", "GPU")
_SEVERAL = 3
_SIZES = frozenset({"flops_per_token", "active_parameters", "parameters", "expert_parameters"})
_ARGUABLE = ("placement/", "pipeline/bubble")
"""Rules whose unusual conventions are worth a warning: a count that only a re-reading of a degree explains."""


def judge_facts(facts: Facts, rulebook: Rulebook, *, bounds: bool = False) -> Iterator[Derivation]:
    """One derivation for each stated fact and rule that speaks of it and can be worked out.

    A bound that is kept supports no number: it is told where a mark says that it is kept, or of all numbers (`bounds`).
    """
    used, ticks, told_of, beside = _operands(facts), Ticks(facts), Explained(facts), BesideDegrees(facts)
    scaled = _scaled(facts)
    marked = frozenset(number for ground in facts.claims.grounds for number in ground.numbers)
    marked = frozenset(range(len(facts.claims.all))) if bounds else marked
    for situation in situations(facts, rulebook):
        parts = used - _of_the_model(situation, used)
        judged = [fact for fact in situation.facts if _is_judged(fact, parts)]
        saturate(situation, rulebook, {fact.concept for fact in judged})
        tried, apart = Trials(situation, marked), PlansApart(situation, facts)
        for fact in judged:
            whole = _names_it(fact) or told_of.is_of_a_degree(fact)
            for derivation in _of_fact(fact, tried, facts, rulebook):
                if derivation.holds:
                    if whole or derivation.interval.is_point:
                        yield derivation
                    continue
                told_off = (whole and fact.index not in scaled) or beside.tell_against(fact, derivation, facts)
                told_off = told_off and (fact.claim.index not in parts or derivation.kind == "unit")
                kind = rulebook.rules[derivation.rule].kind
                moot = is_moot(fact, derivation, situation, facts)
                moot = moot or (kind == "infeasible" and _is_no_plan(fact, situation, ticks))
                moot = moot or (kind == "divisibility" and told_of.is_called_uneven(derivation))
                fails = told_off and not moot and not apart.are_behind(derivation)
                fails = fails and not (derivation.bound is Bound.UPPER and is_of_one_degree(fact, facts))
                fails = fails and not is_of_all_requests(fact, situation) and not is_a_pool(fact, derivation, facts)
                if fails and not told_of.by_the_report(fact, derivation):
                    yield derivation
        tried.forget()


def _of_the_model(situation: Situation, used: Set[int]) -> set[int]:
    """Operands that say how many parameters the model has, or what a token takes ("4B active × 2 FLOPs", "240 TFLOPS ÷
    4 GFLOPs/token"), where no other number says it."""
    told = {fact.concept for fact in situation.facts if fact.claim.index not in used}
    return {fact.claim.index for fact in situation.facts if fact.concept in _SIZES - told}


def _is_no_plan(fact: Fact, situation: Situation, ticks: Ticks) -> bool:
    """Whether nobody says that it can be: the report calls it failing ("133 % ✗ exceeds limits") or only mentions the
    model.
    """
    return is_of_another_model(situation.scenario) or ticks.concedes(fact.claim.index)


def _is_judged(fact: Fact, parts: frozenset[int]) -> bool:
    """Whether rules are asked about a number; one of GPUs that is not said to be that of all can only be confirmed."""
    if is_no_premise(fact) or (fact.claim.index in parts and fact.quantity.whole):
        return False
    if fact.role == "limit" and fact.concept == "gpus":
        return False
    if fact.role in GOALS and fact.quantity.unit.symbol == "%":
        return False
    return fact.concept != "gpus" or fact.quantity.hull.is_point


def _of_fact(fact: Fact, tried: Trials, facts: Facts, rulebook: Rulebook) -> list[Derivation]:
    """What each rule about the fact's concept makes of it; one with an open scope fails in every scope or in none."""
    found: list[tuple[str, Derivation]] = []
    for own in tried.speaking(fact.concept, plans(rulebook)):
        if _means(fact, own.all[0]):
            derivation = _judge(fact, own, tried, facts, rulebook)
            if derivation is not None:
                found.append((own.all[0].variable.scope, derivation))
    if fact.scope:
        return [derivation for _, derivation in found]
    failing = {scope for scope, derivation in found if not (derivation.holds or is_rounded(fact, derivation))}
    everywhere = failing >= _SCOPES
    return [d for scope, d in found if d.holds or not scope or (everywhere and scope in _SCOPES)]


def _operands(facts: Facts) -> frozenset[int]:
    """Claims that serve a written calculation: a count there may be any, and is said in full where it comes from."""
    leading = {fact.claim.index for fact in facts.all if _leads_on(fact, facts)}
    held = (side for link in facts.claims.links for side in (link.first, link.second) if isinstance(side, Operation))
    return worked_with(facts) | leading | {claim for side in held for claim in operands(side)}


def _leads_on(fact: Fact, facts: Facts) -> bool:
    """Whether an arrow follows the number: then it is what the next one comes from."""
    text = facts.claims.document.blocks[fact.claim.block].text
    return text[fact.claim.end : fact.claim.end + 3].lstrip().startswith(("→", "->", "⇒"))


def _scaled(facts: Facts) -> frozenset[int]:
    """The numbers of GPUs that a table of scaling tries one after the other, in its first column."""
    tried: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        cell = facts.claims.document.blocks[fact.claim.block].cell if fact.concept == "gpus" else None
        if cell is not None and cell.row and not cell.column:
            tried[cell.table].append(fact)
    several = (some for some in tried.values() if len({fact.quantity.value for fact in some}) >= _SEVERAL)
    return frozenset(fact.index for some in several for fact in some)


def _names_it(fact: Fact) -> bool:
    """Whether a total is not called a part's, and a number of GPUs is that of the whole deployment, or of a replica."""
    if fact.scope == "total" and fact.claim.label.key.lower().startswith("per"):
        return False
    if fact.concept != "gpus" or (fact.scope == _REPLICA and fact.quantity.unit.symbol in _OF_GPUS):
        # "32 GPUs per replica" may be those of any plan that is spoken of; "each replica takes 32 GPUs" tells of this.
        return True
    if fact.role == "available" or not fact.quantity.hull.is_point:
        # What there is need not all be used; "GPUs 64-127" are which, not how many.
        return False
    label = fact.claim.label
    if _PER_PART.match(label.after):
        return False
    # "World size = 128" has its name before it, though it is no key.
    named = label.before.lower() if label.before.lower() in _ALL_GPUS and not label.key else ""
    words = " ".join((label.key, label.row, label.column, named)).lower()
    if fact.scope == "total" or _IN_TOTAL.match(label.after) or _is_all_in_use(fact):
        return True
    return any(word in words for word in _WHOLE) and not words.strip().startswith(_PARTLY)


def _is_all_in_use(fact: Fact) -> bool:
    """ "All 32 GPUs are in use" """
    label = fact.claim.label
    return label.before.lower() in _EVERY and _IN_USE.match(label.after) is not None


def _judge(fact: Fact, own: Speaker, tried: Trials, facts: Facts, rulebook: Rulebook) -> Derivation | None:
    rule, about = own.all[0].rule, own.all[0].about
    found: list[Trial] = []
    for trial in tried.of(fact, own.asked):
        found.append(trial)
        if trial.holds and trial.convention.tier == 1 and (_says_enough(fact, trial) if about else _works_back(trial)):
            if is_bound(trial) and fact.claim.index not in tried.marked:
                return None
            return told(fact, Tries(tried, fact, own.ready), trial, facts, Known(rulebook, tried.situation.cells))
    if not about or (rule.bound == "typical" and own.all[0].variable.role not in ("", fact.role)):
        return None
    unusual = [trial for trial in found if trial.holds]
    if unusual and (not rule.id.startswith(_ARGUABLE) or any(trial.convention.tier == 1 for trial in unusual)):
        return None
    certain = [trial for trial in found if not trial.fork.loose and not _crosses_rows(fact, trial, facts)]
    unsure = {trial.plan for trial in certain if not trial.certainly_meant}
    if all(trial.plan in unsure for trial in certain if trial.convention.tier == 1):
        return None
    slipped = [each for each in certain if each.solved and each.meant and slip(each.result, fact.quantity.hull)]
    worked_out = {trial.plan for trial in found}
    untried = [plan for plan in own.all if plan not in worked_out and plan.convention.tier == 1]
    if any(not excluded(plan, tried.situation.cells) for plan in untried):
        certain = slipped
    if not certain:
        return None
    known = Known(rulebook, tried.situation.cells)
    derivation = told(fact, found, (unusual or slipped or [_mildest(fact, certain)])[0], facts, known)
    return None if rule.slips_only and not derivation.near_miss else derivation


def _means(fact: Fact, plan: Plan) -> bool:
    """Whether a fact can be what a symbol of its concept stands for; what bounds the whole bounds a GPU's share too."""
    variable = plan.variable
    share = plan.rule.bound == "upper" and plan.about and not variable.scope and fact.scope == "gpu"
    if not (share or _in_scope(fact.scope, variable.scope)):
        return False
    if fact.role in _LEFT and fact.concept in REACHED and not variable.role:
        return False
    if variable.role and variable.role != fact.role and (fact.role or variable.role in _CEILINGS):
        return False
    if fact.role in _CEILINGS and any(other.concept == "mfu" for other in plan.rule.variables.values()):
        return False
    return not (fact.concept.endswith("_utilisation") and (fact.role == "available" or _may_be_percent(fact)))


def _may_be_percent(fact: Fact) -> bool:
    """Whether a utilisation is printed without a sign, as a setting (of the memory to reserve) or as a percentage."""
    high = fact.quantity.hull.high
    bare = fact.quantity.unit.symbol != "%"
    return bare and (fact.concept == "memory_utilisation" or high is None or high > 1)


def _in_scope(stated: str, wanted: str) -> bool:
    return stated == wanted or not stated or (not wanted and stated == "total")


def _says_enough(fact: Fact, trial: Trial) -> bool:
    """Whether a value that a rule is about is supported: by an equation that is open above only what divides by it."""
    if not trial.solved or trial.convention.relation.operator != "=":
        return True
    low, value = trial.result.low, fact.quantity.value
    if trial.result.high is None:
        return low is not None and low > 1 and value is not None and (value / low).denominator == 1
    return trial.plan.rule.bound != "typical" or (low is not None and low > 0)


def _works_back(trial: Trial) -> bool:
    """Whether what comes of a value supports it: a rule that only notes a mismatch is no check of its premises."""
    return trial.plan.rule.severity != "note" and trial.solved and _is_narrow(trial.result)


def _is_narrow(result: Interval) -> bool:
    """Whether a result says enough to support what it meets: no more than from a value to its double."""
    return result.low is not None and result.high is not None and result.low > 0 and result.high <= 2 * result.low


def _mildest(fact: Fact, certain: list[Trial]) -> Trial:
    """Of several bounds the one that allows most; else what a usual convention gives."""
    certain = [trial for trial in certain if trial.meant] or certain
    uppers = [trial for trial in certain if trial.result.low is None and trial.result.high is not None]
    lowers = [trial for trial in certain if trial.result.high is None and trial.result.low is not None]
    if len(uppers) == len(certain):
        return max(uppers, key=lambda trial: trial.result.high or 0)
    if len(lowers) == len(certain):
        return min(lowers, key=lambda trial: trial.result.low or 0)
    return usual(fact, certain, next((trial for trial in certain if trial.meant), certain[0]))


def _crosses_rows(fact: Fact, trial: Trial, facts: Facts) -> bool:
    """Whether a premise stands in another row of the number's own table, and rows describe things of their own."""
    own = facts.claims.document.blocks[fact.claim.block].cell
    if own is None or _looks_back(fact, trial):
        return False
    premises = (facts.by_claim[claim] for claim in trial.fork.claims)
    return any(premise is not None and _is_of_another_row(premise, fact, facts) for premise in premises)


def _looks_back(fact: Fact, trial: Trial) -> bool:
    """Whether a rule on a change is asked of what stands in the column of the later version: its "Speedup"."""
    changes = any(variable.scenario for variable in trial.plan.rule.variables.values())
    return changes and not TIMES["after"].isdisjoint(fact.scenario)


def _is_of_another_row(premise: Fact, fact: Fact, facts: Facts) -> bool:
    """Whether two cells describe different things: in one column rows are quantities, unless one comes twice.

    A throughput of each GPU and one of all are two quantities.
    """
    blocks = facts.claims.document.blocks
    own, other = blocks[fact.claim.block].cell, blocks[premise.claim.block].cell
    if own is None or other is None or other.table != own.table or other.row == own.row:
        return False
    twice = premise.concept == fact.concept and premise.scope == fact.scope
    return other.column != own.column or twice
