"""Numbers that are of another thing than their label: a part's, one server's, one storage format's."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from auditor import patterns as re
from auditor.claims import Claim
from auditor.facts.around import Naming
from auditor.facts.draft import OF_THE_MODEL
from auditor.facts.model_part import is_of_a_part_of_the_model
from auditor.facts.sense import NOTHING
from auditor.quantity import Quantity
from auditor.rulebook.vocabulary import Concept
from auditor.text import line_start

_PARAMETERS = (("parameter", 1),)
_PARTED = ((("byte", 1),), _PARAMETERS)
"""Units of what the parts of a model have a share in."""
_SECOND = "second"
_WIDTHS = frozenset({"bytes_per_parameter", "bytes_per_element", "bytes_per_expert_parameter"})
_WIDEST = 64
"""Bytes of an element, or of all that a parameter takes in training; more are something else."""
_FEWEST_PARAMETERS = 10**5
"""Below it a bare number that is called parameters or weights is something else: "2 of 32 experts", gigabytes."""
_FEWEST_BYTES = 10**6
_OF_SOME_LAYERS = re.compile(r"[^.,;:()|\n]{0,24}\b(?:of|in|for|on) (?:its|their|these|those) \d+ (?:layers|blocks)\b")
_OF_SEVERAL_DEGREES = re.compile(
    r"\b[TPEDSC]P\s*(?:(?:,|and|&|\+|×|x|\*|/)\s*(?:and )?[TPEDSC]P\b[^()\d]{0,12}[(（]|[×x*]\s*[TPEDSC]P\s*=)\s*$"
)
_OF_A_GPU = re.compile(r"[^.,;:()|\n\d]{0,40}\bper (?:GPU|rank|device|card)\b", re.IGNORECASE)
_COPIES = re.compile(r"\b(?:physical|duplicated|replicated)\b", re.IGNORECASE)
"""Words that count the copies of experts with them."""
_TIMES_BEFORE = re.compile(r"\d ?[×x*] ?$")
"""What stands before the GPUs of one of several servers: "4 × 8 A100"; and behind them: "4 台 8 卡服务器"."""
_SERVERS = re.compile(r"\s?(?:的)?(?:服务器|机器|节点|主机)|[- ](?:servers?|nodes?|machines?|boxes)\b", re.IGNORECASE)
_BEHIND_SLASH = re.compile(r"(?<![\d/=])\d{1,3} ?[/:] ?\Z")
"""What stands before the second of two sorts: "32/8 heads" are those of the queries and of the cache."""
_SERIES = re.compile(r"\d ?/ ?\d{1,3} ?/ ?\Z")
"""What stands before the last of several parts: "stages of 32 / 32 / 31 / 31 layers"."""
_DEGREE = "_parallel"
_REMARK_ON_A_DEGREE = re.compile(
    r"\b[TPEDSC]P ?[=:]? ?(\d{1,4}) ?[(（][^()（）\d]*(?:\b(?:same|shar(?:es|ed|ing)|those|reus(?:es|ed|ing))\b"
    r"|共用|复用|dùng chung)[^()（）\d]*\Z",
    re.IGNORECASE,
)
"""What stands before the GPUs of one group that degrees share."""
_WEIGHTING = re.compile(r"\W*(?:weight(?:ing)?|权重|trọng số)\W*", re.IGNORECASE)
_POSSESSED = re.compile(r"\b(?:its|their|these|those) $", re.IGNORECASE)
"""What stands before those of a part: "the LM head against the rest of its 12 layers"."""
_IS_ADDED = re.compile(r"\b(?:adds?|adding|extra|additional)\b[^.;:]*$")
"""Words before what comes on top of a figure, which the unit alone would name: "the scores add 3 GFLOP per token"."""
_COMES_ON_TOP = re.compile(
    r"(?:\b(?:add(?:s|ed|ing)?|extra|additional|another) (?:an? |another |up to |about )?"
    r"|(?:增加|多出|多放|新增|额外|追加)了? ?约? ?|\bthêm (?:khoảng )?)\Z",
    re.IGNORECASE,
)
"""What stands right before a count of things that join those there are: "each GPU adds 1 expert"."""
_LEFT_OUT = re.compile(
    r"(?:\b(?:without|excluding|except(?: for)?|minus|less|apart from|not counting|leaving out|không (?:kể|tính)|trừ)"
    r"\s+(?:(?:the|its|their|any|input|output|token|routed|shared) ){0,3}"
    r"(?:embeddings?|(?:LM[ -])?heads?|experts?|routers?|norms?|attention|(?:KV[ -])?cache|activations?)\b"
    r"(?: (?:layers?|tables?|matri(?:x|ces)|weights|parameters))?|(?:不含|不计|除去|不包括)[^\W\d]{1,8})"
    r"\W{0,3}(?:(?:is|are|takes?|comes? to|=|约|为|là)\W{0,3})?\Z",
    re.IGNORECASE,
)
"""A part that what stands before it is counted without: "the weights without the embedding 64 GB"."""
_TRADED = re.compile(
    r"\b(?:buy(?:s|ing)?|bought|gain(?:s|ed|ing)?|w[io]ns?|winning|shav(?:es?|ed|ing)|sav(?:es?|ed|ing)|cost(?:s|ing)?"
    r"|los(?:es?|t|ing)|sacrific(?:es?|ed|ing))\b[^.;:,\d]{0,24}\Z",
    re.IGNORECASE,
)
_OF_IT = re.compile(r"\s?(?:of|off|in)\b", re.IGNORECASE)
"""What stands around a difference: "two more GPUs buy 4 ms of TPOT"."""
_GONE_BY = re.compile(
    r"\s?(?:(?:more|later|of \w+) )?(?:(?:(?:was|were|is|are|has|have|had)(?: been)? )?"
    r"(?:lost|spent|wasted|elapsed?|pass(?:ed)?|went by|gone)\b)",
    re.IGNORECASE,
)
"""What stands behind a time that is its clause's own subject: "alert on queues, not TTFT (12 minutes were lost)"."""
_BEHIND_A_PART = re.compile(
    r"\b(?:attention|scores?|softmax|routers?|gating|embeddings?|(?:LM )?head|norms?|logits)\s?[(（][^()（）]*\Z",
    re.IGNORECASE,
)
"""A bracket behind a part, in which its figure stands: "counting attention (6Lhs = 5 GFLOP per token)"."""
_CHUNKS_OF = re.compile(r"\b(?:chunks?|virtual stages?|slices?)(?: each)?(?: of| with|,) \Z", re.IGNORECASE)
"""What stands before the layers of one of them: "12 chunks of 5 layers"."""
_OF_ALL = frozenset({"weight_memory", "parameters"})
_OF_A_UNIT = re.compile(r"(?:\b(?:unit|instance|replica)|单元|实例|副本)\s?[(（]\Z", re.IGNORECASE)
"""A bracket behind one of several equal deployments: "Prefill unit (32 GPUs)"."""
_THE_SAME = re.compile(
    r"(?:\b(?:the|those) same (?:(?:group|set|pool) of )?|同一?组|同样的|相同的)\W{0,4}\Z", re.IGNORECASE
)
"""What stands before the GPUs that several degrees share."""
_NUMBERED = re.compile(r"(?<![每张块])(?:专家|阶段|层|卡)\s?\Z")
"""What a number that stands behind its noun is the index of: "专家 200"; how many there are stands before it."""
_PLUS = re.compile(r"(?:\bplus|[+＋]|加上?|cộng)\s?[~≈]?\Z", re.IGNORECASE)
_SORT_BEHIND = re.compile(r" (?:dense|sparse|routed|shared|attention|embedding)\b", re.IGNORECASE)
"""What tells which parameters are added: "11.3B from experts. Plus 1.6B dense"."""
_CLASSIFIERS = ("个", "层", "张", "块", "台")
_AS_A_MODEL = re.compile(
    r"(?:\b(?:times|half|twice|double)|×|%) (?:of )?(?:the )?(?:\w+ )?"
    r"(?:parameters?|params|weights|layers|cache|size|heads|cost|price|speed) of (?:the |a )?\Z",
    re.IGNORECASE,
)
"""What a model has that is named by its size: "5.8 times the parameters of 70B"."""
_FAR = 80
_OF_A_FORMAT = re.compile(r"\s*(?:bytes?\s+)?(?:for|in|with|at)\s+(?:FP|BF|INT|NF|MXFP|TF)\d", re.IGNORECASE)

