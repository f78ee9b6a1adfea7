"""What can be noted of a screening, and how it is read."""

from __future__ import annotations

import re

import pytest

from bot.screenings.outcomes.follow_up import Refusal, Refused, kept, read, read_lines, refused
from bot.screenings.outcomes.follow_up_fields import FIELDS, Kind
from bot.store import Noted
from bot.texts import languages, texts_in
from bot.texts.files import (
    FollowUpDeclined,
    FollowUpFields,
    FollowUpNames,
    FollowUpNotApproached,
    FollowUpOutcome,
    FollowUpOverridden,
    FollowUpUndone,
)
from tests.making import TODAY


def test_every_field_and_code_has_its_words() -> None:
    assert [*FollowUpFields.model_fields] == [*FollowUpNames.model_fields] == [*FIELDS]
    assert tuple(FollowUpOutcome.model_fields) == FIELDS["outcome"].codes
    assert tuple(FollowUpNotApproached.model_fields) == FIELDS["not_approached"].codes
    assert tuple(FollowUpDeclined.model_fields) == FIELDS["declined_because"].codes
    assert tuple(FollowUpOverridden.model_fields) == FIELDS["overridden"].codes
    assert tuple(FollowUpUndone.model_fields) == FIELDS["undone"].codes
    assert all(bool(one.codes) == (one.kind is Kind.CODE) for one in FIELDS.values())


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("referred to Lund", [Noted("referred_to", None, "Lund")]),
        (
            "referred to: Lund 1 mars 2026",
            [Noted("referred_to", None, "Lund"), Noted("referred_on", "2026-03-01")],
        ),
        ("referral date 2026-03-01", [Noted("referred_on", "2026-03-01")]),
        ("consent_date=2026-03-01", [Noted("consent_date", "2026-03-01")]),
        ("samtycke 27 feb 2026", [Noted("consent_date", "2026-02-27")]),
        ("consent version v3 2025-11-01", [Noted("consent_version", None, "v3 2025-11-01")]),
        ("outcome: screen_failure", [Noted("outcome", "screen_failure")]),
        ("Outcome after referral Randomised", [Noted("outcome", "randomised")]),
        ("outcome randomized", [Noted("outcome", "randomised")]),
        ("tackade nej", [Noted("outcome", "declined")]),
        ("annat: flyttade", [Noted("outcome", "other", "flyttade")]),
        ("not approached other: lives abroad", [Noted("not_approached", "other", "lives abroad")]),
        ("inte lämplig", [Noted("not_approached", "not_eligible")]),
        ("approached on 2026-03-01", [Noted("approached_on", "2026-03-01")]),
        ("informerad 2 mars 2026", [Noted("informed_on", "2026-03-02")]),
        ("too far to travel", [Noted("declined_because", "too_far")]),
        ("why declined: other: a move", [Noted("declined_because", "other", "a move")]),
        ("randomised on 2026-03-09", [Noted("randomised_on", "2026-03-09")]),
        ("overridden newer_result", [Noted("overridden", "newer_result")]),
        ("inklusion återtagen: noterat av misstag", [Noted("undone", "noted_in_error")]),
        ("outcome -", [Noted("outcome", None)]),
        ("declined; språk", [Noted("outcome", "declined"), Noted("not_approached", "language")]),
        ("referred to Lund. ", [Noted("referred_to", None, "Lund")]),
        ("declined. ; språk.", [Noted("outcome", "declined"), Noted("not_approached", "language")]),
        (
            "approached 2026-03-01, referred to Lund",
            [Noted("approached_on", "2026-03-01"), Noted("referred_to", None, "Lund")],
        ),
        (
            "referred to Lund, ward 5",
            [Noted("referred_to", None, "Lund, ward 5")],
        ),
        (
            "samtycke 27 feb 2026, informerad 2 mars 2026, remitterad till Lund",
            [
                Noted("consent_date", "2026-02-27"),
                Noted("informed_on", "2026-03-02"),
                Noted("referred_to", None, "Lund"),
            ],
        ),
        ("declined\nlanguage", [Noted("outcome", "declined"), Noted("not_approached", "language")]),
    ],
)
def test_lines_are_read(text: str, noted: list[Noted]) -> None:
    assert read_lines(text, TODAY) == noted


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("sentence", ["how", "write"])
def test_the_examples_can_be_followed(sentence: str, language: str) -> None:
    said = texts_in(language).follow_up.say(sentence, token="S0001")  # noqa: S106 - a screening
    examples = re.findall(r"/(?:outcome|utfall) S0001 (.+)", said)
    assert [len(kept(read_lines(one, TODAY))) for one in examples] == [3, 1]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hello", Refused.FIELD),
        ("consent tomorrow", Refused.DAY),
        ("consent 2026-04-01", Refused.DAY),
        ("consent 2026-03", Refused.DAY),
        ("consent 03/02/2026", Refused.SEVERAL),
        ("consent yesterday", Refused.SEVERAL),
        ("outcome cured", Refused.CODE),
        ("outcome enrolled: yes", Refused.CODE),
        ("outcome other", Refused.OWN_WORDS),
        ("referred to", Refused.OWN_WORDS),
        (f"referred to {'x' * 101}", Refused.LENGTH),
        ("referred to Lund 19121212-1212", Refused.IDENTIFIER),
        ("outcome other: Name: Anna Testsson", Refused.IDENTIFIER),
        ("19121212-1212", Refused.IDENTIFIER),
    ],
)
def test_what_cannot_be_noted_is_said_in_every_language(text: str, why: Refused) -> None:
    (found,) = read_lines(text, TODAY)
    assert isinstance(found, Refusal)
    assert found.why is why
    said = [refused(found, texts_in(one)) for one in languages()]
    assert len(set(said)) == len(said)
    assert not any("19121212" in one or "Testsson" in one for one in said)


def test_all_of_a_message_is_noted_or_nothing() -> None:
    assert kept(read_lines("declined; hello", TODAY)) == []
    assert len(kept(read_lines("declined; språk", TODAY))) == 2


def test_days_that_it_can_mean_are_offered() -> None:
    found = read("consent_date", "03/02/2026", TODAY)
    assert isinstance(found, Refusal)
    assert found.days == ("2026-02-03", "2026-03-02")
