"""Whether the log, the trail and the signed heads agree; everything that does not is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import column, select

from bot.proof.merkle import Frontier, leaf_hash
from bot.proof.notes import NoteError, Verifier, checkpoint, opened
from bot.store.proof import entries
from bot.store.proof.entries import (
    ACTED,
    ACTIONS,
    ENROLLED,
    EVENTS,
    FACTS,
    SCREENINGS,
    begun_hash,
    digest,
    enrolled_hash,
)
from bot.store.proof.heads import Log
from bot.store.schema import log

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection, RowMapping, Select

    from bot.proof.notes import Checkpoint

_DELETED = ("forgot", "purged")


class Flaw(NamedTuple):
    """Something that does not agree: the name of its sentence, and the details in it."""

    code: str
    details: Mapping[str, object]


class Kept(NamedTuple):
    """A head that is kept elsewhere."""

    place: str
    note: str


@dataclass(slots=True)
class Findings:
    """What was found."""

    size: int = 0
    """Entries of the log."""
    newer: int = 0
    """Those that no head covers yet."""
    head: str = ""
    """The last head in the database."""
    flaws: list[Flaw] = field(default_factory=list)


def findings(connection: Connection, kept: Iterable[Kept] = (), *, known: str = "") -> Findings:
    """Compare log, trail and heads.

    Args:
        connection: reads one state of the database.
        kept: heads that are kept elsewhere.
        known: a public key that is known from elsewhere; the database's own are not believed then.
    """
    here = Log(connection)
    keys = [known] if known else here.public_keys()
    found = Findings()
    claims = [*_own(here, found), *_others(kept, keys, found)]
    roots = _roots(connection, {claim.head.size for claim in claims}, found)
    for claim in claims:
        if claim.head.size > found.size:
            found.flaws.append(Flaw(claim.cut, {**claim.details, "found": found.size}))
        elif roots[claim.head.size] != claim.head.root:
            found.flaws.append(Flaw(claim.rewritten, claim.details))
    found.flaws += _rows(connection)
    return found


class _Claim(NamedTuple):
    """What a head says of the log, and how to speak of it."""

    cut: str
    """The code where the log is shorter than the head says."""
    rewritten: str
    """The code where its beginning is another one."""
    head: Checkpoint
    details: Mapping[str, object]


def _own(here: Log, found: Findings) -> Iterator[_Claim]:
    """Return the heads in the database that are signed by its keys, and note the others."""
    verifiers = [Verifier.read(key) for key in here.public_keys()]
    for one in here.heads():
        details = {"size": one.size, "at": f"{one.at:%Y-%m-%d %H:%M} UTC"}
        head = _signed(one.note, verifiers)
        if head is None or head.size != one.size:
            found.flaws.append(Flaw("head_unsigned", details))
        else:
            yield _Claim("head_cut", "head_rewritten", head, details)
            found.head = one.note
    if verifiers and not found.head:
        found.flaws.append(Flaw("heads_missing", {}))


def _others(kept: Iterable[Kept], keys: list[str], found: Findings) -> Iterator[_Claim]:
    """Return the heads from elsewhere that are signed by a known key, and note the others."""
    verifiers = [Verifier.read(key) for key in keys]
    for one in kept:
        try:
            size = checkpoint(opened(one.note)[0]).size
        except NoteError:
            found.flaws.append(Flaw("file_unreadable", {"file": one.place}))
            continue
        head = _signed(one.note, verifiers)
        if head is None:
            found.flaws.append(Flaw("file_unsigned", {"file": one.place}))
        else:
            yield _Claim("file_cut", "file_rewritten", head, {"file": one.place, "size": size})


def _signed(note: str, verifiers: Iterable[Verifier]) -> Checkpoint | None:
    """Return a head that one of the keys has signed and whose log it is; else None."""
    try:
        text, lines = opened(note)
        head = checkpoint(text)
    except NoteError:
        return None
    signed = any(one.name == head.origin and one.signed(text, lines) for one in verifiers)
    return head if signed else None


def _roots(connection: Connection, sizes: set[int], found: Findings) -> dict[int, bytes]:
    """Return the log's root at each of some sizes, and count its entries."""
    tree = Frontier()
    roots = {0: tree.root()}
    rows = select(log.c.position, *(log.c[name] for name in entries.Entry._fields))
    rows = rows.order_by(log.c.position)
    with connection.execute(rows, execution_options={"yield_per": 2000}) as read:
        for position, *row in read:
            if position != tree.size:
                found.flaws.append(Flaw("log_gap", {"position": tree.size}))
                break
            tree.add(leaf_hash(entries.Entry(*row).text().encode()))
            if tree.size in sizes:
                roots[tree.size] = tree.root()
    found.size = tree.size
    found.newer = tree.size - max((size for size in sizes if size <= tree.size), default=0)
    return roots


def _rows(connection: Connection) -> Iterator[Flaw]:
    """Name each entry whose row is not there any more, or is not what it was."""
    gone: set[str] = set()
    for query in (_begun(), _events(), _facts()):
        for row in connection.execute(query, execution_options={"yield_per": 2000}).mappings():
            if row["screened"] is None:
                if row["subject"] not in gone:
                    yield Flaw("screening_missing", {"number": row["subject"]})
                gone.add(row["subject"])
            elif (code := _wrong(row)) is not None:
                yield Flaw(code, {"entry": f"{row['subject']} {row['kind']} {row['number']}"})
    yield from _enrolled(connection)
    yield from _actions(connection)
    yield from _unexplained(connection)


