"""The names of a trial's numbers and of other analytes, and their places in a text.

A name counts only where nothing in front makes it another one: U-albumin, mean corpuscular
hemoglobin and a ratio's second half are not ours. Found in one pass.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from criteria.reading.languages.wordlists import named_lists, words
from criteria.reading.reports.context import Found, Name, in_context
from criteria.reading.results.vocabulary import RUN
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.trial.trial import Trial

_BETWEEN = re.compile(r" ?[-,.()\[\]+#/';]{0,4} ?")
_NUMBER_BEFORE = re.compile(r"[0-9][ \t|]{0,30}(?:[-+*!]{1,3}|[HL]{1,2})?[ \t|]{0,30}$")
_FARTHEST = 64
_PER = re.compile(r" ?/ ?(?:[dnµu]?l|lit(?:er|re))\b", re.IGNORECASE)
_LITRE = re.compile(r"[dmµu]?l|lit(?:er|re)", re.IGNORECASE)
_PROPERTY = re.compile(
    r"(?<=[\w)\]]); ?(?:massk|antalk|antalskonc|subst\.?k|stofk|kat\.?k|arb\.?k|masskonc)\b"
    r"\.?(?: ?\([^()\n]{0,30}\))? ?=?",
    re.IGNORECASE,
)
_BECKMAN = re.compile(r"(?<![^\W_])NE(?=[#%])")
"""Neutrophils, as analysers of Beckman Coulter print them."""
_SAHLI = re.compile(r"(?<=[hg]b)%(?=[ \t:=-]{0,9}[0-9]{1,3}(?:[.,][0-9])? ?g)", re.IGNORECASE)
"""Hb% in front of grams: of the method that gave it in per cent its name alone is left."""
_CELL = 60
_BLOODS = (
    frozenset(("b", "ab", "vb", "cb", "kb", "fb", "sg")),
    frozenset(("p", "s", "fp", "fs", "ap", "vp", "pl")),
    frozenset(("pt", "fpt")),
)
_SHORT = 2
_GLUED = re.compile(r"[^\W\d_]{2,}(?=[0-9])")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{5})\. (?=[^\W\d_a-zåäöæøéè])")
"""Behind a word that is no abbreviation: he has ascites. Albumin 28 g/L."""
_SYMBOLS = re.compile("Fe|Na|K|Cl|Ca|Mg|SR|LD|AP|GT|CK|PK|PT|PTH|BT|BP|BE|pH|IG|T3|T4")
_INFLECTIONS = ("na", "et", "er", "värdet", "värde")


_Words = tuple[str, ...]
_Entry = tuple[_Words, Name]
OTHER = Name(None)


class Names:
    """Every name that is known with a trial, by its first word."""

    def __init__(self, trial: Trial) -> None:
        """Collect the names of the trial's numbers, then the other analytes."""
        self._known: dict[_Words, Name] = {}
        named = [
            each
            for item in trial.items.values()
            if isinstance(item, NumberItem)
            for each in _names_of(item)
        ]
        for text, name in (*named, *_synonyms(named)):
            self._enter(text, name)
            for specimen in name.specimens:
                self._enter(f"{specimen}-{text}", name)
        for text in _others():
            self._enter(text, OTHER)
        self._longer: dict[_Words, list[_Entry]] = {}
        for entry in sorted(self._known.items(), key=lambda entry: -len(entry[0])):
            if len(entry[0]) > 1:
                self._longer.setdefault(entry[0][:2], []).append(entry)
        self._begins = {words[0] for words in self._known if words}
        self._may_begin = lru_cache(maxsize=4096)(self._begins_name)

    def _enter(self, text: str, name: Name) -> None:
        self._known.setdefault(_words(text), name)

    def find(self, text: str) -> Iterator[Found]:
        """Every name in the order of the text."""
        before = 0
        last = -1
        for run in RUN.finditer(text):
            if run.start() < before:
                continue
            hit = self._at(text, run)
            if hit is not None:
                name, end = hit
                end += text[end : end + 1] == "#"
                found = in_context(text, run.start(), end, name, last)
                before = last = end
                yield found

    def is_name(self, cell: str) -> bool:
        """Whether a table's cell is a name, with a unit or a code at most."""
        found = next(self.find(cell), None) if len(cell) <= _CELL else None
        return found is not None and not found.misleading and not cell[: found.start].strip(' "*')

    def whole(self, text: str) -> Name | None:
        """What a text means that is nothing but a name, such as Hemoglobin (Hb); None if not."""
        found = list(self.find(text)) if self._may_be_whole(text) else []
        means = {each.name for each in found}
        rest = "".join(
            text[before.end if before else 0 : each.start if each else len(text)]
            for before, each in zip((None, *found), (*found, None), strict=True)
        )
        plain = not any(char.isalnum() for char in rest)
        unfit = any(each.misleading for each in found)
        return means.pop() if plain and not unfit and len(means) == 1 else None

    def _may_be_whole(self, text: str) -> bool:
        """Whether what follows the first name of a text may begin another, if anything does."""
        first = next(self.find(text), None) if len(text) <= _CELL else None
        behind = RUN.search(text, first.end) if first else None
        return first is not None and (behind is None or self._may_begin(behind[0].casefold()))

    def _at(self, text: str, run: re.Match[str]) -> tuple[Name, int] | None:
        word = run[0].casefold()
        if not self._may_begin(word):
            return None
        hit = self._longest(word, text, run) or self._glued(word, run.start())
        return None if hit and (_behind_number(text, run) or _ends_unit(text, run)) else hit

    def _begins_name(self, word: str) -> bool:
        """Whether a word can begin a name at all: as it is, without its ending, or glued."""
        return any(stem in self._begins for stem in (word, *_stems(word))) or bool(
            self._glued(word, 0)
        )

    def _longest(self, word: str, text: str, run: re.Match[str]) -> tuple[Name, int] | None:
        """Return the longest name that begins with a word as it is, or without its ending."""
        for stem in (word, *_stems(word)):
            if stem in self._begins:
                for parts, name in self._beginning(stem, text, run.end()):
                    end = _end_of(parts, text, run.end())
                    if end is not None and (name.item or _clear(text, run, end)):
                        return name, end
        return None

    def _beginning(self, word: str, text: str, end: int) -> Iterator[_Entry]:
        """The names that begin with this word and may go on with the next one, longest first."""
        between = _BETWEEN.match(text, end)
        following = RUN.match(text, between.end()) if between else None
        if following:
            yield from self._longer.get((word, following[0].casefold()), ())
        if (word,) in self._known:
            yield (word,), self._known[(word,)]

    def _glued(self, word: str, start: int) -> tuple[Name, int] | None:
        """Find a name of letters with its number glued on: Hb105g."""
        letters = _GLUED.match(word)
        if letters and word.startswith("npu") and word[3:].isdecimal():
            return OTHER, start + len(word)
        name = self._known.get((letters[0],)) if letters else None
        if letters and name is not None and name.item and not name.unsure:
            return name, start + letters.end()
        return None


