"""FHIRPath without variables: truths as letters of a text that grows, which later parts read.

`'…'.select($this & letter)` puts a letter behind the text: y, n, or u for unknown. What an
expression needs twice is worked out once, and its letter is read as often as it is needed.
"""

from __future__ import annotations

from dataclasses import dataclass


class Letters:
    """The letters that an expression has worked out so far, and days among them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._places: dict[str, int] = {}
        self._steps: list[_Step] = []
        self._length = 0
        self._read = {"true", "{}"}
        """What can be read as often as it is needed."""

    def add(self, letter: str, group: str = "", nothing: str = "u") -> int:
        """Put a letter behind the others; return its place. The same is not worked out twice.

        Args:
            letter: the expression; its paths begin in the group if one is named.
            group: the group of the response that is looked into.
            nothing: the letter where the response has no such group.
        """
        return self._add(_Step(group, [letter], nothing))

    def truth(self, letter: str, group: str = "", nothing: str = "u") -> str:
        """Put a letter behind the others; return the truth that it stands for."""
        place = at(self.add(letter, group, nothing))
        truth = f"iif({place} = 'y', true, iif({place} = 'n', false, {{}}))"
        self._read.add(truth)
        return truth

    def keep(self, truth: str, group: str = "", nothing: str = "u") -> str:
        """Put a truth behind the others, to be read more than once."""
        if truth in self._read:
            return truth
        letter = f"(({truth}).select(iif($this, 'y', 'n')) & 'u').substring(0, 1)"
        return self.truth(letter, group, nothing)

    def day(self, text: str) -> str:
        """Put a day, or nothing, behind the letters; return it, to be read more than once."""
        place = self._add(_Step("", [f"({text} & '{_NO_DAY}').substring(0, 10)"], _NO_DAY))
        return f"iif({at(place)} = ' ', {{}}, substring({place}, 10))"

    def _add(self, step: _Step) -> int:
        key = f"{step.group} {step.letters[0]}"
        if key in self._places:
            return self._places[key]
        self._places[key] = self._length
        self._length += len(step.nothing)
        before = self._steps[-1] if self._steps else None
        if step.group and before is not None and before.group == step.group:
            before.letters += step.letters
            before.nothing += step.nothing
        else:
            self._steps.append(step)
        return self._places[key]

    def whole(self, expression: str) -> str:
        """Return an expression that reads letters, with the letters before it."""
        added = "".join(f".select($this & {step.text()})" for step in self._steps)
        return f"''{added}.select({expression})" if added else expression


_NO_DAY = " " * 10


@dataclass
class _Step:
    """Letters of one group of the response, or of all of it."""

    group: str
    letters: list[str]
    nothing: str

    def text(self) -> str:
        """Return the expression of its letters."""
        letters = " & ".join(self.letters)
        if not self.group:
            return letters
        group = f"%resource.item.where(linkId = '{self.group}')"
        return f"({group}.select({letters}) & '{self.nothing}').substring(0, {len(self.nothing)})"


def at(place: int) -> str:
    """Return the letter at a place."""
    return f"substring({place}, 1)"


def agreed(letters: str, nothing: str = "u") -> str:
    """Return the letter that letters agree on, u where they do not."""
    one = f"{letters}.aggregate(iif($total.empty() or $total = $this, $this, 'u'))"
    return f"({one} & '{nothing}').substring(0, 1)"


def letter(yes: str, no: str) -> str:
    """Return the letter of two conditions, of which at most one holds."""
    return f"iif({yes}, 'y', iif({no}, 'n', 'u'))"
