"""Owners, invitations, members: who comes in, who is sent away, who is taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.telegram.access import INVITATION_LASTS, Role, invitation
from bot.presentation.messages import Button

if TYPE_CHECKING:
    from bot.platforms.telegram.commands.context import Turn
    from bot.store.members import Member

_DIGITS = 19
_INVITED = (Role.SCREENER, Role.COORDINATOR, Role.OWNER)
_IN_ONE = 25
"""Members in one message: more would not fit, nor would their buttons."""


def turn_away(turn: Turn) -> None:
    """Tell a stranger their own id and whom to ask, and nothing else."""
    site = turn.house.site
    contact = (site.contact if site else "") or turn.words.whoever
    turn.say_once(turn.words.say("stranger", id=turn.incoming.user, contact=contact))


def arrive(turn: Turn, code: str) -> None:
    """Take an invitation, or the code that makes the first owner."""
    incoming, house = turn.incoming, turn.house
    role = house.access.accept(turn.unit, code, incoming.user, incoming.name, house.now())
    if role is None:
        turn.say(turn.words.say("no_invitation", id=incoming.user))
        return
    turn.role = role
    register(turn)
    turn.say(turn.words.say("joined", role=turn.words.roles[role.value]))


def register(turn: Turn) -> None:
    """Have the commands of somebody's role listed in their chat."""
    turn.parcel["setup"] = {"role": turn.role.value, "chat": turn.incoming.chat}


def invite(turn: Turn, whom: str) -> None:
    """Make a link that lets one person in."""
    words, now = turn.words, turn.house.now()
    role = next(
        (one for one in _INVITED if whom.lower() in (one.value, words.roles[one.value])), None
    )
    if role is None:
        turn.say(words.invite_whom)
        return
    code = invitation(turn.unit, role, now)
    turn.unit.people.did(turn.owner, "invited", role.value, now)
    until = (now + INVITATION_LASTS).strftime("%Y-%m-%d %H:%M")
    link = f"https://t.me/{turn.house.username}?start={code}"
    turn.say(words.say("invited", role=words.roles[role.value], until=until, link=link))


def members(turn: Turn, _argument: str) -> None:
    """List the members, with a button to take each off."""
    words = turn.words
    found = turn.unit.people.members()
    lines = [words.members]
    lines += [
        words.say("member", name="", role=words.roles["owner"], id=user, since="–").removeprefix(
            " · "
        )
        for user in turn.house.access.owners
    ]
    for first in range(0, max(1, len(found)), _IN_ONE):
        some = found[first : first + _IN_ONE]
        lines += [_line(turn, one) for one in some]
        others = [one for one in some if one.user_id != turn.incoming.user]
        rows = [[Button(words.say("revoke", name=one.name), f"k:{one.user_id}")] for one in others]
        turn.say("\n".join(lines), rows)
        lines = []


def _line(turn: Turn, member: Member) -> str:
    words = turn.words
    return words.say(
        "member",
        name=member.name,
        role=words.roles[member.role],
        id=member.user_id,
        since=member.since.astimezone(turn.house.now().tzinfo).date(),
    )


def press_revoke(turn: Turn, what: str) -> None:
    """Ask before somebody is taken off: many such buttons stand below one another."""
    whom, _, certain = what.partition(":")
    words = turn.words
    if whom == "-":
        turn.say(words.not_revoked)
        return
    member = turn.unit.people.member(_id_of(whom))
    if certain == "yes" or member is None:
        revoke(turn, whom)
        return
    yes = Button(words.say("revoke", name=member.name), f"k:{member.user_id}:yes")
    rows = [[yes, Button(words.revoke_no, "k:-")]]
    turn.say(words.say("revoke_ask", name=member.name), rows)


def _id_of(text: str) -> int:
    """Read a user's id, which has 64 bits; 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else 0


def revoke(turn: Turn, whom: str) -> None:
    """Take somebody off the members."""
    words, unit = turn.words, turn.unit
    user = _id_of(whom)
    if user in turn.house.access.owners:
        turn.say(words.settled_owner)
        return
    member = unit.people.member(user)
    if member is None or not unit.people.leave(user):
        turn.say(words.no_member)
        return
    unit.people.did(turn.owner, "revoked", str(user), turn.house.now())
    turn.parcel["setup"] = {"role": Role.STRANGER.value, "chat": user}
    turn.say(words.say("revoked", name=member.name))
