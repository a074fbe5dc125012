"""Whether a sentence or line gives an amount to a part of the model: its embedding, one layer, the head, an adapter."""

from __future__ import annotations

from auditor import patterns as re

_EMBEDDING = r"(?:word |token |input |output |tied |vocab(?:ulary)? )*(?:un)?embeddings?(?! ?models?\b)"
_LAYERS = r"(?:(?:an?|one|first|last) )+(?:(?:dense|MoE|decoder|transformer|attention) )?(?:layer|block)"
"""One of the layers; what each layer has is a scope of its own."""
_HEAD = r"(?:LM|output|language[- ]model(?:ing)?)[ -]?head|lm_head|head(?= (?:\(|is|takes?|adds?|weighs?|of))"
_MATRIX = (
    r"(?:vocab(?:ulary)?|[qkvo]|gate|up|down|output)[ _-]?(?:proj(?:ection)?|matri(?:x|ces)|tables?)|vocab × hidden"
)
_SMALL = r"routers?|gat(?:e|ing) networks?|(?:layer|RMS)?[ -]?norms?(?:alisation)?|biases"
_ADAPTER = r"(?:Q?LoRA )?adapters?|LoRA (?:weights|matrices)"
_OTHERS = r"嵌入(?:层|矩阵)?|词嵌入(?:层|矩阵)?|词表矩阵|输出头|路由器|归一化层|ma trận nhúng|lớp nhúng|một lớp"
_PART = rf"(?:{_EMBEDDING}|{_LAYERS}|{_HEAD}|{_MATRIX}|{_SMALL}|{_ADAPTER})(?![\w-])|{_OTHERS}"
_SUBJECT = re.compile(
    rf"\W*(?:(?:the|its?|our|this|that|both|two|and|also|with|trọng số|(?:của|lớp)) )*(?:{_PART})", re.IGNORECASE
)
"""A line or sentence that begins with the part."""
_OF_PART = re.compile(
    rf"\b(?:weights|parameters|size|memory|trọng số) (?:of|for|in|của) (?:(?:the|its?|an?|cái) )*(?:{_PART})"
    r"[^.;:,()\d\n]{0,24}\W{0,3}\Z",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:models?|checkpoints?|networks?|total|altogether|all|whole|entire|rest|others?|sum|GPUs?|ranks?|cards?"
    r"|stages?|replicas?|tổng|mô hình)\b|模型|总|合计|其余|单卡|每卡",
    re.IGNORECASE,
)
"""Words between the part and the number after which it may be that of the whole again."""
_ENDS = re.compile(r"\n|[.;!?] |[。；]")
_FAR = 200


def is_of_a_part_of_the_model(text: str, start: int) -> bool:
    """Whether the sentence up to a number is about a part alone: "The LM head is 128,256 × 8,192 (2.1 GB in BF16)"."""
    first = max(start - _FAR, 0)
    begins = max((end.end() for end in _ENDS.finditer(text, first, start)), default=0)
    if not begins and first:
        return False
    key = text.rfind(": ", begins, start)
    subjects = (_SUBJECT.match(text, place, start) for place in ((begins, key + 2) if key > 0 else (begins,)))
    if any(found is not None and _WHOLE.search(text, found.end(), start) is None for found in subjects):
        return True
    return _OF_PART.search(text, begins, start) is not None