_BY_NO_COUNT = re.compile(r"\s?[/÷]\s?\(?\d+\.\d")
"""What stands behind a number that is divided by what counts nothing."""
_OF_TOKENS = re.compile(r"\btokens?\W{0,3}[=≈→]\s?~?\Z", re.IGNORECASE)
_OVER_LAYERS = re.compile(
    r" (?:over|across|in|on|of|for) all (?:of )?(?:the |its |their )?(?:MoE )?layers\b", re.IGNORECASE
)
"""What stands behind the experts of many layers: those of one are a layer's."""


class _Words(NamedTuple):
    """What around a number makes it another thing's."""

    of: Callable[[Naming], bool]
    """Of which concepts it does."""
    before: re.Pattern[str] | None = None
    behind: re.Pattern[str] | None = None
    """Both must stand there where both are given."""


def _among(*concepts: str) -> Callable[[Naming], bool]:
    return lambda named: named.concept.id in concepts


def _is_part_of_nothing(named: Naming) -> bool:
    return named.sense is NOTHING and named.concept.divisible


def _is_divisible(named: Naming) -> bool:
    return named.concept.divisible


def _is_parted(named: Naming) -> bool:
    return named.concept.units[0] in _PARTED


def _is_time(named: Naming) -> bool:
    return _SECOND in dict(named.concept.units[0])


