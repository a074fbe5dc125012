"""Mistakes that a report repeats beside their correction: 'Original: "2 × 3 = 5 GB"' and 'Corrected: 6 GB'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor import patterns as re
from auditor.claims import Block, Document, Kind
from auditor.span import Span
from auditor.text import says_any

_FALSE = r"original|draft|wrong|incorrect|erroneous|mistake|mistaken|error|faulty|原文|原稿|错误|误|bản gốc|sai|lỗi"
_FORMER = (
    _FALSE + r"|originally|was|said|before|old|previously|previous|first (?:draft|version)|rev(?:ision|\.)? ?\d"
    r"|v\d(?:\.\d)?|原来|原为|原写|原版|原方案|原计划|原设计|原配置|旧版|旧方案|更正前|修改前|ban đầu|trước"
)
_SETTLED = (
    r"corrected|correction|correct|corrigendum|erratum|fixed|fix|right|rightly|should (?:be|read)"
    r"|更正|修正|改正|订正|正确|应为|đã sửa|sửa|đúng|hiệu chỉnh|正"
)
_WRONG = re.compile(
    rf"(?<![^\W\d_])(?:(?:the|as) )?(?:{_FORMER})(?![^\W\d_])[^\"“「:：.!?。\n]{{0,60}}[:：]", re.IGNORECASE
)
"""How what was wrong is set off."""
_FORMERLY = re.compile(rf"(?<![^\W\d_])(?:{_FORMER.casefold()})")
"""What stands in all of these, in a text without capitals: to look for it takes a fraction of the search."""
_RIGHT = re.compile(
    rf"(?<![^\W\d_])(?:the )?(?:{_SETTLED})(?![^\W\d_])[^:：\n]{{0,40}}(?:[:：]|$)", re.IGNORECASE | re.MULTILINE
)
"""How what is right is."""
_CLAIMED = re.compile(
    r"\W{0,4}(?:the )?(?:plan|report|document|submission|proposal|claim(?:ed)?|stated|方案|报告|kế hoạch|báo cáo)"
    r"(?: says| said| states| claims)?\W{0,3}[:：]",
    re.IGNORECASE,
)
"""How an item or paragraph begins that tells what was said, before one that puts it right."""
_NOW = re.compile(r"(?<![^\W\d_])(?:it )?(?:is )?(?:now|after|new|reads|现为|nay)(?: reads| is)?[:：]", re.IGNORECASE)
"""The same behind what is quoted."""
_WAS = re.compile(r"\W{0,4}(?:was|原为|trước)\W{0,2}[:：]", re.IGNORECASE)
"""How an item begins whose next one says what it is now."""
_QUOTED = re.compile(r"[\s*_]*[\"“「]")
_HEAD = r"(?:the )?(?:{})(?: (?:text|statement|claim|value|figure|version|calculation|plan|line))?"
_WRONG_HEAD = re.compile(_HEAD.format(_FALSE), re.IGNORECASE)
_RIGHT_HEAD = re.compile(_HEAD.format(_SETTLED), re.IGNORECASE)
_SIGNS = " \t*_>-–—•"
_QUOTATION = re.compile(r"[\"“「].*[\"”」]", re.DOTALL)
_SAID = re.compile(
    r"\b(?:draft|original|revision|version|v\d|rev\. ?\d|slides?|memo|plan)\b[^.;\"“\n]{0,24}"
    r"\b(?:said|says|wrote|writes|read|reads|claimed|claims|stated|states|had|has|gave|gives|put)\b[^.;\"“\n]{0,24}[\"“]([^\"“”\n]{8,400})[\"”]",
    re.IGNORECASE,
)
"""What an earlier text said, in its words."""
_WE_ONCE = r"\b(?:previously|earlier|formerly|at first|originally),? (?:we|it|they) (?:wrote|said|stated|had|gave)\b"
_ONCE = re.compile(
    r"\b(?:replaces|corrected from|changed from)[ :]*[\"“]([^\"“”\n]{8,400})[\"”]"
    r"|\bfor[ :]*[\"“]([^\"“”\n]{8,400})[\"”],? (?:please )?read\b"
    r"|[\"“]([^\"“”\n]{8,400})[\"”] ?(?:→|->|=>|⇒) ?"
    rf"|{_WE_ONCE}([^;\n]{{8,200}}?)(?=;|\.\s|\.?$)",
    re.IGNORECASE | re.MULTILINE,
)
"""What a text itself once said."""
_BAD = r"(?:wrong|incorrect|false|mistaken|erroneous|not (?:right|correct|true)|an? (?:error|mistake))"
_TAKEN_BACK = re.compile(
    rf"(?:[.;,]| [-–—])\s+(?:but )?(?:that|this|which|it)(?: \w+)? (?:is|was)(?: \w+)? {_BAD}\b"
    r"|[.;,]\s+(?:❌\s*)?(?:it|this|that) should (?:be|read|say|have been)[ :]+[*`]*\d",
    re.IGNORECASE,
)
"""How a text takes back what it has just said."""
_CALLED = re.compile(
    rf"\b(?:this|that|it|which) (?:is|was) {_BAD}[:：]\s+([^\n=]{{4,200}}?)(?=[.;]\s|[.;]?$)",
    re.IGNORECASE | re.MULTILINE,
)
"""What it calls wrong and then repeats: "this is wrong: 40 layers"; an equation there is the correction."""
_TITLE = re.compile(
    r"\W{0,8}(?:\[(?:critical|blocker|severe|high|major|medium|moderate|minor|low|p[0-4])\]"
    r"|\((?:critical|blocker|severe|high|major|medium|moderate|minor|low)\))[^\n]*",
    re.IGNORECASE,
)
"""The title of an issue with its severity, which tells what was found: "[HIGH] The formula used 8 KV heads"."""
_ISSUE = re.compile(
    r"\W*(?:[A-Z]{1,3}-?\d{1,2}|(?:issue|finding|problem|error|defect|bug) ?#?\d{1,2}|问题 ?\d{1,2}|lỗi ?\d{1,2})"
    r"\s*[:.–—-]",
    re.IGNORECASE,
)
_OBJECTS = re.compile(
    r"\b(?:plan|report|draft|document|submission) (?:counts?|uses?|says?|claims?|assumes?|states?|has|puts?)\b"
    r"|\b(?:wrong|incorrect|missing|forgotten|ignored|mistaken|too (?:low|high|small|large|many|few))\b",
    re.IGNORECASE,
)
"""The heading of an issue, and what in it tells that it was found: "C-1: Plan counts 32 experts per GPU"."""
_REFUTED = re.compile(r"[\"“「]([^\"“”「」\n]{2,80})[\"”」][）)]?(?:的说法)?(?:是)?(?:不成立|不对|不正确|有误|错误)")
"""What a Chinese text quotes and calls wrong."""
_VERSION = r"(?:v\d(?:\.\d)?|rev(?:ision|\.)? ?\d|(?:the )?(?:draft|original|old|first|previous|earlier)(?: \w{1,12})?)"
_USED = re.compile(
    rf"\b{_VERSION}"
    r" (?:used|assumed|took|counted|multiplied|divided|had)\b"
    r"((?=[^.;\n]{4,160}\b(?:missing|forg[eo]t|omitted|left out|ignor|wrong|instead of|too (?:low|high|small|large)))"
    r"(?:[^.;\n]|\.(?=\d)|(?<=\bi)\.(?=e\.)|(?<=\bi\.e)\.){4,200})",
    re.IGNORECASE,
)
"""What an earlier version reckoned with, where it is told what was wrong with that."""
_PROMISED = re.compile(
    rf"\b{_VERSION}(?: (?:promised|claimed|advertised|promises|claims)"
    r"| of (?:this|the) (?:plan|report|document) (?:used|needed|took|had))\b((?:[^.;\n]|\.(?=\d)){4,200})"
    rf"|\bin {_VERSION},? (?=[^.;\n]{{0,60}}\b(?:was|were|had)\b)((?:[^.;\n]|\.(?=\d)){{4,200}})",
    re.IGNORECASE,
)
"""What an earlier version promised, or started from."""
_SENTENCE = re.compile(r"[.;\n](?!\d)")
_DENIED = re.compile(
    r"\bnot (?!only\b|just\b|merely\b|solely\b)((?:[^.;\n]|\.(?=\d)){4,80}?),? but\b"
    r"|\bif (?:it|this|that|there) were ([^,;\n]{4,80})",
    re.IGNORECASE,
)
"""What a text denies, or only supposes."""
_MENDED = re.compile(
    r"((?:[^.;。；|\n]|\.(?=\d)){4,200}?)(?:→|->|=>|⇒)[ *_]*(?:now |it is )?"
    r"(?:corrected|corrects|correct|fixed|更正|改正|修正|订正|正确|应为|现改?为|(?:đã )?sửa|đúng|richtig|korrigiert)",
    re.IGNORECASE,
)
"""What an arrow leads from to its correction."""
_SLIP = r"(?:multiplication|arithmetic|calculation|computation|addition|division|unit|copy(?:ing)?|typing)"
_FAULTY = re.compile(
    rf"((?:[^.;。；|\n]|\.(?=\d)){{4,160}}?) ?(?:[(（](?:an? )?{_SLIP} (?:error|mistake|slip)[)）]"
    r"|[(（,，] ?(?:乘法|计算|算术|加法|除法|单位)(?:错误|有误)|[(（](?:lỗi|sai) (?:phép )?(?:nhân|tính|cộng|chia)[)）]"
    r"|[(（](?:Rechen|Multiplikations|Additions|Einheiten)fehler[)）])",
    re.IGNORECASE,
)
"""What a bracket right behind calls a slip."""
_HINTS = (
    '"', "“", "previously", "earlier", "formerly", "at first", "originally", "not ", " were ", "wrong", "incorrect",
    "false", "mistake", "erroneous", "error", "should ", "不", "误", "missing", "forg", "omitted", "left out", "ignor",
    "instead of", "too ", "promise", "claim", "advertise", " of this ", " of the ", "in v", "in rev", "in the ",
)  # fmt: skip
"""One of these stands in whatever the last four are found in; to look for them costs a fraction of the searches."""
_SLIPS = ("error)", "mistake)", "slip)", "错误", "有误", "lỗi ", "sai ", "fehler")
_ARROWS = ("→", "->", "=>", "⇒")
_LONGEST = 200
"""Characters of a sentence that is taken back."""
_REACH = 4
"""Blocks in which a correction follows."""


def mistakes(document: Document) -> dict[int, tuple[Span, ...]]:
    """By block the stretches of mistakes that are corrected right behind, and what earlier texts are quoted with."""
    found: dict[int, tuple[Span, ...]] = {}
    for block in document.blocks:
        if said := tuple(sorted(_said(block.text))):
            found[block.index] = said
        if (
            block.kind is Kind.HEADING
            and (issue := _ISSUE.match(block.text))
            and _OBJECTS.search(block.text, issue.end())
        ):
            found[block.index] = (_all(block),)
        if block.cell is None and block.kind is not Kind.HEADING and (wrong := _wrong(block.text)):
            for at, spans in _corrected(document, block, wrong.end()):
                found[at] = tuple(sorted((*found.get(at, ()), *spans)))
        elif (claimed := _CLAIMED.match(block.text)) and _is_put_right(document, block):
            found[block.index] = (_quoted(block.text, claimed.end(), len(block.text)),)
    found.update((block.index, (_all(block),)) for block in _cells(document))
    return found


def _said(text: str) -> Iterator[Span]:
    title = _TITLE.match(text)
    if title is not None:
        yield Span(*title.span())
    if says_any(text, _ARROWS):
        yield from (Span(*mended.span(1)) for mended in _MENDED.finditer(text))
    if says_any(text, _SLIPS):
        yield from (Span(*wrong.span(1)) for wrong in _FAULTY.finditer(text))
    if not says_any(text, _HINTS):
        return
    for pattern in (_SAID, _ONCE, _DENIED, _CALLED, _REFUTED, _USED, _PROMISED):
        yield from (Span(*quoted.span(quoted.lastindex or 0)) for quoted in pattern.finditer(text))
    for back in _TAKEN_BACK.finditer(text):
        start = max(
            (end.end() for end in _SENTENCE.finditer(text, max(back.start() - _LONGEST, 0), back.start())), default=0
        )
        yield Span(max(start, back.start() - _LONGEST), back.start())


def _corrected(document: Document, block: Block, start: int) -> Iterator[tuple[int, tuple[Span, ...]]]:
    """What is wrong in a block from some place on, if a correction follows in it or right behind it."""
    right = _first(_RIGHT, block.text, start)
    if right is None and _QUOTED.match(block.text, start):
        # "Was: "8 × 80 = 680 GB". Now: 640 GB": without the quotation marks it may tell of a change.
        right = _first(_NOW, block.text, start)
    if right is not None:
        yield block.index, (_quoted(block.text, start, right.start()),)
        return
    was = block.item is not None and _WAS.match(block.text) is not None
    last = next((other for other in _behind(document, block) if _opens(other.text, now=was)), None)
    if last is not None:
        yield block.index, (_quoted(block.text, start, len(block.text)),)
        yield from ((other.index, (_all(other),)) for other in document.blocks[block.index + 1 : last.index])


def _is_put_right(document: Document, block: Block) -> bool:
    """Whether the next item of its list, or the paragraph behind it, says what is right."""
    other = document.blocks[block.index + 1] if block.index + 1 < len(document.blocks) else None
    if other is None or other.kind is not block.kind or _list(other) != _list(block):
        return False
    return _opens(other.text, now=False)


def _list(block: Block) -> int | None:
    """The list that a block is in."""
    return None if block.item is None else block.item.list


def _behind(document: Document, block: Block) -> Iterator[Block]:
    for other in document.blocks[block.index + 1 : block.index + 1 + _REACH]:
        if other.kind is Kind.HEADING or other.cell is not None or _wrong(other.text):
            return
        yield other


def _opens(text: str, *, now: bool) -> bool:
    """Whether a block begins with what is right; `now` where "now" says so, of an item that tells what was."""
    keys = (_RIGHT, _NOW) if now else (_RIGHT,)
    return any((found := key.search(text)) is not None and not text[: found.start()].strip(_SIGNS) for key in keys)


def _wrong(text: str) -> re.Match[str] | None:
    told = (":" in text or "：" in text) and _FORMERLY.search(text.casefold()) is not None
    return _first(_WRONG, text) if told else None


def _first(key: re.Pattern[str], text: str, start: int = 0) -> re.Match[str] | None:
    return next((found for found in key.finditer(text, start) if _begins(text, found.start())), None)


def _begins(text: str, start: int) -> bool:
    """Whether a line or sentence begins there, whatever signs stand before."""
    return text[:start].rstrip(_SIGNS)[-1:] in ("", "\n", *'.!?;。；!？"”」')


def _quoted(text: str, start: int, end: int) -> Span:
    """What is in quotation marks, or all where nothing is."""
    quotation = _QUOTATION.search(text, start, end)
    return Span(*quotation.span()) if quotation else Span(start, end)


def _all(block: Block) -> Span:
    return Span(0, len(block.text))


def _cells(document: Document) -> Iterator[Block]:
    """The cells of a column of mistakes, in a table with one of corrections."""
    heads: dict[int, dict[int, str]] = defaultdict(dict)
    for block in document.blocks:
        cell = block.cell
        if cell is None:
            continue
        if cell.row == 0:
            heads[cell.table][cell.column] = block.text.strip()
        elif _WRONG_HEAD.fullmatch(heads[cell.table].get(cell.column, "")) and any(
            map(_RIGHT_HEAD.fullmatch, heads[cell.table].values())
        ):
            yield block