def plainly_named(text: str) -> str:
    """The text without kinds of property behind names: B-Hemoglobin; massk. = 118 g/L."""
    text = _BECKMAN.sub("NEUT", text) if "NE" in text else text
    text = _SAHLI.sub("", text) if "%" in text else text
    return _PROPERTY.sub("", text) if ";" in text else text


def _stems(word: str) -> list[str]:
    """A word without its Swedish ending: trombocyterna, bilirubinet."""
    if not word.endswith(_INFLECTIONS):
        return []
    stems = [word.removesuffix(ending) for ending in _INFLECTIONS if word.endswith(ending)]
    return [stem for stem in stems if len(stem) > 1]


def _behind_number(text: str, run: re.Match[str]) -> bool:
    """Whether a word is the first half of a unit behind a number, a flag between: 4,7 + Gpt/l."""
    if _PER.match(text, run.end()) is None:
        return False
    place = run.start()
    return _NUMBER_BEFORE.search(text, max(0, place - _FARTHEST), place) is not None


def _ends_unit(text: str, run: re.Match[str]) -> bool:
    """Whether a word is the second half of a unit: the l of “5,8 G/l  NEUT” begins no name."""
    slash = text[: run.start()].rstrip(" ")
    return slash.endswith("/") and _LITRE.fullmatch(run[0]) is not None