def _is_of_parameters(named: Naming) -> bool:
    return named.concept.units[0] == _PARAMETERS


def _is_degree(named: Naming) -> bool:
    return named.concept.id.endswith(_DEGREE)


_WORDS = (
    _Words(_among("layers"), before=_CHUNKS_OF),
    _Words(_among("gpus"), before=_OF_A_UNIT),
    _Words(_among("gpus"), before=_THE_SAME),
    _Words(_among("gpus"), before=_TIMES_BEFORE),
    _Words(_among("attention_heads", "experts"), before=_BEHIND_SLASH),
    _Words(_among(*OF_THE_MODEL), before=_SERIES),
    _Words(_among(*OF_THE_MODEL), before=_POSSESSED),
    _Words(_among("experts"), behind=_OF_A_GPU),
    _Words(_among("experts"), behind=_OVER_LAYERS),
    _Words(_among("gpus"), behind=_SERVERS),
    _Words(_is_part_of_nothing, before=_IS_ADDED),
    _Words(_is_part_of_nothing, before=_BEHIND_A_PART),
    _Words(_is_parted, before=_LEFT_OUT),
    _Words(_is_time, before=_TRADED, behind=_OF_IT),
    _Words(_is_time, behind=_GONE_BY),
    _Words(_is_of_parameters, before=_PLUS, behind=_SORT_BEHIND),
    _Words(_is_of_parameters, before=_AS_A_MODEL),
    _Words(_is_divisible, behind=_OF_SOME_LAYERS),
    # "divided by TP and PP (6-way)": all of them together.
    _Words(_is_degree, before=_OF_SEVERAL_DEGREES),
    # "589,824 tokens = 19.0 GB"
    _Words(_among("memory_used"), before=_OF_TOKENS),
)


