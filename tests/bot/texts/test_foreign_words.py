"""No language has a word of another one in it, and no name from inside the program."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from bot.dialogs.events import GoOn, Typed
from bot.dialogs.machine import step
from bot.dialogs.phases import Phase
from bot.dialogs.session import Script, Session
from bot.presentation.render import Renderer
from bot.texts import languages, texts_in
from tests.making import TODAY, TRIAL
from tests.saying import everything

_NOT_SAID = re.compile(
    r"\{.*?\}"  # a detail
    r"|`.*?`|/[a-z]+(?: owner| coordinator| screener| investigator)?"  # a command
    r"|(?<=[ (])--[a-z]+|\[[a-z]+\]"  # an option
    r"|[“”](?:answers|reference_date|id)”|\"reference_date\""  # a key of an input file
)
_WORD = re.compile(r"[^\W\d_]+")

ALIKE = {
    ("en", "sv"): """
        ab d e g m² n p s t v x
        be bundle clearance data demonstration form format i in just
        lund patient per period person personal
        process segment server servers status system text under version
        bedside redcap telegram prescreening screening screener
        bsa ecog fhir gfr hb hl ndjson observation oru pdf pem pip png rs rsa svg tpk
        ctrl enter eof esc f id install json l sighup utf
        a age annex b c cfr csv doctor fhir gamp hand installation k keygen lines log plan
        postgresql pyrage sdtm sha verify
    """
}
"""The words that two languages both have: each was looked at in both of them."""


def said_in(language: str) -> set[str]:
    """Every word of a language's sentences."""
    text = " ".join(_NOT_SAID.sub(" ", sentence) for sentence in everything(language).values())
    return {word.casefold() for word in _WORD.findall(text)}


@pytest.mark.parametrize(("one", "other"), [*combinations(languages(), 2)])
def test_no_word_is_in_two_languages_that_was_not_looked_at(one: str, other: str) -> None:
    assert said_in(one) & said_in(other) == set(ALIKE[one, other].split())


@pytest.mark.parametrize("language", languages())
def test_no_sentence_shows_a_name_from_inside(language: str) -> None:
    for name, sentence in everything(language).items():
        said = _NOT_SAID.sub(" ", sentence)
        assert not re.search(r"\w_\w", said), name
        assert not re.search(r"\b[A-Z]{1,3}[0-9]{1,2}\.[a-z]", said), name


SAID_FOR = {"en": ("vet ej", "inväntas", "ja", "nej"), "sv": ("unknown", "pending", "yes", "no")}
"""What is typed in the other language: nothing that is shown repeats it."""


@pytest.mark.parametrize("typed", [0, 1, 3])
@pytest.mark.parametrize("language", languages())
def test_no_screen_repeats_what_was_typed_in_another_language(language: str, typed: int) -> None:
    """And none shows a name from inside, whatever is asked and whatever the summary says."""
    script, texts = Script(TRIAL), texts_in(language)
    word = SAID_FOR[language][typed]
    session = Session("S0001", TRIAL.protocol.id, TRIAL.protocol.version, TODAY, language)
    for _ in range(80):
        session, effects = step(session, Typed(word), script, TODAY)
        shown = Renderer(session, script, texts).message(effects).text
        if session.state is Phase.SUMMARY:
            break
        if session.state is Phase.FAILED:
            session, _ = step(session, GoOn(), script, TODAY)
        elif word in ("ja", "nej", "yes", "no"):
            session, _ = step(session, Typed("?"), script, TODAY)
        told = "\n".join(line for line in shown.splitlines() if line[:1] in "✓?…⚠")
        assert not re.search(rf"\b{word}\b", told), told
        assert not re.search(r"\b[A-Z]{1,3}[0-9]{0,2}\.[a-z]", shown), shown
