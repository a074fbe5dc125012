"""Defects put into a consistent report, one of each kind, each with what an expert would say of it.

Only what nothing else rests on is changed: then one number is wrong, and all the others stay right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

from auditor.synth.entry import Entry, Judgement, Section
from auditor.synth.figures import digits, rounded, with_unit
from auditor.synth.plan import Plan, Setup
from auditor.synth.sections.summary import REPEATED, everything, repeated
from auditor.synth.slips import another
from auditor.synth.training import Training

Sections = list[Section]
Defect = Callable[[Sections, Setup, Random], Sections | None]


def insert(kind: str, sections: Sections, plan: Setup, chance: Random) -> Sections | None:
    """The sections with a defect of a kind; None where this report has no place for it."""
    return _DEFECTS[kind](sections, plan, chance)


def _arithmetic(sections: Sections, plan: Setup, chance: Random) -> Sections | None:
    """A calculation that is written out, with a wrong result."""
    return _slip(sections, chance, "arithmetic", shown=True)


def _derivation(sections: Sections, plan: Setup, chance: Random) -> Sections | None:
    """A figure that the stated ones do not give, without its calculation."""
    return _slip(sections, chance, "derivation", shown=False)


def _slip(sections: Sections, chance: Random, kind: str, *, shown: bool) -> Sections | None:
    rested = {key for entry in _entries(sections) if entry.judgement for key in entry.judgement.rests_on}
    tabulated = {entry.key for section in sections if section.heads for entry in section.entries}
    leaves = [
        entry
        for entry in _entries(sections)
        if entry.working
        and entry.judgement is not None
        and entry.judgement.status == "must_confirm"
        and entry.key not in rested
        and entry.key != "seconds"
        and not (shown and entry.key in tabulated)
    ]
    if not leaves:
        return None
    entry = chance.choice(leaves)
    wrong = another(entry.value, chance)
    if wrong is None or entry.judgement is None:
        return None
    why = f"{entry.working} = {entry.value}"
    said = Judgement("must_find", why, kind, "error", entry.value, entry.judgement.rests_on)
    return _replaced(sections, replace(entry, value=wrong, shown=shown, judgement=said))


def _restatement(sections: Sections, plan: Setup, chance: Random) -> Sections | None:
    """A figure that the summary repeats with another value."""
    known = sorted(REPEATED.keys() & {entry.key for entry in _entries(sections)})
    if not known or sections[-1].heads:
        return None
    key = chance.choice(known)
    factor = chance.choice([Fraction(2), Fraction(3, 2), Fraction(1, 2)] if key != "capacity" else [Fraction(2)])
    wrong = repeated(plan, key, factor)
    if wrong.value == repeated(plan, key).value or wrong.value.startswith("0"):
        return None
    rest = tuple(entry for entry in sections[-1].entries if entry.key != wrong.key)
    return [*sections[:-1], replace(sections[-1], entries=(*rest, wrong))]


def _unit(sections: Sections, plan: Setup, chance: Random) -> Sections | None:
    """A conversion that is off by a power of ten."""
    slip = chance.choice((10, 100, 1000))
    places = [place for place in (_terabytes, _seconds) if place(sections, plan, slip) is not None]
    return chance.choice(places)(sections, plan, slip) if places else None


def _terabytes(sections: Sections, plan: Setup, slip: int) -> Sections | None:
    if _found(sections, "everything_in_tb") is None:
        return None
    return _replaced(sections, everything(plan, slip))


def _seconds(sections: Sections, plan: Setup, slip: int) -> Sections | None:
    entry = _found(sections, "seconds")
    if entry is None or entry.judgement is None:
        return None
    right = rounded(Fraction(entry.value.removesuffix(" s").replace(",", "")), 2)
    why = f"{entry.working} = {entry.value}"
    said = Judgement("must_find", why, "unit", "error", entry.value, entry.judgement.rests_on)
    return _replaced(sections, replace(entry, value=f"{digits(right * slip, 2)} s", shown=True, judgement=said))


def _infeasible(sections: Sections, plan: Setup, chance: Random) -> Sections | None:
    """More compute or bandwidth than the hardware has."""
    if isinstance(plan, Training):
        # The time of the run rests on the compute.
        return None
    places = [place for place in (_compute, _bandwidth) if place(sections, plan, 2) is not None]
    return chance.choice(places)(sections, plan, chance.randint(220, 400)) if places else None


def _compute(sections: Sections, plan: Setup, percent: int) -> Sections | None:
    entry = _found(sections, "compute")
    if entry is None:
        return None
    claimed = int(plan.gpu.peak * percent / 100)
    peak = f"{digits(plan.gpu.peak, 1)} TFLOPS"
    why = f"a GPU gives {peak} at most, twice that with structured sparsity"
    said = Judgement("must_find", why, "infeasible", "error", f"<= {peak}", ("peak",))
    changed = _replaced(sections, replace(entry, value=f"{digits(claimed)} TFLOPS", judgement=said))
    return _without(changed, "mfu")


def _bandwidth(sections: Sections, plan: Setup, percent: int) -> Sections | None:
    entry = _found(sections, "streamed")
    if entry is None:
        return None
    most = with_unit(plan.gpu.bandwidth, "GB/s")
    claimed = with_unit(plan.gpu.bandwidth * percent // 100, "GB/s")
    said = Judgement(
        "must_find", f"a GPU's memory gives {most} at most", "infeasible", "error", f"<= {most}", ("bandwidth",)
    )
    return _without(_replaced(sections, replace(entry, value=claimed, judgement=said)), "mbu")


def _verdict(sections: Sections, plan: Setup, chance: Random) -> Sections | None:
    """A tick behind a requirement that the report's own figures miss."""
    if not isinstance(plan, Plan):
        return None
    factor = chance.randint(125, 190)
    places = [place for place in (_too_slow, _too_late) if place(sections, plan, factor) is not None]
    return chance.choice(places)(sections, plan, factor) if places else None


