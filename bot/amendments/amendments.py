"""What an amendment changed, in words, criterion by criterion. Nothing is read or judged here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.amendments.items import ItemChanges, differing, text_changes
from bot.presentation.sentences import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.texts.words import Texts
    from criteria.trial.trial import Trial

_CONTEXT = "CTX"
_GENERAL = ("title", "about", "provenance", "not_in_registry", "outcomes", "changes", "screens")
"""A trial's words that belong to no criterion; those of choices are told by their own."""


def diff(old: Trial, new: Trial, texts: Texts) -> list[str]:
    """Say what changed from one version of a trial to another.

    Args:
        old: the version before.
        new: the version after; the criteria are told in its order.
        texts: the bot's words, in the language to say it in.
    """
    return list(_Diff(old, new, texts).lines())


class _Diff:
    """Compares two versions of a trial."""

    def __init__(self, old: Trial, new: Trial, texts: Texts) -> None:
        self.old = old
        self.new = new
        self.texts = texts
        self.say = texts.amendments
        self.items = ItemChanges(old, new, texts)
        self.words = (self.items.old.words, self.items.new.words)

    def lines(self) -> Iterator[str]:
        """Return everything: the heading, each criterion, what is shown, wording, the rest."""
        yield from self._heading()
        same = []
        for name in self.new.criteria:
            found = list(self._criterion(name))
            if not found:
                same.append(name)
                continue
            yield ""
            yield self._named(name)
            yield from (f"  {line}" for line in found)
        yield from self._gone()
        yield from self._section(self.say.other_questions, list(self.items.of(_CONTEXT)))
        yield from self._section(self.say.advisories, list(self._advisories()))
        yield from self._section(self.say.order, list(self._order()))
        yield from self._section(self.say.wording_only, list(self._wording()))
        if same:
            yield from ("", self.say.say("unchanged", criteria=", ".join(same)))

    def _heading(self) -> Iterator[str]:
        old, new = self.old.protocol, self.new.protocol
        details = {"acronym": new.acronym, "before": old.version, "after": new.version}
        yield self.say.say("heading", **details)
        for protocol in (old, new):
            if protocol.status == "draft":
                yield f"{protocol.version}: {self.texts.summary.draft}"

    def _named(self, name: str) -> str:
        return f"{name} {self.words[1].criteria[name].label}"

    def _criterion(self, name: str) -> Iterator[str]:
        """Say what changed in one criterion of the new version."""
        if name not in self.old.criteria:
            yield self.say.say("criterion_new", text=self._text(1, name))
            yield from self.items.of(name)
            return
        yield from text_changes(self.say.text, self._text(0, name), self._text(1, name), self.texts)
        old, new = self.old.criteria[name], self.new.criteria[name]
        if old.rule != new.rule:
            before, after = self.items.before.changed(old.rule, self.items.after, new.rule)
            yield self.say.say("criterion_rule", before=before, after=after)
        if old.applies != new.applies:
            yield from self._applies(name)
        yield from self._at_odds(name)
        yield from self.items.of(name)

    def _at_odds(self, criterion: str) -> Iterator[str]:
        """Say which answers do not go together any more, and which ones do again."""
        old, new = (
            [entry for entry in trial.protocol.at_odds if criterion in entry.criteria]
            for trial in (self.old, self.new)
        )
        for entries, others, says, words, gone in (
            (old, new, self.items.before, self.words[0], "at_odds_gone"),
            (new, old, self.items.after, self.words[1], None),
        ):
            for entry in entries:
                if entry not in others:
                    name = gone or ("at_odds_unknown" if entry.unknown else "at_odds_pointed_out")
                    when = says.expression(entry.when)
                    yield self.say.say(name, when=when, text=words.at_odds[entry.id])

    def _text(self, which: int, name: str) -> str:
        """Return a criterion's text, in the language if the trial is worded in it.

        The registry's own where it changed and its translation did not.
        """
        trials = (self.old, self.new)
        own = [
            words.criteria[name].text if name in words.criteria else None for words in self.words
        ]
        known = [trial.criteria[name].text for trial in trials if name in trial.criteria]
        same_translation = own[0] == own[1] and len(set(known)) > 1
        text = own[which]
        return trials[which].criteria[name].text if text is None or same_translation else text

    def _applies(self, name: str) -> Iterator[str]:
        """Say whom a criterion concerns, before and now."""
        says = (self.items.before, self.items.after)
        found = [trial.criteria[name].applies for trial in (self.old, self.new)]
        before, after = (
            self.say.everybody if node is None else one.expression(node)
            for one, node in zip(says, found, strict=True)
        )
        yield self.say.say("criterion_applies", before=before, after=after)

    def _gone(self) -> Iterator[str]:
        for name in self.old.criteria:
            if name not in self.new.criteria:
                yield ""
                yield f"{name} {self.words[0].criteria[name].label}"
                yield f"  {self.say.say('criterion_gone', text=self._text(0, name))}"
                yield from (f"  {line}" for line in self.items.of(name))

    def _advisories(self) -> Iterator[str]:
        """Say which advisories came, went or changed."""
        before, after = (
            {one.id: one for one in trial.protocol.advisories} for trial in (self.old, self.new)
        )
        old, new = (words.advisories for words in self.words)
        for name in after:
            if name not in before:
                yield self.say.say("advisory_new", advisory=name, text=new[name])
                continue
            yield from text_changes(name, old[name], new[name], self.texts)
            if before[name].when != after[name].when:
                was = self.items.before.expression(before[name].when)
                now = self.items.after.expression(after[name].when)
                yield self.say.say("advisory_when", advisory=name, before=was, after=now)
        for name in before:
            if name not in after:
                yield self.say.say("advisory_gone", advisory=name, text=old[name])

    def _order(self) -> Iterator[str]:
        """Say whether the questions that both have are asked in another order."""
        both = self.old.items.keys() & self.new.items.keys()
        old, new = ([i for i in trial.order if i in both] for trial in (self.old, self.new))
        if old != new:
            yield self.say.order_changed

    def _wording(self) -> Iterator[str]:
        """Say what is worded otherwise and decides nothing."""
        old, new = self.words
        for name in self.new.criteria:
            before = old.criteria[name].label if name in old.criteria else None
            after = new.criteria[name].label
            if before not in (None, after):
                yield self.say.say("label_changed", criterion=name, before=before, after=after)
        for item in self.new.items:
            fields = self.items.wording(item)
            if fields:
                yield f"{item}: {', '.join(fields)}"
        yield from self._choices()
        general = [name for name in differing(old, new) if name in _GENERAL]
        if general:
            yield self.say.say("general", fields=", ".join(general))

    def _choices(self) -> Iterator[str]:
        old, new = (words.choices for words in self.words)
        for code in old.keys() & new.keys():
            if old[code] != new[code]:
                details = {"before": shortened(old[code]), "after": shortened(new[code])}
                yield self.say.say("choice_worded", code=code, **details)

    @staticmethod
    def _section(title: str, lines: list[str]) -> Iterator[str]:
        if lines:
            yield from ("", title)
            yield from (f"  {line}" for line in lines)
