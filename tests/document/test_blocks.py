"""Where a block stands: under which headings, in which list, table, quote or code."""

from __future__ import annotations

import pytest

from auditor.document import Block, Document, Item, Kind, read


def texts(source: str) -> list[tuple[Kind, str]]:
    return [(block.kind, block.text) for block in read(source).blocks]


def find(source: str, text: str) -> Block:
    """The one block that reads so."""
    [block] = [block for block in read(source).blocks if block.text == text]
    return block


def path(source: str, text: str) -> list[str]:
    """The headings above a block."""
    document = read(source)
    return [document.blocks[index].text for index in find(source, text).headings]


def place(item: Item | None) -> Item:
    assert item
    return item


def cells_of(document: Document) -> list[tuple[str, int, int, int]]:
    """Text, table, row and column of each cell."""
    cells = [(block.text, block.cell) for block in document.blocks if block.cell]
    return [(text, cell.table, cell.row, cell.column) for text, cell in cells]


def test_headings_form_a_path() -> None:
    source = "# Plan\n\n## Memory\n\n### KV cache\n\na\n\n## Time\n\nb\n\nOther\n=====\n\nc\n"
    assert path(source, "a") == ["Plan", "Memory", "KV cache"]
    assert path(source, "b") == ["Plan", "Time"]
    assert path(source, "Time") == ["Plan"]
    assert path(source, "c") == ["Other"]
    assert find(source, "KV cache").level == 3
    assert find(source, "a").level == 0


def test_a_heading_in_a_quote_or_item_heads_nothing_outside() -> None:
    source = "# Plan\n\n> ## Quoted\n>\n> a\n\nb\n\n- ## In an item\n\n  c\n\nd\n"
    assert path(source, "a") == ["Plan", "Quoted"]
    assert path(source, "b") == ["Plan"]
    assert path(source, "c") == ["Plan", "In an item"]
    assert path(source, "d") == ["Plan"]


def test_quotes_are_counted() -> None:
    assert find("> a\n>> b\n\nc", "b").quoted == 2
    assert find("> a\n>> b\n\nc", "c").quoted == 0


def test_items_know_their_list_and_their_parent() -> None:
    source = "- a\n  - b\n  - c\n- d\n\n1. e\n"
    document = read(source)
    items = {block.text: block.item for block in document.blocks}
    a, b, c, d, e = (place(items[name]) for name in "abcde")
    assert [each.list for each in (a, b, c, d, e)] == [0, 1, 1, 0, 2]
    assert [each.index for each in (a, b, c, d, e)] == [0, 0, 1, 1, 0]
    assert [each.depth for each in (a, b, c, d, e)] == [1, 2, 2, 1, 1]
    assert [each.ordered for each in (a, b, c, d, e)] == [False] * 4 + [True]
    assert [each.parent for each in (a, b, c, d, e)] == [None, 0, 0, None, None]


def test_the_first_block_of_an_item_is_told_from_the_others() -> None:
    document = read("- a\n\n  b\n\n      c\n- - d\n  - e\n")
    assert [block.item.first for block in document.blocks if block.item] == [True, False, False, True, True]
    assert [block.item.parent for block in document.blocks if block.item] == [None, None, None, None, 3]


def test_cells_know_row_and_column() -> None:
    document = read("| Metric | Value |\n|:--|--:|\n| TTFT | 4.2s |\n| Rate | | extra 7 |\n\n| x |\n|---|\n")
    assert cells_of(document) == [
        ("Metric", 0, 0, 0),
        ("Value", 0, 0, 1),
        ("TTFT", 0, 1, 0),
        ("4.2s", 0, 1, 1),
        ("Rate", 0, 2, 0),
        ("extra 7", 0, 2, 2),
        ("x", 1, 0, 0),
    ]


def test_a_table_in_a_list_keeps_its_place() -> None:
    block = find("- a\n\n  | b | c |\n  |---|---|\n  | d | e |\n", "e")
    assert block.kind is Kind.CELL
    assert block.item is not None
    assert block.cell is not None
    assert (block.cell.row, block.cell.column) == (1, 1)


def test_each_line_of_code_is_a_block() -> None:
    document = read("```YAML title\ntp: 2\n\n  pp: 4  # stages\n```\n")
    assert [(block.text, block.code.line, block.code.indent) for block in document.blocks if block.code] == [
        ("tp: 2", 0, 0),
        ("pp: 4  # stages", 2, 2),
    ]
    assert {block.code.language for block in document.blocks if block.code} == {"yaml"}