def _wrong(row: RowMapping) -> str | None:
    """Return what is wrong with the row of an entry; None if it is as it was."""
    if row["purged"] is not None and row["kind"] != "kept":
        return None if row["salt"] is None else "salt_left"
    if row["found"] is None:
        return "row_missing"
    hashed = begun_hash(row) if row["kind"] == "begun" else row["found"]
    same = row["found_at"] == row["at"] and row["found_who"] == row["who"]
    right = same and digest(row["salt"] or "", hashed) == row["digest"]
    return None if right else "row_altered"


_LOGGED = tuple(
    log.c[name] for name in ("kind", "subject", "number", "at", "who", "digest", "salt")
)
_SCREENED = (SCREENINGS.c.token.label("screened"), SCREENINGS.c.purged)


def _begun() -> Select[Any]:
    here = SCREENINGS.c
    query = select(
        *_LOGGED, *_SCREENED, here.token, here.owner, here.started, here.began_as,
        here.token.label("found"), here.started.label("found_at"), here.owner.label("found_who"),
    )  # fmt: skip
    same = here.token == log.c.subject
    return query.select_from(log.outerjoin(SCREENINGS, same)).where(log.c.kind == "begun")


def _events() -> Select[Any]:
    here = EVENTS.c
    found = here.hash.label("found"), here.at.label("found_at"), here.who.label("found_who")
    joined = log.outerjoin(SCREENINGS, SCREENINGS.c.token == log.c.subject).outerjoin(
        EVENTS, (here.token == log.c.subject) & (here.revision == log.c.number)
    )
    query = select(*_LOGGED, *_SCREENED, *found)
    return query.select_from(joined).where(log.c.kind == "event")


def _facts() -> Select[Any]:
    here = FACTS.c
    found = here.hash.label("found"), here.at.label("found_at"), here.who.label("found_who")
    joined = log.outerjoin(SCREENINGS, SCREENINGS.c.token == log.c.subject).outerjoin(
        FACTS, (here.token == log.c.subject) & (here.number == log.c.number)
    )
    query = select(*_LOGGED, *_SCREENED, *found)
    return query.select_from(joined).where(log.c.kind.in_(("fact", "kept")))


def _enrolled(connection: Connection) -> Iterator[Flaw]:
    """Name each study number that is not what it was, or that nobody is noted to have taken off."""
    handed = select(ACTIONS.c.at).where(ACTIONS.c.action == "enrolled")
    known = set(connection.scalars(handed))
    here = ENROLLED.c
    query = select(*_LOGGED, *(here[name].label(f"its_{name}") for name in here.keys()))  # noqa: SIM118 - names
    joined = log.outerjoin(ENROLLED, here.id == log.c.number)
    query = query.select_from(joined).where(log.c.kind == "enrolled")
    for row in connection.execute(query, execution_options={"yield_per": 2000}).mappings():
        code = _wrong_number(row, known)
        if code is not None:
            yield Flaw(code, {"entry": f"{row['subject']} {row['kind']} {row['number']}"})


def _wrong_number(row: RowMapping, handed: set[str]) -> str | None:
    if row["its_id"] is None:
        return "row_missing"
    its = {name.removeprefix("its_"): row[name] for name in row if name.startswith("its_")}
    same = (its["trial"], its["at"], its["who"]) == (row["subject"], row["at"], row["who"])
    if its["gone"] is not None:
        right = same and its["gone"] in handed and not its["study_number"]
        return "salt_left" if row["salt"] else None if right else "row_altered"
    right = same and digest(row["salt"] or "", enrolled_hash(its)) == row["digest"]
    return None if right else "row_altered"


def _actions(connection: Connection) -> Iterator[Flaw]:
    joined = log.outerjoin(ACTIONS, ACTIONS.c.id == log.c.number)
    query = select(*_LOGGED, ACTED.label("acted"), ACTIONS.c.at.label("found_at"),
                   ACTIONS.c.who.label("found_who"))  # fmt: skip
    query = query.select_from(joined).where(log.c.kind == "action")
    for row in connection.execute(query, execution_options={"yield_per": 2000}).mappings():
        entry = {"entry": f"{row['kind']} {row['number']} ({row['subject']})"}
        if row["acted"] is None:
            yield Flaw("row_missing", entry)
        elif (row["acted"], row["found_at"], row["found_who"]) != (
            row["subject"], row["at"], row["who"],
        ):  # fmt: skip
            yield Flaw("row_altered", entry)


def _unexplained(connection: Connection) -> Iterator[Flaw]:
    """Name each screening whose answers were deleted without anybody who did so."""
    subject: Any = column("subject")
    deleted = select(subject).select_from(ACTIONS).where(ACTIONS.c.action.in_(_DELETED))
    explained = {one.split(" ", 1)[0] for one in connection.scalars(deleted)}
    purged = select(SCREENINGS.c.token).where(SCREENINGS.c.purged.is_not(None))
    for token in connection.scalars(purged.order_by(SCREENINGS.c.token)):
        if token not in explained:
            yield Flaw("deleted_by_nobody", {"number": token})
