"""What proves each row of a screening's trail: its place in the log, and the way to the root."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.proof.merkle import Tree, leaf_hash

if TYPE_CHECKING:
    from bot.store import Head, Store


class Proofs:
    """Proves rows of one screening against a signed head."""

    def __init__(self, store: Store, token: str, head: Head | None) -> None:
        """Prove against a head, or against none: then rows are opened and not proven."""
        self._size = 0 if head is None else head.size
        self._store = store
        self._openings = store.openings(token)

    @cached_property
    def _tree(self) -> Tree:
        entries = (entry.text().encode() for entry in self._store.entries())
        return Tree(map(leaf_hash, entries))

    def proof(self, kind: str, number: int) -> dict[str, Any] | None:
        """Return what opens and proves a row; None where the log knows of no such row."""
        opening = self._openings.get((kind, number))
        if opening is None:
            return None
        position, path = opening.position, list[bytes]()
        if position is not None and position >= self._size:
            position = None  # it came after the head
        if position is not None:
            path = self._tree.inclusion(position, self._size)
        return {
            "position": position,
            "size": self._size,
            "salt": opening.salt,
            "stored": dict(opening.stored),
            "path": [one.hex() for one in path],
        }
