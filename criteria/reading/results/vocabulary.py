"""The words around a result that are understood, in five languages. Data and its look-up only.

A word that is not here is not understood, and between a name and a number it stops the reading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.known.values import Comparator
from criteria.reading.results.lexemes import Sense

if TYPE_CHECKING:
    from collections.abc import Iterable

RUN = re.compile(r"[^\W_]+")
"""Letters and digits without anything between them."""

_WORDS: dict[Sense, str] = {
    Sense.FLAG: "high low hög låg abnormal critical förhöjd förhöjt sänkt hoch niedrig",
    Sense.FILLER: (
        "ålder;age;aged;"
        "resultat;resultatet;result;results;värde;värdet;value;wert;messwert;ergebnis;svar;provsvar"
        ";enhet;unit;units;einheit;enhed;ligger;ligger på;på;är;var;is;was;are;were;ist;war;at;of"
        ";nu;idag;i dag;today;now;har;has;har sjunkit;har stigit;sjunkit;stigit;till;to;abs;absolut"
        ";absoluta;absolute;absolutt;relativ;relativt;relative;total;totalt;ges;gesamt;tot;serum"
        ";plasma;blod;blood;helblod;i blod;i plasma;i serum;in blood;in serum;in plasma;count;antal"
        ";level;nivå;koncentration;concentration;konc;conc;name;id;code;kod;datetime;date;datum;dato"
        ";provdatum;provtagningsdatum;provtagning;provtagningstid;taget;tagen;taken;collected"
        ";lätt;lindrig;måttlig;svag;kraftig;uttalad;slight;slightly;mild;moderate;marked"
        ";fe;edta;heparin;citrat;citrate;rel;the;a;an;measured;uppmätt;senaste;latest;system;p;s;b"
    ),
    Sense.MISSING: (
        "ej besvarad;ej besvarat;ej besvarats;ej utfört;ej utförd;ej utförda;ej taget;ej tagen"
        ";ej tagits;ej svar;ej klar;ej klart;ej mätbart;ej mätbar;ej analyserad;ej analyserat"
        ";ej gjord;ej gjort;ej aktuellt;ej känt;kan ej besvaras;har inte tagits;inte taget"
        ";inte tagen;inte tagits;inte gjort;inte gjord;inte klart;saknas;kommer;väntas;väntar"
        ";inväntas;inväntar svar;makulerad;makulerat;avbeställd;okänt;okänd;vet ej;vet inte"
        ";ingen uppgift;se kommentar;se anmärkning;se not;se svar;koagel;koagulerat;koagulerad"
        ";pending;see note;see comment;see below;not done;not performed;not reported;not available"
        ";not tested;not known;not measured;not taken;unable to report;cancelled;canceled;clot"
        ";clotted;qns;tnp;n a;nd;null;none;unknown;don t know;dont know;no result;to follow"
        ";in progress;geronnen;folgt;ausstehend;n b;nicht bestimmt;s bem;afventer;annulleret"
        ";ikke utført;mangler;ikke målt;uppgift saknas"
    ),
    Sense.REFERENCE: (
        "ref;referens;referensvärde;referensvärden;referensintervall;referensområde;reference"
        ";reference range;reference interval;ref range;ref intervall;ref int;ref interval;normal"
        ";normalt;normalvärde;normalvärden;normal range;normalbereich;referenzbereich;referenz;norm"
        ";range;intervall;interval;uln;upper limit;upper limit of normal;övre gräns"
        ";övre normalgräns;övre referensgräns;upper;övre"
    ),
    Sense.PREVIOUS: (
        "förra;förra veckan;förra månaden;föregående;tidigare;previous;previously;prior;last week"
        ";last month;vorwert;forrige;tidligere;earlier;i går;igår;yesterday"
    ),
    Sense.SURFACE: "bsa;kroppsyta;body surface;body surface area;kroppsytan;kropsoverflade",
    Sense.ABOUT: (
        "ca;cirka;circa;approx;approximately;about;around;ungefär;omkring;runt;etwa;ungefähr"
    ),
    Sense.COMMENT: "kommentar;comment;anm;anmärkning;note;bemerkung",
}
_SIGNS: dict[Comparator, str] = {
    Comparator.LESS: (
        "less than;under;below;mindre än;lägre än;smaller than;lower than;kleiner als;unter"
        ";weniger als;mindre enn;mindre end"
    ),
    Comparator.MORE: (
        "more than;greater than;over;above;över;mer än;större än;högre än;higher than;größer als"
        ";über;mehr als;mer enn;større end"
    ),
    Comparator.AT_LEAST: "at least;minst;not less than;mindestens;mindst",
    Comparator.AT_MOST: "at most;högst;up to;upp till;not more than;höchstens;max;maximalt;højst",
}
_STEMS = (
    (re.compile(r"h(?:a?e|ä|æ)moly"), Sense.HAEMOLYSIS),
    (re.compile(r"(?:trombocyt|thrombocyt|platelet)?aggrega|clump|klump"), Sense.AGGREGATES),
)
_NEGATIONS = ("ingen", "inga", "inte", "ej", "no", "not", "without", "utan", "keine", "ikke")

JOINERS = re.compile(
    r"och|and|und|og|samt|med|with|har|has|hade|varav|därav|visar|visade|shows|showed|lab"
    r"|labs|prov|prover|blodprov|blodprover|provsvar|idag|today|nu|senaste|leverprover"
    r"|leverstatus|blodstatus|cbc|cmp|total|totalt|tot|pat|patienten|patient|is|was|hos"
    r"|resultat|result|name|id|code|analys|serum|plasma|blood|p|s|b|av|of|on|this|in"
    r"|venöst|the|absolut|absolute"
)
"""Words that may stand directly in front of a name without changing what it means."""

DEMANDS = re.compile(
    r"\b(?:krav|kräv[es]r?|kriteri\w{0,3}|criteri\w{0,3}|requir\w{0,6}|inklusionskrit\w{0,8}|inclusion"
    r"|exclusion|exklusion\w{0,10}|målvärde\w{0,2}|target|cut-?off|ska(?:ll)? vara|must be"
    r"|should be|bör vara|om|if|when|när)\b",
    re.IGNORECASE,
)
"""Words that make what follows a requirement or a condition, not a result."""

SAMPLED = re.compile(
    r"\b(?:prov\w{0,16}|taget|tagen|tagna|taken|tagits|collect\w{0,4}|sampl\w{0,4}|drawn|entnahme\w{0,5}"
    r"|abnahme\w{0,5}|prøve\w{0,12}|datum|date|dato|observation\w{0,6}|labs?|analysdatum)\b",
    re.IGNORECASE,
)
"""Words that make a day the day of the sample."""

_ENTRIES: dict[str, list[tuple[tuple[str, ...], Sense | Comparator]]] = {}


def _enter(phrases: Iterable[str], meaning: Sense | Comparator) -> None:
    for phrase in phrases:
        words = tuple(phrase.split())
        _ENTRIES.setdefault(words[0], []).append((words, meaning))


for _kind, _phrases in _WORDS.items():
    _enter(_phrases.split(";") if ";" in _phrases else _phrases.split(), _kind)
for _comparator, _phrases in _SIGNS.items():
    _enter(_phrases.split(";"), _comparator)
for _found in _ENTRIES.values():
    _found.sort(key=lambda entry: -len(entry[0]))

_BETWEEN = re.compile(r"[ .'/-]{1,2}")


def meaning_at(text: str, start: int, end: int) -> tuple[int, Sense | Comparator] | None:
    """Give the longest known phrase that begins here: where it ends, and what it says."""
    first = RUN.match(text, start, end)
    if first is None:
        return None
    word = first[0].casefold()
    if word in _NEGATIONS:
        return _denied(text, first.end(), end) or _phrase(text, first, end)
    for stem, kind in _STEMS:
        if stem.match(word):
            return first.end(), kind
    return _phrase(text, first, end)


def _phrase(text: str, first: re.Match[str], end: int) -> tuple[int, Sense | Comparator] | None:
    for words, meaning in _ENTRIES.get(first[0].casefold(), ()):
        stop = _rest(text, first.end(), end, words[1:])
        if stop is not None:
            return stop, meaning
    return None


def _rest(text: str, start: int, end: int, words: tuple[str, ...]) -> int | None:
    """Follow the words of a phrase; where it ends, or None if it does not go on."""
    for word in words:
        between = _BETWEEN.match(text, start, end)
        run = RUN.match(text, between.end(), end) if between else None
        if run is None or run[0].casefold() != word:
            return None
        start = run.end()
    return start


def _denied(text: str, start: int, end: int) -> tuple[int, Sense] | None:
    """Take "no haemolysis" as saying nothing."""
    between = _BETWEEN.match(text, start, end)
    run = RUN.match(text, between.end(), end) if between else None
    if run and any(stem.match(run[0].casefold()) for stem, _ in _STEMS):
        return run.end(), Sense.FILLER
    return None
