"""Hash trees as RFC 6962 has them, and notes as Go's library reads them."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.signatures import checkpoints, keys, notes, trees
from apps.signatures.errors import BadKey, BadProof

# The inputs and roots of RFC 6962's own test data (Certificate Transparency's reference trees).
LEAVES = [bytes.fromhex(said) for said in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
SEED = bytes(range(32))
ZERO = base64.b64encode(bytes(32)).decode()


def tree(leaves):
    tiles = trees.grow(0, leaves, lambda level, number: b"")
    return trees.from_tiles(lambda level, number: tiles[level, number])


def plain_root(leaves):
    """The definition, word for word (RFC 6962, 2.1)."""
    if len(leaves) < 2:
        return trees.leaf_hash(leaves[0]) if leaves else hashlib.sha256(b"").digest()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + plain_root(leaves[:half]) + plain_root(leaves[half:])).digest()


@pytest.mark.parametrize("size", ROOTS)
def test_the_reference_trees_have_the_reference_roots(size):
    assert trees.root(size, tree(LEAVES[:size])).hex() == ROOTS[size]


@given(st.integers(1, 1_200), st.lists(st.integers(1, 400), max_size=6), st.randoms())
def test_a_tree_that_grew_in_steps_is_the_tree_of_the_definition(size, steps, rng):
    leaves = [rng.randbytes(3) for _ in range(size)]
    tiles, old = {}, 0

    def tile(level, number):
        return tiles[level, number]

    for step in [*steps, size]:
        new = min(size, old + step)
        tiles |= trees.grow(old, leaves[old:new], tile)
        old = new
    read = trees.from_tiles(tile)
    assert {(level, number): width for level, number, width in trees.widths(size)} == {
        place: len(hashes) // 32 for place, hashes in tiles.items()
    }
    top = trees.root(size, read)
    assert top == plain_root(leaves)

    index = rng.randrange(size)
    path = trees.inclusion(index, size, read)
    assert trees.included(leaves[index], index, size, path, top)
    assert not trees.included(leaves[index] + b"x", index, size, path, top)
    assert not trees.included(leaves[index], index, size, [*path, bytes(32)], top)
    assert not trees.included(leaves[index], size, size, path, top)


@given(st.integers(0, 10**12))
def test_a_tile_has_one_path(number):
    assert trees.tile_number(trees.tile_path(number)) == number


@pytest.mark.parametrize("path", ["", "1", "0001", "x000/001", "x1/001", "001/002", "x001", "x001/x002", "١٢٣"])
def test_any_other_path_is_no_tile(path):
    assert trees.tile_number(path) is None


def test_the_example_of_the_specification_is_verified():
    """The note of golang.org/x/mod/sumdb/note's own documentation."""
    voucher = notes.read_vkey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = (
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )

    assert notes.vouched(notes.parse(note), voucher) == 0
    with pytest.raises(BadProof):
        notes.vouched(notes.parse(note.replace("answer", "Answer")), voucher)


def test_an_author_and_a_witness_are_told_apart_and_others_are_ignored():
    key = keys.from_seed(SEED)
    text = checkpoints.Head("log.example", 5, bytes(32)).text
    note = notes.parse(f"{text}\n{notes.sign(text, 'log.example', key)}{notes.cosign(text, 'w.example', key, 1700)}")
    author, witness, stranger = (
        notes.Voucher(name, kind, key.public_key())
        for name, kind in (("log.example", notes.PLAIN), ("w.example", notes.WITNESS), ("x.example", notes.PLAIN))
    )

    assert [notes.vouched(note, voucher) for voucher in (author, witness, stranger)] == [0, 1700, None]
    assert notes.read_vkey(witness.vkey) == witness
    assert checkpoints.read_head(note.text) == checkpoints.Head("log.example", 5, bytes(32))


@pytest.mark.parametrize(
    "vkey", ["", "name", "a+b+c", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "a b+0+AA=="]
)
def test_a_key_with_a_wrong_letter_is_refused(vkey):
    with pytest.raises(BadKey):
        notes.read_vkey(vkey)


@pytest.mark.parametrize(
    "beneath",
    ["", "\n", "\n— name\n", "\n— n AAAA\n", "\t\n\n— n AAAAAAAA\n", "\n- n AAAAAAAA\n", "\n— n AAAAAAAA"],
)
def test_what_is_no_note_is_refused(beneath):
    with pytest.raises(BadProof):
        notes.parse(f"text\n{beneath}")


@pytest.mark.parametrize(
    "text", ["log\n", "log\nx\nAA==\n", "log\n01\n" + base64.b64encode(bytes(32)).decode() + "\n", "\n1\nAA==\n"]
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(BadProof):
        checkpoints.read_head(text)
