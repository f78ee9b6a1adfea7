"""The tree is RFC 6962's: by its published hashes, and as another implementation has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from bot.proof.merkle import Frontier, Tree, grew, included, leaf_hash

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The test vectors of Certificate Transparency."""

GROWN = st.lists(st.binary(max_size=40), min_size=1, max_size=70)


def tree_of(entries: list[bytes]) -> Tree:
    return Tree(map(leaf_hash, entries))


def pymerkle_of(entries: list[bytes]) -> InmemoryTree:
    made = InmemoryTree(algorithm="sha256")
    for entry in entries:
        made.append_entry(entry)
    return made


def test_published_roots() -> None:
    frontier, tree = Frontier(), tree_of(ENTRIES)
    assert frontier.root().hex() == tree.root(0).hex() == EMPTY
    for size, root in enumerate(ROOTS, 1):
        frontier.add(leaf_hash(ENTRIES[size - 1]))
        assert frontier.root().hex() == tree.root(size).hex() == root


@pytest.mark.parametrize(
    ("earlier", "size", "path"),
    [
        (1, 1, []),
        (2, 5, ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]),
        (6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]),
    ],
)  # fmt: skip
def test_published_proofs_that_it_only_grew(earlier: int, size: int, path: list[str]) -> None:
    assert [one.hex() for one in tree_of(ENTRIES).consistency(earlier, size)] == path


@given(entries=GROWN)
def test_roots_and_proofs_are_those_of_pymerkle(entries: list[bytes]) -> None:
    ours, theirs = tree_of(entries), pymerkle_of(entries)
    frontier = Frontier()
    for size, entry in enumerate(entries, 1):
        frontier.add(leaf_hash(entry))
        assert ours.root(size) == frontier.root() == theirs.get_root(size)
        proof = theirs.prove_inclusion(size, len(entries))
        verify_inclusion(leaf_hash(entry), ours.root(), proof)
        found = ours.inclusion(size - 1)
        assert [leaf_hash(entry), *found] == proof.path
        assert included(leaf_hash(entry), size - 1, len(entries), found) == theirs.get_root()
        verify_consistency(
            ours.root(size), ours.root(), theirs.prove_consistency(size, len(entries))
        )
        path = ours.consistency(size)
        assert grew((size, len(entries)), (theirs.get_root(size), theirs.get_root()), path)


@given(entries=GROWN, data=st.data())
def test_a_frontier_goes_on_from_what_was_kept_of_it(
    entries: list[bytes], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(entries)))
    first = Frontier()
    for entry in entries[:cut]:
        first.add(leaf_hash(entry))
    again = Frontier(first.size, first.peaks)
    for entry in entries[cut:]:
        again.add(leaf_hash(entry))
    assert again.root() == tree_of(entries).root()
    with pytest.raises(ValueError, match="not the subtrees"):
        Frontier(again.size, [*again.peaks, b""])


@given(entries=GROWN, data=st.data())
def test_what_was_rewritten_is_the_beginning_of_nothing(
    entries: list[bytes], data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, size - 1))
    other = [*entries]
    other[index] += b"!"
    before, after = tree_of(entries), tree_of(other)
    roots = before.root(size), after.root()
    assert not grew((size, len(entries)), roots, after.consistency(size))
    assert not grew((size, len(entries)), roots, before.consistency(size))
    path = after.inclusion(index)
    assert included(leaf_hash(entries[index]), index, len(entries), path) != after.root()
    assert included(leaf_hash(other[index]), index, len(entries), [*path, b""]) != after.root()


def test_what_cannot_be_a_proof_is_none() -> None:
    leaf = leaf_hash(b"")
    assert included(leaf, 1, 1, []) is None
    assert included(leaf, 0, 2, []) is None
    assert included(leaf, 0, 1, [leaf]) is None
    assert grew((0, 5), (b"", leaf), [])
    assert not grew((5, 3), (leaf, leaf), [])
    assert not grew((3, 5), (leaf, leaf), [])
    assert not grew((1, 2), (leaf, leaf), [leaf, leaf])
