"""Whoever writes instead of tapping, or pastes the report first, ends with the same verdict."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from criteria.trial import catalog
from tests.bot.platforms.telegram.conftest import say
from tests.bot.platforms.telegram.service.test_cases import Patient
from tests.botapi.holding import Screener, kinds, outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.bot.platforms.telegram.conftest import Bot
    from tests.botapi.world import Message

FIRST = 1000
FOLDER = catalog.trials_folder() / "start-net" / "R1.1"
CASES = catalog.cases(FOLDER)
WORDS = catalog.load("start-net", "R1.1").words["en"]
MAN = (
    *("62 m", "NET well yes 8 %", "No", "1", "yes 2025-11-10 yes", "yes yes"),
    *("Somatostatin analogue only", "TOC all above", "No lesion without uptake"),
    *("No lesion without uptake", "{report}", "Yes", "Yes", "Willing and able", "No"),
    *("None of these", "Normal", "Signed"),
)
REPORT = """\
Hb 132 g/L
TPK 214 x10^9/L
LPK 5,8 x10^9/L
Neutrofila 3,4 x10^9/L
ASAT 0,52 µkat/L (<0,75)
ALAT 0,61 µkat/L (<1,10)
Bilirubin 11 µmol/L (<25)
Albumin 38 g/L
Iohexolclearance 72 mL/min/1,73 m2"""


class Writer(Screener):
    """Somebody who writes every answer in words, and pastes what the laboratory says."""

    async def _answer(self, _shown: Message, choices: list[str]) -> None:
        item = choices[0].split(":")[2]
        self.asked[item] += 1
        given = self.answers.get(item, self.missing) if self.asked[item] < 3 else self.missing
        known = any(data.endswith(f":{given}") for data in choices) and given != "unknown"
        await self.phone.send(WORDS.choice(item, given) if known else given)

    async def _tick(self, shown: Message, timeout: float) -> None:  # noqa: ASYNC109 - as there
        items = [data.split(":")[2] for data in kinds(shown)["t"]]
        given = {item: self.answers.get(item, self.missing) for item in items}
        there = [WORDS.items[item].label for item in items if given[item] == "yes"]
        if set(given.values()) == {"unknown"}:
            await self.phone.send("don't know")
        elif "unknown" in given.values():
            await super()._tick(shown, timeout)
        else:
            await self.phone.send(f"only {', '.join(there)}" if there else "none of these")


def report(answers: Mapping[str, str]) -> str:
    """What a laboratory prints of a case: names, values and limits, a line each."""
    lines = []
    for item, text in answers.items():
        if item.startswith(("I10.", "I9.gfr")) and not item.endswith("_uln") and text != "unknown":
            limit = answers.get(f"{item}_uln", "")
            beside = f" (<{limit.split()[0]})" if limit and limit != "unknown" else ""
            lines.append(f"{WORDS.items[item].label} {text}{beside}")
    return "\n".join(lines)


async def screened(screener: Screener, first: str = "") -> str | None:
    """Hold a screening, with a message at the first question; its outcome."""
    phone = screener.phone
    await phone.command("/screen")
    if first:
        await phone.until(lambda: phone.shown is not None)
        await phone.send(first)
    return outcome(await screener.hold(30.0, 200))


@pytest.mark.parametrize("busy_bot", ["polling"], indirect=True)
@pytest.mark.parametrize(
    "cases", [CASES[::3], pytest.param(CASES, marks=pytest.mark.soak)], ids=["a third", "all"]
)
async def test_whoever_writes_ends_as_whoever_taps(
    busy_bot: Bot, cases: Sequence[catalog.Case]
) -> None:
    """A contradiction that nobody is asked about is in none of them."""

    async def ends(first: int, way: type[Screener], *, pasted: bool) -> dict[str, str | None]:
        phones = [busy_bot.phone(first + number) for number in range(len(cases))]
        people = [
            way(phone, Patient(case.answers), "unknown", stop=False)
            for phone, case in zip(phones, cases, strict=True)
        ]
        reports = [report(case.answers) if pasted else "" for case in cases]
        found = await asyncio.gather(*map(screened, people, reports))
        return dict(zip((case.id for case in cases), found, strict=True))

    tapped = await ends(FIRST, Screener, pasted=False)
    assert set(tapped.values()) == {"#eligible", "#not_eligible", "#pending"}
    assert await ends(2 * FIRST, Writer, pasted=False) == tapped
    assert await ends(3 * FIRST, Writer, pasted=True) == tapped


async def test_an_eligible_man_takes_twenty_interactions(busy_bot: Bot) -> None:
    phone = busy_bot.phone(FIRST)
    text = await say(phone, "/screen")
    interactions = 1
    for line in MAN:
        text = await say(phone, line.format(report=REPORT))
        interactions += 1
        if "Is this right?" in text:
            text = await say(phone, "yes")
            interactions += 1
    assert text.rstrip().endswith("#eligible")
    assert interactions <= 20
