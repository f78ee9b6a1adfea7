"""Verify Bedside's log against its signed heads, without Bedside.

    pip install cryptography
    python verify_head.py --key KEY --head HEAD [--head OLDER ...] FILE ...

KEY is the public key on a signed checklist, HEAD a head that was kept elsewhere, FILE the whole log
(log-entries.jsonl), which has to begin with what each head was signed over, or a screening's
audit.jsonl, each row of which has to be in the log of the head that came with it. Exit status:
0: all agrees; 1: a sentence says what does not; 2: a file can't be read.
"""

import argparse
import json
import sys
from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Row = dict[str, Any]


def written(data: object) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode()


def head_of(file: str, key: str) -> tuple[int, bytes]:
    """Return size and root of a head that the key has signed (C2SP's signed-note)."""
    name, number, encoded = key.strip().split("+", 2)
    lines = [line.strip() for line in Path(file).read_text("utf-8").strip().splitlines()]
    text, signatures = "\n".join(lines).rsplit("\n\n", 1)
    origin, size, root = text.splitlines()[:3]
    for line in signatures.splitlines() if origin == name else ():
        signed = b64decode(line.rpartition(" ")[2])
        if line.startswith(f"— {name} ") and signed[:4].hex() == number:
            signer = Ed25519PublicKey.from_public_bytes(b64decode(encoded)[1:])
            signer.verify(signed[4:], f"{text}\n".encode())
            return int(size), b64decode(root)
    raise InvalidSignature


def root_of(hashes: list[bytes]) -> bytes:
    """Return the root over the hashes of entries (RFC 6962, 2.1)."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"").digest()
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\1" + root_of(hashes[:middle]) + root_of(hashes[middle:])).digest()


def whole_log(rows: list[Row], heads: Row) -> Iterator[str]:
    """Name each head that was signed over something else than the log's first entries."""
    hashes = [sha256(b"\0" + written(row["entry"])).digest() for row in rows]
    for file, (size, root) in heads.items():
        if size > len(hashes):
            yield f"{file} was signed over {size} entries, and the log has {len(hashes)}"
        elif root_of(hashes[:size]) != root:
            yield f"the log's first {size} entries are not those that {file} was signed over"


def root_by(entry: bytes, proof: Row) -> bytes | None:
    """Return the root that a proof of inclusion leads to (RFC 9162, 2.1.3.2)."""
    node, index, last = sha256(b"\0" + entry).digest(), proof["position"], proof["size"] - 1
    for one in map(bytes.fromhex, proof["path"]):
        if index & 1 or index == last:
            node = sha256(b"\1" + one + node).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = sha256(b"\1" + node + one).digest()
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def hash_of(row: Row, answers: list[Row], before: str) -> str:
    """Return the hash of a row, made of what is told of it and of what only the database says."""
    kept, token, who = row["proof"]["stored"], row["screening_number"], row["who"]
    if row["action"] == "begun":
        return sha256(written([token, who, kept["started"], kept["began_as"]])).hexdigest()
    when, changed = [kept["at"], kept["utc_offset"], who], list[Any]()
    if row["action"] == "follow-up":
        told = [token, row["position"], row["item"], kept["value"], kept["words"], *when]
        return sha256(written([before, told])).hexdigest()
    for one in answers:
        item = f"{one['action']}/{one['item']}".removeprefix("answer/")
        changed.append([one["position"], item, one["before"], one["after"], one["reason"]])
    told = [token, row["revision"], *when, kept["event"]]
    return sha256(written([before, told, changed])).hexdigest()


def is_answer(row: Row) -> bool:
    return row["position"] is not None and row["action"] != "follow-up"


def one_trail(rows: list[Row], heads: Row) -> Iterator[str]:
    """Name each row of a screening's trail that the log does not hold as it is told."""
    signed, before = dict(heads.values()), {"event": "", "fact": ""}
    counts, answers = {"begun": -1, "event": 0, "fact": 0}, dict[int, list[Row]]()
    for row in (row for row in rows if is_answer(row)):
        answers.setdefault(row["revision"], []).append(row)
    for row in (row for row in rows if not is_answer(row)):
        kind = {"begun": "begun", "follow-up": "fact"}.get(row["action"], "event")
        number, proof = row["position" if kind == "fact" else "revision"], row["proof"]
        name, kept = f"{row['screening_number']}, {kind} {number}", proof["stored"]
        changed = answers.pop(number, []) if kind == "event" else []
        found, counts[kind] = hash_of(row, changed, before.get(kind, "")), counts[kind] + 1
        at, before[kind] = kept.get("at") or kept["started"], found
        said = ": ".join(filter(None, map(kept.get, ("value", "words")))) or None
        digest = sha256(f"{proof['salt']}{found}".encode()).hexdigest()
        entry = written([kind, row["screening_number"], number, at, row["who"], digest])
        after = row["after"] if kind == "fact" else None
        if (number, at[:19], said) != (counts[kind], row["at_utc"][:19], after):
            yield f"{name} is not what was written, or one before it is missing"
        elif proof["position"] is None or proof["size"] not in signed:
            yield f"{name} is not proven by any head that was given"
        elif root_by(entry, proof) != signed[proof["size"]]:
            yield f"{name} is not in the log that was signed"
    if counts["begun"] or answers:
        yield "the trail has no beginning, or answers without their event"


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--key", required=True)
    parser.add_argument("--head", required=True, action="append")
    parser.add_argument("files", nargs="+")
    given, flaws, heads = parser.parse_args(), list[str](), Row()
    try:
        for file in given.head:
            try:
                heads[file] = head_of(file, given.key)
            except InvalidSignature:
                flaws.append(f"{file} is not signed with this key")
        for file in given.files:
            with Path(file).open(encoding="utf-8") as lines:
                rows = [json.loads(line) for line in lines]
            verify = whole_log if all("entry" in row for row in rows) else one_trail
            flaws += [f"{file}: {flaw}" for flaw in verify(rows, heads)]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"A file can't be read: {error!r}")
        return 2
    print("\n".join(flaws) or "Everything agrees.")
    return int(bool(flaws))


if __name__ == "__main__":
    sys.exit(main())