def is_of_another_thing(named: Naming, text: str, claim: Claim) -> bool:
    """Whether the text says that a number is a part's, or one storage format's, and no figure of the whole."""
    concept, before = named.concept, text[max(claim.start - _FAR, 0) : claim.start]
    return (
        any(_say(words, named, before, text, claim.end) for words in _WORDS)
        or (concept.id in _OF_ALL and is_of_a_part_of_the_model(text, claim.start))
        or _is_no_such_number(concept, claim)
        or _is_of_a_remark(concept, before, text, claim)
        or _continues(concept, text, claim)
        or _is_of_a_format(concept, text, claim)
    )


def _say(words: _Words, named: Naming, before: str, text: str, end: int) -> bool:
    if not words.of(named) or (words.before is not None and not words.before.search(before)):
        return False
    return words.behind is None or words.behind.match(text, end) is not None


def _is_no_such_number(concept: Concept, claim: Claim) -> bool:
    """Whether how it is printed rules out that it is a figure of that name."""
    quantity = claim.quantity
    if concept.units[0] == _PARAMETERS and _is_too_small(claim):
        return True
    if concept.id == "experts" and _COPIES.search(claim.text):
        return True
    if concept.id in OF_THE_MODEL and "." in claim.text and quantity is not None and not quantity.whole:
        # "29.0" of billions
        return True
    # "the model's 671 B", "192,512 B per token for the model (188 KiB)"
    return concept.id == "weight_memory" and quantity is not None and _is_tiny(quantity)


def _is_of_a_remark(concept: Concept, before: str, text: str, claim: Claim) -> bool:
    """Whether what stands around it makes it a remark: what is added, an index, a working, a weight in a score."""
    if claim.quantity is not None and claim.quantity.whole and _COMES_ON_TOP.search(before):
        return True
    if concept.id in OF_THE_MODEL and _is_bare(claim) and _NUMBERED.search(before):
        return True
    worked_with = _SECOND in dict(concept.units[0]) and claim.text[-1:].isdigit()
    if worked_with and _BY_NO_COUNT.match(text, claim.end):
        # "Tokens/s per GPU: 405 / 2.046 = 198": the key names what comes out.
        return True
    if concept.id == "gpus" and _is_of_a_group(before, claim):
        return True
    # A table of scores: "| Criterion | Weight | Score |".
    return claim.text.endswith("%") and _WEIGHTING.fullmatch(claim.label.column) is not None


def _is_of_a_group(before: str, claim: Claim) -> bool:
    """Whether a remark on a degree says which GPUs it is over: "TP = 4, EP = 4 (on the same 4 GPUs)"."""
    degree = _REMARK_ON_A_DEGREE.search(before)
    return degree is not None and claim.quantity is not None and claim.quantity.value == int(degree[1])


def _is_bare(claim: Claim) -> bool:
    return claim.quantity is not None and not claim.quantity.unit.dimensions and not claim.text.endswith(_CLASSIFIERS)


def _is_too_small(claim: Claim) -> bool:
    quantity = claim.quantity
    if quantity is None or quantity.unit.dimensions or quantity.interval.high is None:
        return False
    return quantity.interval.high < _FEWEST_PARAMETERS


def _is_tiny(quantity: Quantity) -> bool:
    """Whether no model has so few bytes of weights: what is printed as "671 B" are billions of parameters."""
    return quantity.hull.high is not None and quantity.hull.high < _FEWEST_BYTES


def _continues(concept: Concept, text: str, claim: Claim) -> bool:
    """Whether a count is what the line above comes to, which says of what: "Heads per rank", then "= 12 heads"."""
    begins = text[line_start(text, claim.start) : claim.start].strip() in ("=", "≈")
    return begins and bool(concept.scoped)


def _is_of_a_format(concept: Concept, text: str, claim: Claim) -> bool:
    """Whether bytes are those of one format of several: "bytes per parameter: 2 for FP16, 1 for INT8"."""
    if concept.id not in _WIDTHS:
        return False
    value = claim.quantity.value if claim.quantity is not None else None
    # "KV precision": "GSM8K, 1,319 questions" is no width.
    return (value is not None and value > _WIDEST) or _OF_A_FORMAT.match(text, claim.end) is not None
