"""The Merkle tree of RFC 6962: roots, proofs that an entry is in it, and that it only grew."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that only grows: the roots of its full subtrees, the largest first, and no more."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        """Go on from a tree of so many entries, or begin with an empty one."""
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError("these are not the subtrees of a tree of that size")

    def add(self, leaf: bytes) -> None:
        """Add an entry by its hash."""
        merges = self.size
        while merges & 1:
            leaf = node_hash(self.peaks.pop(), leaf)
            merges >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        *left, root = self.peaks
        for peak in reversed(left):
            root = node_hash(peak, root)
        return root


class Tree:
    """A whole tree, for proofs."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        """Build it over the hashes of all entries."""
        self._levels = [list(leaves)]
        while len(below := self._levels[-1]) > 1:
            pairs = zip(below[::2], below[1::2], strict=False)
            self._levels.append([node_hash(left, right) for left, right in pairs])

    @property
    def size(self) -> int:
        """How many entries it has."""
        return len(self._levels[0])

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first entries, or over all."""
        count = self.size if size is None else size
        return self._root(0, count) if count else Frontier().root()

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return what proves that an entry is among the first so many, the nearest hash first."""
        return self._path(index, 0, self.size if size is None else size)

    def consistency(self, earlier: int, size: int | None = None) -> list[bytes]:
        """Return what proves that the first entries are the beginning of the first so many."""
        later = self.size if size is None else size
        return self._grown(earlier, 0, later, known=True) if 0 < earlier < later else []

    def _root(self, start: int, end: int) -> bytes:
        """Return the root over some entries that begin where a full subtree does."""
        count = end - start
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            return self._levels[level][start >> level]
        middle = start + _split(count)
        return node_hash(self._root(start, middle), self._root(middle, end))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._root(middle, end)]
        return [*self._path(index, middle, end), self._root(start, middle)]

    def _grown(self, earlier: int, start: int, end: int, *, known: bool) -> list[bytes]:
        if earlier == end:
            return [] if known else [self._root(start, end)]
        middle = start + _split(end - start)
        if earlier <= middle:
            rest = self._root(middle, end)
            return [*self._grown(earlier, start, middle, known=known), rest]
        rest = self._root(start, middle)
        return [*self._grown(earlier, middle, end, known=False), rest]


def _split(count: int) -> int:
    """Return the largest power of two below a count of at least two."""
    return 1 << (count - 1).bit_length() - 1


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a proof of inclusion leads to; None where it cannot be one."""
    if not 0 <= index < size:
        return None
    root, last = leaf, size - 1
    for one in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            root = node_hash(one, root)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            root = node_hash(root, one)
        index, last = index >> 1, last >> 1
    return root if last == 0 else None


def grew(sizes: tuple[int, int], roots: tuple[bytes, bytes], path: Sequence[bytes]) -> bool:
    """Whether a proof of consistency shows that one tree is the beginning of another."""
    (earlier, later), (first, second) = sizes, roots
    if not 0 < earlier < later:
        return earlier in {0, later} and not path and (earlier == 0 or first == second)
    proof = [first, *path] if earlier & (earlier - 1) == 0 else list(path)
    if not proof:
        return False
    node, last = earlier - 1, later - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = proof[0]
    for one in proof[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(one, old), node_hash(one, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, one)
        node, last = node >> 1, last >> 1
    return last == 0 and (old, new) == (first, second)
