"""Members: invitations, the claim code of the first owner, the list, revoking access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.chat.invitations import INVITATION_LASTS, SIGN_IN_LASTS, invitation, sign_in_code
from bot.platforms.chat.roles import Role
from bot.presentation.fitting import MOST
from bot.presentation.messages import Button

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.platforms.chat.commands.context import Context
    from bot.store.members import Member

_DIGITS = 19
_INVITED = (Role.SCREENER, Role.COORDINATOR, Role.INVESTIGATOR, Role.OWNER)
_IN_ONE = MOST
"""Members in one message: more would not fit, nor would their buttons."""


def turn_away(context: Context) -> None:
    """Tell a stranger their own id and whom to ask for an invitation, and nothing else."""
    site = context.environment.site
    contact = (site.contact if site else "") or context.words.whoever
    context.say_once(context.words.say("stranger", id=context.incoming.user, contact=contact))


def arrive(context: Context, code: str) -> None:
    """Accept an invitation, or the claim code of the first owner."""
    incoming, environment = context.incoming, context.environment
    role = environment.access.accept(
        context.unit, code, incoming.user, incoming.name, environment.now()
    )
    if role is None:
        context.say(context.words.say("no_invitation", id=incoming.user))
        return
    context.role = role
    register(context)
    context.say(context.words.say("joined", role=context.words.roles[role.value]))


def register(context: Context) -> None:
    """Have Telegram list the commands of the person's role in their chat."""
    context.outgoing["setup"] = {"role": context.role.value, "chat": context.incoming.chat}


def invite(context: Context, whom: str) -> None:
    """Make an invitation link, which one person can use once."""
    words, now = context.words, context.environment.now()
    role = next(
        (one for one in _INVITED if whom.lower() in (one.value, words.roles[one.value])), None
    )
    if role is None:
        context.say(words.invite_whom)
        return
    code = invitation(context.unit, role, now)
    context.unit.members.did(context.owner, "invited", role.value, now)
    until = (now + INVITATION_LASTS).strftime("%Y-%m-%d %H:%M")
    link = "\n".join(_links(context, code))
    context.say(words.say("invited", role=words.roles[role.value], until=until, link=link))


def _links(context: Context, code: str) -> Iterator[str]:
    """Return where an invitation can be taken: in the messenger, on the page, or in either."""
    environment = context.environment
    if environment.username or not environment.page:
        yield f"https://t.me/{environment.username}?start={code}"
    if environment.page:
        yield f"{environment.page}/join/{code}"


def link(context: Context, _argument: str) -> None:
    """Make a link that signs the person in on the page, once."""
    words, environment = context.words, context.environment
    if not environment.page:
        context.say(words.no_page)
        return
    now = environment.now()
    code = sign_in_code(context.unit, context.incoming.user, now)
    until = (now + SIGN_IN_LASTS).strftime("%Y-%m-%d %H:%M")
    context.say(words.say("link", until=until, link=f"{environment.page}/in/{code}"))


def members(context: Context, _argument: str) -> None:
    """List the members, with a button to revoke each one's access."""
    words = context.words
    found = context.unit.members.all()
    lines = [words.members]
    lines += [
        words.say("member", name="", role=words.roles["owner"], id=user, since="–").removeprefix(
            " · "
        )
        for user in context.environment.access.owners
    ]
    for first in range(0, max(1, len(found)), _IN_ONE):
        some = found[first : first + _IN_ONE]
        lines += [_line(context, one) for one in some]
        others = [one for one in some if one.user_id != context.incoming.user]
        rows = [[Button(words.say("revoke", name=one.name), f"k:{one.user_id}")] for one in others]
        context.say("\n".join(lines), rows)
        lines = []


def _line(context: Context, member: Member) -> str:
    words = context.words
    return words.say(
        "member",
        name=member.name,
        role=words.roles[member.role],
        id=member.user_id,
        since=member.since.astimezone(context.environment.now().tzinfo).date(),
    )


def press_revoke(context: Context, what: str) -> None:
    """Handle a press below the list of members, or below the question that follows."""
    whom, _, certain = what.partition(":")
    if whom == "-":
        context.say(context.words.not_revoked)
    elif certain == "yes":
        revoke(context, whom)
    else:
        ask_to_revoke(context, whom)


def ask_to_revoke(context: Context, whom: str) -> None:
    """Ask before access is revoked: ids are easily mistyped, and buttons below one another."""
    words = context.words
    user = _id_of(whom)
    member = context.unit.members.member(user)
    if member is None or user in context.environment.access.owners:
        revoke(context, whom)  # which says why not
        return
    yes = Button(words.say("revoke", name=member.name), f"k:{member.user_id}:yes")
    rows = [[yes, Button(words.revoke_no, "k:-")]]
    context.say(words.say("revoke_ask", name=member.name), rows)


def _id_of(text: str) -> int:
    """Read a user's id, which has 64 bits; 0 where it is none."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < _DIGITS else 0


def revoke(context: Context, whom: str) -> None:
    """Revoke a member's access."""
    words, unit = context.words, context.unit
    user = _id_of(whom)
    if user in context.environment.access.owners:
        context.say(words.settled_owner)
        return
    member = unit.members.member(user)
    if member is None or not unit.members.leave(user):
        context.say(words.no_member)
        return
    unit.members.did(context.owner, "revoked", str(user), context.environment.now())
    unit.web.sign_out_everywhere(user)
    unit.web.forget_keys(user)
    if user > 0:
        context.outgoing["setup"] = {"role": Role.STRANGER.value, "chat": user}
    context.say(words.say("revoked", name=member.name))
