"""Every worked case is screened over real HTTP, all of them at the same time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from criteria.trial import catalog
from tests.bot.platforms.telegram.conftest import quiet, say
from tests.bot.platforms.telegram.service.test_faults import aside
from tests.botapi.holding import answer_by_items, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bot.platforms.telegram.conftest import Bot
    from tests.botapi.phone import Phone

FIRST = 1000
CASES = catalog.cases(catalog.trials_folder() / "start-net" / "R1")
LONGEST_LABEL = 60
_TRIES = 2


class Patient(Mapping[str, str]):
    """Answers of somebody who gives up on an answer that is asked back again and again."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        """Know the answers."""
        self.answers = answers
        self.asked: Counter[str] = Counter()

    def __getitem__(self, item: str) -> str:
        """Return an answer, as long as that has a point."""
        self.asked[item] += 1
        return self.answers[item] if self.asked[item] <= _TRIES else "unknown"

    def __iter__(self) -> Iterator[str]:
        """Return the items."""
        return iter(self.answers)

    def __len__(self) -> int:
        """Count the items."""
        return len(self.answers)


async def screened(phone: Phone, answers: Mapping[str, str]) -> str | None:
    """Hold a screening; its outcome."""
    await phone.command("/screen")
    return outcome(await answer_by_items(phone, Patient(answers), timeout=30.0))


async def test_every_worked_case_ends_as_it_should(busy_bot: Bot) -> None:
    phones = [busy_bot.phone(FIRST + number) for number in range(len(CASES))]
    ends = await asyncio.gather(
        *[screened(phone, case.answers) for phone, case in zip(phones, CASES, strict=True)]
    )
    expected = {case.id: f"#{case.overall}" for case in CASES}
    assert dict(zip(expected, ends, strict=True)) == expected
    await quiet(busy_bot)
    assert aside(busy_bot) == []
    assert [call.error for call in busy_bot.server.calls if not call.ok] == []
    assert all(press.answers for press in busy_bot.server.world.presses.values())
    for phone in phones:
        for message in phone.messages:
            within_reach(message.buttons)


def within_reach(rows: list[list[tuple[str, str]]]) -> None:
    """See that a thumb reaches every button, and an eye reads it."""
    for row in rows:
        assert len(row) <= 8
        assert sum(len(label) for label, _ in row) <= LONGEST_LABEL
        assert all(0 < len(data.encode()) <= 64 for _, data in row)


async def test_two_screenings_side_by_side_do_not_mix(busy_bot: Bot) -> None:
    phone = busy_bot.phone(FIRST)
    await say(phone, "/screen")
    await say(phone, "62")
    first = phone.shown
    await say(phone, "/screen")
    await say(phone, "17")
    await phone.press("a:S0001:CTX.sex:male", first)  # its button is still above
    assert "✓ Sex: male" in (await phone.screen()).text
    assert "S0002" in await say(phone, "/resume S0002")
    await say(phone, "/resume S0001")
    await say(phone, "net")
    kept = {}
    for token in ("S0001", "S0002"):
        stored = busy_bot.store.load(token)
        assert stored is not None
        kept[token] = {item: one.text for item, one in stored.session.answers.items()}
    assert kept["S0001"].keys() == {"I1.age", "CTX.sex", "I4.type"}
    assert kept["S0002"] == {"I1.age": "17"}
