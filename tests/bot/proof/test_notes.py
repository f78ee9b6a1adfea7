"""Notes, keys and checkpoints as C2SP writes them; what was altered is no note any more."""

from __future__ import annotations

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.proof.notes import Checkpoint, NoteError, Signer, Verifier, checkpoint, opened

PUBLISHED = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = """\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE\
6RyyBwJnAM=
"""
"""The example of golang.org/x/mod/sumdb/note, which C2SP's signed-note describes."""
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ROOT = bytes(range(32))


def test_a_published_note_is_signed_by_its_key() -> None:
    text, lines = opened(NOTE)
    assert Verifier.read(PUBLISHED).signed(text, lines)
    assert str(Verifier.read(PUBLISHED)) == PUBLISHED


def test_a_published_key_signs_the_published_note() -> None:
    signer = Signer.read(PRIVATE)
    assert (str(signer), str(signer.verifier)) == (PRIVATE, PUBLISHED)
    assert signer.sign(opened(NOTE)[0]) == NOTE
    assert "AYEK" not in repr(signer)


def test_a_checkpoint_has_three_lines_an_empty_one_and_a_signature() -> None:
    signer = Signer.new()
    made = signer.sign(str(Checkpoint(signer.name, 7, ROOT)))
    origin, size, root, empty, signature = made.removesuffix("\n").split("\n")
    assert (origin, size, b64decode(root), empty) == (signer.name, "7", ROOT, "")
    dash, name, encoded = signature.split(" ")
    assert (dash, name) == ("—", signer.name)
    public = Ed25519PublicKey.from_public_bytes(signer.verifier.public)
    public.verify(b64decode(encoded)[4:], f"{origin}\n7\n{root}\n".encode())
    assert checkpoint(opened(made)[0]) == Checkpoint(signer.name, 7, ROOT)


def test_a_head_that_was_copied_out_of_a_message_still_counts() -> None:
    signer = Signer.new()
    made = signer.sign(str(Checkpoint(signer.name, 7, ROOT)))
    text, lines = opened("\r\n  " + made.replace("\n", " \r\n") + "\r\n\r\n")
    assert signer.verifier.signed(text, lines)


@pytest.mark.parametrize("spoil", [("\n7\n", "\n8\n"), ("AAEC", "AAED"), ("— b", "— c")])
def test_what_was_altered_is_signed_by_nobody(spoil: tuple[str, str]) -> None:
    signer = Signer.new()
    made = signer.sign(str(Checkpoint(signer.name, 7, ROOT))).replace(*spoil)
    assert not signer.verifier.signed(*opened(made))
    assert not Signer.new().verifier.signed(*opened(made))


@pytest.mark.parametrize("text", ["", "bedside\n7\n", "a\n\nb\n", "a\n\n— "])
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(NoteError, match="no signed note"):
        opened(text)


@pytest.mark.parametrize(
    "text", ["", "a\n", "a\n07\nAAAA\n", "a\n7\nAAAA\n", "a\n7\n?\n", "a\n-1\n"]
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(NoteError, match="no head"):
        checkpoint(text)


@pytest.mark.parametrize(
    "text",
    ["", "PeterNeumann", "a+zz+AQ==", PUBLISHED[:-4], PUBLISHED.replace("c74f", "c74e"),
     PUBLISHED.replace("+AR", "+BR"), PUBLISHED.replace("Peter", "Pet er")],
)  # fmt: skip
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError, match=r"no key|not whole|no Ed25519"):
        Verifier.read(text)
    with pytest.raises(NoteError):
        Signer.read(text)
    with pytest.raises(NoteError, match=r"no key|not whole|no Ed25519"):
        Signer.read(PRIVATE.split("PeterN", 1)[0] + text)
