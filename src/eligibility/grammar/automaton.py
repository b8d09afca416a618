"""The automaton that Lark makes of a grammar, run over tags: Lark's own loop looks up rules and tokens as objects.

What is run is Lark's parse table with Lark's callbacks, so the trees are Lark's; only the steps are laid out so that
one takes a tenth of the time, and so that what a sequence may go on with costs no copy of a parser.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Tree
from lark.parsers.lalr_analysis import Shift

_END = "$END"

Stack = tuple[int, ...]
"""Where a sequence of tags has led: the states on the way, the last one last."""
_Step = tuple[int, Any, Callable[[list[Any]], Any] | None]
"""To read a tag: -1 and the next state. To end a rule: how many parts it has, its name, and what makes its tree; that
is None where the tree is that of its one part."""

_ONES: tuple[Any, ...] = (Tree("", []), Token("", ""))
"""A part of each sort, by which rules that hand on the tree of their one part are told."""
_token = lru_cache(maxsize=1 << 12)(Token)


class Automaton:
    """The automaton of a grammar that Lark has prepared.

    Args:
        lark: the grammar, read by `parser="lalr"`.

    Attributes:
        start: where a sequence begins.
    """

    def __init__(self, lark: Lark) -> None:
        parser: Any = lark.parser.parser.parser
        table, callbacks = parser.parse_table, parser.callbacks
        (start,) = lark.options.start
        self.start: Stack = (table.start_states[start],)
        self._end = table.end_states[start]
        self._steps: dict[int, dict[str, _Step]] = {
            state: {name: _step(action, arg, callbacks) for name, (action, arg) in row.items()}
            for state, row in table.states.items()
        }

    def follow(self, stack: Stack, tag: str) -> Stack | None:
        """Where one more tag leads; None where no sequence that the grammar takes goes on with it."""
        steps = self._steps
        while True:
            step = steps[stack[-1]].get(tag)
            if step is None:
                return None
            size, to, _ = step
            if size < 0:
                return (*stack, to)
            stack = stack[: len(stack) - size]
            stack = (*stack, steps[stack[-1]][to][1])

    def accepts(self, stack: Stack) -> bool:
        """Whether a sequence that has led somewhere may end there."""
        steps = self._steps
        while stack[-1] != self._end:
            step = steps[stack[-1]].get(_END)
            if step is None or step[0] < 0:
                return False
            stack = stack[: len(stack) - step[0]]
            stack = (*stack, steps[stack[-1]][step[1]][1])
        return True

    def tree(self, tags: Sequence[str]) -> Tree[Token]:
        """The tree of a sequence of tags; the value of each leaf is its place.

        Raises:
            LookupError: the grammar does not take the sequence.
        """
        steps = self._steps
        states: list[int] = list(self.start)
        values: list[Any] = []
        for place, tag in enumerate((*tags, _END)):
            size, to, made = steps[states[-1]][tag]
            while size >= 0:
                if size == 1:
                    states[-1] = steps[states[-2]][to][1]
                    if made is not None:
                        values[-1] = made(values[-1:])
                elif made is not None:
                    begin = len(values) - size
                    values[begin:] = [made(values[begin:])]
                    del states[len(states) - size :]
                    states.append(steps[states[-1]][to][1])
                if tag == _END and states[-1] == self._end:
                    break
                size, to, made = steps[states[-1]][tag]
            states.append(to)
            values.append(_token(tag, place))
        tree: Tree[Token] = values[0]
        return tree


def _step(action: object, arg: Any, callbacks: Any) -> _Step:  # noqa: ANN401 - a state or a rule of Lark's
    if action is Shift:
        return -1, arg, None
    made = callbacks[arg]
    passes_on = len(arg.expansion) == 1 and all(made([one]) is one for one in _ONES)
    return len(arg.expansion), arg.origin.name, None if passes_on else made
