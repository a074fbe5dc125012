"""markdown-it's block rules, chosen by the first character of a line instead of tried one after the other."""

from __future__ import annotations

from string import digits

from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, blockquote, fence, heading, hr, html_block, list_block, reference

# What a line must begin with for the rule to match; the rules that are not here take any line.
_STARTS: dict[RuleFuncBlockType, str] = {
    fence: "`~",
    blockquote: ">",
    hr: "*-_",
    list_block: "*-+" + digits,
    reference: "[",
    html_block: "<",
    heading: "#",
}


class Choice:
    """A rule that matches where the first of its rules matches."""

    __slots__ = ("_by_first", "_others")

    def __init__(self, rules: list[RuleFuncBlockType]) -> None:
        self._others = [rule for rule in rules if rule not in _STARTS]
        self._by_first = {
            first: [rule for rule in rules if first in _STARTS.get(rule, first)] for first in "".join(_STARTS.values())
        }

    def __call__(self, state: StateBlock, line: int, end: int, silent: bool) -> bool:
        """Read the block that begins at a line, or (silent) say whether one could; false if no rule matches."""
        at = state.bMarks[line] + state.tShift[line]
        # A generator here would cost as much as the rules.
        for rule in self._by_first.get(state.src[at : at + 1], self._others):  # noqa: SIM110
            if rule(state, line, end, silent):
                return True
        return False


class Chains(Ruler[RuleFuncBlockType]):
    """The chains of a ruler, each as one `Choice`."""

    def __init__(self, ruler: Ruler[RuleFuncBlockType]) -> None:
        super().__init__()
        self.__rules__ = ruler.__rules__
        names = {chain for rule in self.__rules__ for chain in ("", *rule.alt)}
        self._choices: dict[str, list[RuleFuncBlockType]] = {
            name: [Choice(ruler.getRules(name))] for name in sorted(names)
        }

    def getRules(self, chainName: str = "") -> list[RuleFuncBlockType]:  # noqa: N802, N803 - markdown-it's names
        """The chain of this name: one rule."""
        return self._choices[chainName]