def _clear(text: str, run: re.Match[str], end: int) -> bool:
    """Whether another analyte's name is one: in one sentence; if K, Ca or Mg, no unit or word."""
    if end - run.start() > _SHORT:
        return ". " not in text[run.end() : end] or not _SENTENCE_END.search(text, run.start(), end)
    before, after = text[max(0, run.start() - 2) : run.start()], text[end : end + 1]
    if after == "/" or before.endswith(("(", "/")) or before.rstrip(" ")[-1:].isdigit():
        return False
    return _SYMBOLS.fullmatch(run[0]) is not None


def _names_of(item: NumberItem) -> Iterator[tuple[str, Name]]:
    specimens = _specimens(item)
    for method, names in item.method_names.items():
        for text in names:
            yield text, Name(item.id, method=method, specimens=specimens)
    for text in (*item.names, *item.codes):
        yield text, Name(item.id, specimens=specimens)
    for text in item.names_to_confirm:
        yield text, Name(item.id, unsure=True, specimens=specimens)
    for parts in item.summed_names:
        for text in parts:
            yield text, Name(item.id, part=text, specimens=specimens)


def _words(text: str) -> tuple[str, ...]:
    return tuple(RUN.findall(text.casefold()))


def _synonyms(named: list[tuple[str, Name]]) -> Iterator[tuple[str, Name]]:
    """The other names of every concept that one of the trial's own names belongs to."""
    for concept, texts in named_lists("analytes").items():
        known = set(map(_words, texts)) if concept != "other" else set()
        for name in dict.fromkeys(name for text, name in named if _words(text) in known):
            for text in texts:
                yield text, name
                yield _unaccented(text), name


@cache
def analyte_names() -> frozenset[tuple[str, ...]]:
    """Return the names of analytes whatever the trial, each as its words in small letters."""
    named = (text for texts in named_lists("analytes").values() for text in texts)
    return frozenset(map(_words, (*named, *_others())))


@cache
def analyte_words() -> frozenset[str]:
    """Return every word of the names of analytes, in small letters."""
    return frozenset(word for name in analyte_names() for word in name)


def _unaccented(text: str) -> str:
    """The text as it is typed on a keyboard without accents."""
    return "".join(char for char in normalize("NFD", text) if not combining(char))


def _specimens(item: NumberItem) -> frozenset[str]:
    """The prefixes that the item's names allow: those of blood where B-Hb is one."""
    names = (*item.names, *(name for names in item.method_names.values() for name in names))
    written = {name.split("-")[0].casefold() for name in names if "-" in name}
    fitting = [family for family in _BLOODS if family & written]
    return frozenset().union(*(fitting or _BLOODS))


def _others() -> list[str]:
    lines = files(__package__).joinpath("other_analytes.txt").read_text("utf-8").splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    known = words("analytes", "other")
    return [*kept, *known, *map(_unaccented, known)]


def _end_of(parts: tuple[str, ...], text: str, end: int) -> int | None:
    """Follow the further words of a name; where it ends, or None if it does not go on."""
    for word in parts[1:]:
        between = _BETWEEN.match(text, end)
        run = RUN.match(text, between.end()) if between else None
        if run is None or run[0].casefold() != word:
            return None
        end = run.end()
    return end


class _ByIdentity:
    """A trial as a key: it holds tables and cannot be hashed by its content."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial

    def __hash__(self) -> int:
        return id(self.trial)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.trial is self.trial


@lru_cache(maxsize=8)
def _names(key: _ByIdentity) -> Names:
    return Names(key.trial)


def names_of(trial: Trial) -> Names:
    """The names that are known with a trial, collected once."""
    return _names(_ByIdentity(trial))