def _too_slow(sections: Sections, plan: Plan, percent: int) -> Sections | None:
    target, meets = _found(sections, "target"), _found(sections, "meets")
    if target is None or meets is None:
        return None
    total = plan.rate * plan.gpus
    wanted = total * percent // 100
    why = f"{digits(total)} is less than {digits(wanted)}"
    said = Judgement("must_find", why, "verdict", "error", "missed", ("total", "target"))
    value = f"{digits(total)} tokens/s against {digits(wanted)} tokens/s required"
    changed = _replaced(sections, replace(meets, value=value, judgement=said))
    return _replaced(changed, replace(target, value=f"{digits(wanted)} tokens/s"))


def _too_late(sections: Sections, plan: Plan, percent: int) -> Sections | None:
    prompt = _found(sections, "prompt")
    if prompt is None:
        return None
    limit = plan.ttft * 100 // percent
    why = f"{digits(plan.ttft)} is more than {digits(limit)}"
    said = Judgement("must_find", why, "verdict", "error", "missed", ("ttft",))
    value = f"{digits(plan.ttft)} ms against a limit of {digits(limit)} ms"
    return _replaced(sections, replace(prompt, value=value, judgement=said))


def _divisibility(sections: Sections, plan: Setup, chance: Random) -> Sections | None:
    """An even split of what does not divide."""
    if plan.gpus < 3 or sections[-1].heads or _found(sections, "gpus") is None:
        return None
    what, labels = chance.choice((
        ("prompts", ("Evaluation prompts", "Load test")),
        ("requests", ("Request distribution", "Load balancing")),
        ("sequences", ("Sequence distribution", "Batch distribution")),
    ))  # fmt: skip
    many = plan.gpus * chance.randint(20, 200) + chance.randint(1, plan.gpus - 1)
    over = f"{many % plan.gpus} are left over"
    said = Judgement("must_find", f"{digits(many)} / {plan.gpus}: {over}", "divisibility", "error", over, ("gpus",))
    value = f"{digits(many)} {what} divide evenly over {plan.gpus} GPUs"
    entry = Entry("split", labels, value, judgement=said)
    return [*sections[:-1], replace(sections[-1], entries=(*sections[-1].entries, entry))]


def _method(sections: Sections, plan: Setup, chance: Random) -> Sections | None:
    """A technique of training in a plan for serving, or the other way round."""
    place = next((n for n, section in enumerate(sections) if any(e.key == "used" for e in section.entries)), None)
    if place is None:
        return None
    if isinstance(plan, Training):
        technique = chance.choice(("speculative decoding", "continuous batching", "prefill/decode disaggregation"))
        why = f"{technique} belongs to serving; this plan trains a model"
    else:
        technique = chance.choice(("gradient accumulation", "optimizer state sharding", "gradient checkpointing"))
        why = f"{technique} belongs to training; this plan serves requests"
    said = Judgement("must_find", why, "method", "warning", "no such technique")
    entry = Entry("technique", ("Memory technique", "Applied technique", "Optimization"), technique, judgement=said)
    section = sections[place]
    return [*sections[:place], replace(section, entries=(*section.entries, entry)), *sections[place + 1 :]]


_DEFECTS: dict[str, Defect] = {
    "arithmetic": _arithmetic,
    "derivation": _derivation,
    "divisibility": _divisibility,
    "infeasible": _infeasible,
    "method": _method,
    "restatement": _restatement,
    "unit": _unit,
    "verdict": _verdict,
}


def _entries(sections: Sections) -> list[Entry]:
    return [entry for section in sections for entry in section.entries]


def _found(sections: Sections, key: str) -> Entry | None:
    return next((entry for entry in _entries(sections) if entry.key == key), None)


def _replaced(sections: Sections, new: Entry) -> Sections:
    return [
        replace(section, entries=tuple(new if entry.key == new.key else entry for entry in section.entries))
        for section in sections
    ]


def _without(sections: Sections, key: str) -> Sections:
    return [
        replace(section, entries=tuple(entry for entry in section.entries if entry.key != key)) for section in sections
    ]
