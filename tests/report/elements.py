"""The elements of a page, for tests that need no browser."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "input", "path", "rect", "circle", "br", "link", "img"}


class Elements(HTMLParser):
    """Every element's name and attributes, and every stretch of text with the elements around it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self._open), data))

    def names(self) -> set[str]:
        """The names of all elements."""
        return {name for name, _ in self.elements}

    def values(self, attribute: str) -> list[str]:
        """The values of an attribute, on whatever element it stands."""
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]

    def within(self, name: str, joint: str = "") -> str:
        """The text inside all elements of one name, the signs of marks left out."""
        return joint.join(text for around, text in self.texts if name in around and "sup" not in around)

    def words(self, name: str) -> str:
        """The same with single spaces between the words."""
        return " ".join(self.within(name, " ").split())