def test_markup_in_code_is_text() -> None:
    assert texts("```\n**a** `b` <c> &amp; \\*\n```") == [(Kind.CODE, "**a** `b` <c> &amp; \\*")]


def test_code_in_a_list_starts_at_its_own_margin() -> None:
    source = "1. a\n   ```\n   b: 1\n     c: 2\n   ```\n"
    document = read(source)
    assert [block.code.indent for block in document.blocks if block.code] == [0, 2]
    assert document.blocks[2].item == document.blocks[1].item


def test_indented_code_is_code() -> None:
    block = find("a\n\n    b = 2\n      c\n", "c")
    assert block.code is not None
    assert (block.code.language, block.code.line, block.code.indent) == ("", 1, 2)


@pytest.mark.parametrize(
    "tree",
    [
        "cluster\n├── node 0\n│   ├── GPU 1\n│   └── GPU 2\n└── node 3",
        "cluster\n|-- node 0\n|   |-- GPU 1\n|   `-- GPU 2\n`-- node 3",
        "cluster\n+-- node 0\n|   +-- GPU 1\n|   +-- GPU 2\n+-- node 3",
    ],
)
def test_trees_are_read_without_their_branches(tree: str) -> None:
    document = read(f"```\n{tree}\n```")
    found = [(block.text, block.code.indent) for block in document.blocks if block.code]
    assert found == [("cluster", 0), ("node 0", 4), ("GPU 1", 8), ("GPU 2", 8), ("node 3", 4)]


@pytest.mark.parametrize(
    "table",
    [
        "| GPU | GB |\n|-----|----|\n| A | 40 |",
        "GPU | GB\n----|---\nA | 40",
        "+-----+----+\n| GPU | GB |\n+=====+====+\n| A | 40 |\n+-----+----+",
    ],
)
def test_pipe_tables_in_code_are_tables(table: str) -> None:
    document = read(f"| a |\n|---|\n\n```\nx | y\n{table}\n\nz\n```\n\n| b |\n|---|\n")
    cells = cells_of(document)
    assert cells == [
        ("a", 0, 0, 0),
        ("GPU", 1, 0, 0),
        ("GB", 1, 0, 1),
        ("A", 1, 1, 0),
        ("40", 1, 1, 1),
        ("b", 2, 0, 0),
    ]
    assert all(block.code for block in document.blocks if block.cell and block.cell.table == 1)
    assert [block.text for block in document.blocks if block.kind is Kind.CODE] == ["x | y", "z"]


def test_html_is_read_line_by_line() -> None:
    source = "<details open>\n<summary>Total: 8</summary>\n<b>A</b>: 4<br>B: 4 &times; 2\n</details>\n"
    assert texts(source) == [(Kind.HTML, "Total: 8"), (Kind.HTML, "A: 4"), (Kind.HTML, "B: 4 × 2")]


def test_comments_are_blocks() -> None:
    assert texts("<!-- TP was 4 -->\n\na\n\n<!--\nb 1\n\nc 2\n-->\n") == [
        (Kind.COMMENT, "TP was 4"),
        (Kind.PARAGRAPH, "a"),
        (Kind.COMMENT, "b 1\n\nc 2"),
    ]


def test_a_comment_that_is_not_closed_reaches_to_the_end() -> None:
    assert texts("<!-- a\n\n# b 8") == [(Kind.COMMENT, "a\n\n# b 8")]


def test_nothing_is_no_block() -> None:
    assert texts("") == []
    assert texts("\n \n#\n\n-\n\n| |\n|-|\n\n---\n```\n\n```\n&nbsp;") == [(Kind.PARAGRAPH, "\u00a0")]


def test_a_block_covers_its_markup() -> None:
    source = "## **a** b ##\n\n| c |\n|---|\n| **d** |\n"
    document = read(source)
    spans = [source[block.span.start : block.span.end] for block in document.blocks]
    assert spans == ["## **a** b ##", "c", "**d**"]


def test_deeper_nesting_than_anyone_writes_is_read_as_text() -> None:
    [block] = read("> " * 30 + "8 GPUs").blocks
    assert block.quoted == 20
    assert block.text.endswith("8 GPUs")


@pytest.mark.parametrize("box", ["[x]", "[X]", "[ ]"])
def test_the_box_of_a_task_list_is_no_word_of_its_item(box: str) -> None:
    source = f"- {box} Memory: 40 GB\n- Total: 80 GB\n"
    assert [text for _, text in texts(source)] == ["Memory: 40 GB", "Total: 80 GB"]
    assert place(find(source, "Memory: 40 GB").item).first
