"""Invented texts of every shape: those that identify somebody, and those that do not.

Nothing here is anybody's: names, numbers and dates come from a seeded generator.
"""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

from stdnum import luhn
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.iso7064 import mod_11_10
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pl import pesel

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_FAMILIES = ("Svensson", "Lindqvist", "Smith", "Müller", "Nowak", "García", "Rossi", "Virtanen")
_LETTERS = "ABCDEFGHJKLMNPRSTUWXYZ"
_HIDDEN = ("\u200b", "\u00ad", "\u200d", "\u2060", "\ufeff")
_SCRIPTS = "٠०０۰"  # noqa: RUF001 - zeros of other scripts


def digits(random: Random, count: int) -> str:
    """Return as many random digits."""
    return "".join(random.choices("0123456789", k=count))


def born(random: Random) -> tuple[int, int, int]:
    """Return the birth date of an adult: year, month, day."""
    year, month = random.randint(1935, 2004), random.randint(1, 12)
    return year, month, random.randint(1, calendar.monthrange(year, month)[1])


def sampled(random: Random) -> tuple[str, str, str, str, str]:
    """Return a day and a time of sampling: yyyy, mm, dd, hh, mm."""
    year, month = random.randint(2023, 2027), random.randint(1, 12)
    day = random.randint(1, calendar.monthrange(year, month)[1])
    return (
        *(f"{year}", f"{month:02}", f"{day:02}"),
        *(f"{random.randint(0, 23):02}", f"{random.randint(0, 59):02}"),
    )


def _other(random: Random, digit: str) -> str:
    """Return another digit than one: the slip of a finger."""
    return random.choice("0123456789".replace(digit, ""))


def _swedish(random: Random, shift: int = 0) -> tuple[str, str]:
    """Return a number's date of eight digits and its last four."""
    year, month, day = born(random)
    date = f"{year}{month:02}{day + shift:02}"
    serial = digits(random, 3)
    return date, serial + luhn.calc_check_digit(date[2:] + serial)


def _mistyped(random: Random) -> str:
    date, last = _swedish(random)
    return f"{date[random.choice((0, 2)) :]}-{last[:3]}{_other(random, last[3])}"


def _coordination(random: Random) -> str:
    date, last = _swedish(random, 60)
    return f"{date[2:]}-{last[: random.choice((3, 4))]}"


def _in_another_script(random: Random, text: str) -> str:
    zero = ord(random.choice(_SCRIPTS))
    return "".join(chr(zero + int(sign)) if sign.isdigit() else sign for sign in text)


def _hidden(random: Random, text: str) -> str:
    place = random.randrange(1, len(text))
    return text[:place] + random.choice(_HIDDEN) + text[place:]


def _swedish_written(random: Random) -> str:
    date, last = _swedish(random)
    short = date[2:]
    return random.choice(
        (
            *(f"{short}-{last}", f"{date}-{last}", f"{date}{last}", f"{short}{last}"),
            *(f"{short} {last}", f"{date} {last}", f"{short}–{last}", f"{short} - {last}"),
            f"{date[:4]}-{date[4:6]}-{date[6:]} {last}",
            f"{date[:4]}-{date[4:6]}-{date[6:]}-{last}",
            f"{short[:2]} {short[2:4]} {short[4:]} {last}",
            " ".join(short + last),
            *(f"{short}-\n{last}", f"{short}\n-{last}", f"{short}/{last}", f"{short}+{last}"),
        )
    )


def _swedish_introduced(random: Random) -> str:
    word = random.choice(
        ("pnr", "personnummer: ", "Personnr ", "Pat: ", "p.nr ", "Personnummer\n", "PNR:")
    )
    return word + _swedish_written(random)


def _in_a_sentence(random: Random) -> str:
    return f"Hb 105 g/L, {_swedish_written(random)}, TPK 230"


def _until(random: Random, make: Callable[[Random], str], check: Callable[[str], bool]) -> str:
    while not check(number := make(random)):
        pass
    return number


def _norwegian(random: Random) -> str:
    def made(random: Random) -> str:
        year, month, day = born(random)
        serial = random.randint(0, 499) if year < 2000 else random.randint(500, 999)
        start = f"{day:02}{month:02}{year % 100:02}{serial:03}"
        first = fodselsnummer.calc_check_digit1(start)
        return f"{start}{first}{fodselsnummer.calc_check_digit2(start + first)}"

    number = _until(random, made, fodselsnummer.is_valid)
    spaced = f"{number[:6]} {number[6:]}"
    return random.choice((number, spaced, f"fnr {number}", f"Fødselsnummer: {spaced}"))


def _norwegian_mistyped(random: Random) -> str:
    number = "".join(filter(str.isdigit, _norwegian(random)))
    return f"{random.choice(('fnr', 'fødselsnr:'))} {number[:10]}{_other(random, number[10])}"


def _danish(random: Random) -> str:
    year, month, day = born(random)
    number = f"{day:02}{month:02}{year % 100:02}-{random.randint(0, 4999):04}"
    bare = number.replace("-", "")
    return random.choice((number, f"CPR {number}", f"cpr-nr. {bare}", f"CPR: {bare}"))


def _finnish(random: Random) -> str:
    year, month, day = born(random)
    sign = "-" if year < 2000 else "A"
    date, serial = f"{day:02}{month:02}{year % 100:02}", f"{random.randint(2, 899):03}"
    number = f"{date}{sign}{serial}{hetu._calc_checksum(date + serial)}"  # noqa: SLF001
    return random.choice((number, f"hetu {number}", f"Henkilötunnus: {number}"))


def _icelandic(random: Random) -> str:
    year, month, day = born(random)
    weights = (3, 2, 7, 6, 5, 4, 3, 2)
    while True:
        start = f"{day:02}{month:02}{year % 100:02}{random.randint(20, 99)}"
        check = -sum(w * int(d) for w, d in zip(weights, start, strict=True)) % 11
        if check < 10:
            break
    tail = f"{start[6:]}{check}{9 if year < 2000 else 0}"
    return random.choice(
        (f"{start[:6]}-{tail}", f"kt. {start[:6]}-{tail}", f"kt {start[:6]}{tail}")
    )


def _american(random: Random) -> str:
    area = random.choice((random.randint(1, 665), random.randint(667, 899)))
    number = f"{area:03}-{random.randint(1, 99):02}-{random.randint(1, 9999):04}"
    bare = number.replace("-", "")
    return random.choice(
        (number, f"SSN {number}", f"SSN: {bare}", f"SSN {number.replace('-', ' ')}")
    )


def _health_service(random: Random) -> str:
    number = _until(random, lambda random: random.choice("4679") + digits(random, 9), nhs.is_valid)
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    return random.choice(
        (number, spaced, f"NHS {spaced}", f"NHS No: {number}", f"NHS number {spaced}")
    )


def _medicare(random: Random) -> str:
    letters, both = "ACDEFGHJKMNPQRTUVWXY", "0123456789ACDEFGHJKMNPQRTUVWXY"
    first = random.choice("123456789") + random.choice(letters) + random.choice(both)
    parts = (
        first + digits(random, 1),
        random.choice(letters) + random.choice(both) + digits(random, 1),
        "".join(random.choices(letters, k=2)) + digits(random, 2),
    )
    word = random.choice(("", "", "MBI ", "Medicare no: "))
    return word + random.choice(("-", "")).join(parts)


def _introduced(random: Random) -> str:
    """Return a number that only its name tells: of Portugal, Scotland, Ireland, Ontario."""
    nine, ten = digits(random, 9), digits(random, 10)
    return random.choice(
        (
            *(f"NIF {nine}", f"NIF: {nine[:3]} {nine[3:6]} {nine[6:]}", f"Nº de utente {nine}"),
            *(f"Número de utente: {nine}", f"NISS {ten}1", f"CHI {ten}", f"CHI number: {ten}"),
            *(f"PPSN {nine[:7]}WA", f"PPS number {nine[:7]}T"),
            f"OHIP {ten[:4]}-{ten[4:7]}-{ten[7:]}-AB",
        )
    )


def _insurance(random: Random) -> str:
    first = random.choice("ABCEGHJKLMNPRSTWXYZ") + random.choice("ABCEGHJKLMNPRSTWXYZ")
    pairs = [digits(random, 2) for _ in range(3)]
    last = random.choice("ABCD")
    spaced = " ".join((first, *pairs, last))
    bare = spaced.replace(" ", "")
    return random.choice((spaced, bare, f"NI number {spaced}", f"NINO: {bare}", f"NI no. {bare}"))


def _german(random: Random) -> str:
    return random.choice((_german_tax, _german_insured))(random)


def _german_tax(random: Random) -> str:
    def made(random: Random) -> str:
        pool = random.sample("0123456789", 9)
        pool.append(random.choice(pool))
        random.shuffle(pool)
        start = "".join(pool)
        return start + mod_11_10.calc_check_digit(start)

    number = _until(random, made, idnr.is_valid)
    spaced = f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"
    return random.choice((number, spaced, f"Steuer-ID {spaced}", f"IdNr. {number}"))


def _german_insured(random: Random) -> str:
    letter, start = random.choice(_LETTERS), digits(random, 8)
    counted = f"{ord(letter) - 64:02}{start}"
    each = [int(digit) * (1 + place % 2) for place, digit in enumerate(counted)]
    number = f"{letter}{start}{sum(one // 10 + one % 10 for one in each) % 10}"
    word = random.choice(("", "KVNR ", "Versichertennummer: ", "Krankenversichertennr. "))
    return word.replace("Krankenversichertennr. ", "Versicherten-Nr. ") + number


def _french(random: Random) -> str:
    year, month, _ = born(random)
    parts = (
        random.choice("12"),
        f"{year % 100:02}",
        f"{month:02}",
        f"{random.randint(1, 95):02}".replace("20", "21"),
        digits(random, 3),
        digits(random, 3),
    )
    key = nir.calc_check_digits("".join(parts))
    spaced, bare = " ".join((*parts, key)), "".join((*parts, key))
    return random.choice((spaced, bare, f"NIR {spaced}", f"N° sécu : {bare}"))


def _dutch(random: Random) -> str:
    number = _until(random, lambda random: random.choice("1234") + digits(random, 8), bsn.is_valid)
    return random.choice((number, f"BSN {number}", f"burgerservicenummer: {number}"))


def _polish(random: Random) -> str:
    year, month, day = born(random)
    start = f"{year % 100:02}{month + (20 if year >= 2000 else 0):02}{day:02}{digits(random, 4)}"
    number = start + pesel.calc_check_digit(start)
    return random.choice((number, f"PESEL {number}", f"PESEL: {number}"))


def _spanish(random: Random) -> str:
    start = digits(random, 8)
    national = start + dni.calc_check_digit(start)
    foreign = random.choice("XYZ") + digits(random, 7)
    foreign += nie.calc_check_digit(foreign)
    return random.choice(
        (
            national,
            f"{start}-{national[8]}",
            f"DNI {national}",
            f"DNI: {start}",
            f"NIE {foreign}",
            foreign,
        )
    )


def _italian(random: Random) -> str:
    year, month, day = born(random)
    town = f"{random.choice('ABCDEFGHIL')}{random.randint(100, 999)}"
    start = "".join(random.choices("BCDFGLMNPRSTVZ", k=6))
    start += f"{year % 100:02}{'ABCDEHLMPRST'[month - 1]}{day + random.choice((0, 40)):02}{town}"
    number = start + codicefiscale.calc_check_digit(start)
    return random.choice((number, f"CF: {number}", f"Codice fiscale {number}", number.lower()))


def _record(random: Random) -> str:
    word = random.choice(
        (
            *("MRN ", "MRN: ", "journalnr ", "Journalnummer: ", "Journal no. ", "Patient ID: "),
            *("Patient-ID ", "patientnr ", "Hospital no ", "Hospital number: ", "Case no. "),
            *("Case number ", "Fallnummer ", "Patientennummer: ", "Medical record number "),
            *("IPP ", "N° dossier : ", "Potilasnumero ", "Pasient-ID: ", "nr pacjenta: "),
            *("Nº historia: ", "Cartella clinica ", "Patiëntnummer ", "Chart no. ", "MR# "),
        )
    )
    return word + random.choice(("", "", "", "A", "P-")) + digits(random, random.randint(5, 9))


def _before_its_name(random: Random) -> str:
    """Return a record number or a date of birth with its word behind it."""
    year, month, day = born(random)
    number = random.choice(("", "", "A", "P-")) + digits(random, random.randint(5, 9))
    date = random.choice((f"{year}-{month:02}-{day:02}", f"{day:02}/{month:02}/{year}"))
    return random.choice(
        (
            *(f"{number} | MRN", f"{number} (MRN)", f"{number} MRN", f"{number}\tpatient-id"),
            *(f"{number} journalnr", f"{number}; Fallnummer", f"{number}, IPP"),
            *(f"{date} (DOB)", f"{date} | född", f"{date} Geburtsdatum", f"{date}, né le"),
        )
    )


def _birth(random: Random) -> str:
    year, month, day = born(random)
    word = random.choice(
        (
            *(
                "born ",
                "född ",
                "f. ",
                "DOB ",
                "DOB: ",
                "D.O.B. ",
                "Date of birth: ",
                "Birth date ",
            ),
            *("Geburtsdatum ", "geb. ", "geboren am ", "né le ", "née le ", "né(e) le "),
            *("Date de naissance : ", "født ", "Fødselsdato: ", "syntynyt ", "Syntymäaika: "),
            *("fæddur ", "ur. ", "data urodzenia: ", "nacido el ", "Fecha de nacimiento: "),
            *("nato il ", "nata il ", "Data di nascita: ", "geboren op ", "Geboortedatum: "),
            *("Födelsedatum: ", "född den ", "Birthdate: "),
        )
    )
    month_name = random.choice((calendar.month_name, calendar.month_abbr))[month]
    return word + random.choice(
        (
            *(f"{year}-{month:02}-{day:02}", f"{day:02}/{month:02}/{year}"),
            *(
                f"{day:02}.{month:02}.{year}",
                f"{month:02}/{day:02}/{year}",
                f"{day}.{month}.{year}",
            ),
            *(f"{year}{month:02}{day:02}", f"{day} {month_name} {year}"),
        )
    )


def _telephone(random: Random) -> str:
    mobile = f"0{random.choice(('70', '72', '73', '76', '79'))}"
    rest = digits(random, 7)
    american = f"{random.randint(201, 989)}-{random.randint(200, 999)}-{digits(random, 4)}"
    return random.choice(
        (
            f"tel {mobile}-{rest[:3]} {rest[3:5]} {rest[5:]}",
            f"{mobile}-{rest[:3]} {rest[3:5]} {rest[5:]}",
            f"{mobile}{rest}",
            f"{mobile}{rest[0]} {rest[1:]}",
            f"+46 {mobile[1:]} {rest[:3]} {rest[3:5]} {rest[5:]}",
            f"+46{mobile[1:]}{rest}",
            f"+47 {rest[:3]} {rest[3:5]} {digits(random, 3)}",
            f"+45 {' '.join(digits(random, 2) for _ in range(4))}",
            f"tlf. {' '.join(digits(random, 2) for _ in range(4))}",
            f"puh. 040 {rest}",
            f"+44 7{digits(random, 3)} {digits(random, 6)}",
            f"Phone: 0{random.choice(('20', '161'))} {digits(random, 4)} {digits(random, 4)}",
            *(f"Phone {american}", american, f"({american[:3]}) {american[4:]}"),
            f"Handy 017{digits(random, 1)}/{rest}",
            f"Tel.: 030 {digits(random, 6)}",
            f"06 {' '.join(digits(random, 2) for _ in range(4))}",
            f"Tél : 01 {' '.join(digits(random, 2) for _ in range(4))}",
            f"06.{'.'.join(digits(random, 2) for _ in range(4))}",
            f"0033 6 {' '.join(digits(random, 2) for _ in range(4))}",
            f"Telemóvel: 91{digits(random, 1)} {digits(random, 3)} {digits(random, 3)}",
            f"móvil 6{digits(random, 2)} {digits(random, 3)} {digits(random, 3)}",
        )
    )


def _mail(random: Random) -> str:
    name = random.choice(_FAMILIES).lower().replace("ü", "u").replace("í", "i")
    local = f"{random.choice('abcdef')}.{name}{random.choice(('', '87'))}"
    address = f"{local}@example.{random.choice(('org', 'com', 'se'))}"
    return random.choice(("", "e-mail ", "E-post: ", "mailto:")) + address


IDENTIFIES: dict[str, Callable[[Random], str]] = {
    "Sweden, every way of writing": _swedish_written,
    "Sweden, after its name": _swedish_introduced,
    "Sweden, in a sentence": _in_a_sentence,
    "Sweden, a digit mistyped": _mistyped,
    "Sweden, co-ordination number": _coordination,
    "in digits of other scripts": lambda r: _in_another_script(r, "-".join(_swedish(r))[2:]),
    "with a sign that is not seen": lambda r: _hidden(r, "-".join(_swedish(r))),
    "Norway": _norwegian,
    "Norway, a digit mistyped": _norwegian_mistyped,
    "Denmark": _danish,
    "Finland": _finnish,
    "Iceland": _icelandic,
    "United States, SSN": _american,
    "United States, Medicare": _medicare,
    "United Kingdom, NHS": _health_service,
    "United Kingdom, National Insurance": _insurance,
    "Germany, tax and insurance": _german,
    "France": _french,
    "Netherlands": _dutch,
    "Poland": _polish,
    "Spain": _spanish,
    "Italy": _italian,
    "Portugal, Scotland, Ireland, Ontario, after its name": _introduced,
    "record number after its name": _record,
    "date of birth after its word": _birth,
    "record number, date of birth before its name": _before_its_name,
    "telephone number": _telephone,
    "electronic address": _mail,
}


# ---- what identifies nobody ----


def _time(random: Random) -> str:
    year, month, day, hour, minute = sampled(random)
    short = f"{year[2:]}{month}{day}"
    word = random.choice(("", "", "Provtagningstid ", "Provtagning ", "Collected ", "Entnahme "))
    return word + random.choice(
        (
            *(f"{short}-{hour}{minute}", f"{year}{month}{day}-{hour}{minute}"),
            *(f"{short} {hour}{minute}", f"{year}-{month}-{day} {hour}:{minute}"),
            *(f"{day}.{month}.{year[2:]} {hour}:{minute}", f"{year}{month}{day}{hour}{minute}"),
            *(f"{year}-{month}-{day} {hour}{minute}", f"{year}-{month}-{day}T{hour}:{minute}:00"),
            f"Analysdatum {day}{month}{year[2:]} {hour}{minute}",
            f"kl {hour}.{minute}",
        )
    )


def _day(random: Random) -> str:
    year, month, day, *_ = sampled(random)
    return random.choice(
        (
            *(f"{year}-{month}-{day}", f"{day}/{month}/{year}", f"{month}/{day}/{year}"),
            *(f"{day}.{month}.{year}", f"{year}{month}{day}", f"{year[2:]}{month}{day}"),
            *(f"{day}.{month}.{year[2:]}", f"{year}-{month}-{day} / {year}-{month}-{day}"),
        )
    )


def _ordered(*words: str) -> Callable[[Random], str]:
    """Return what makes the number of a sample or an order after one of some words."""

    def make(random: Random) -> str:
        year, month, day, hour, minute = sampled(random)
        short = f"{year[2:]}{month}{day}"
        number = random.choice(
            (
                *(digits(random, count) for count in (7, 8, 9, 10, 11)),
                *(f"{short}-{hour}{minute}", f"{short}{digits(random, 4)}"),
                f"{year[2:]}-{month}{day}-{digits(random, 4)}",
                f"{digits(random, 8)}-{digits(random, 2)}",
                f"{random.choice(_LETTERS)}{digits(random, 9)}",
            )
        )
        return f"{random.choice(words)} {number}"

    return make


def _trial(random: Random) -> str:
    return random.choice(
        (
            f"NCT{digits(random, 8)}",
            f"EudraCT {random.randint(2004, 2023)}-{digits(random, 6)}-{digits(random, 2)}",
            f"EU CT {random.randint(2022, 2026)}-5{digits(random, 5)}-{digits(random, 2)}-00",
            f"ISRCTN{digits(random, 8)}",
            f"{random.randint(2004, 2023)}-{digits(random, 6)}-{digits(random, 2)}",
        )
    )


def _code(random: Random) -> str:
    return random.choice(
        (
            f"ICD-10 C{digits(random, 2)}.{digits(random, 1)}",
            f"NPU{digits(random, 5)}",
            f"LOINC {random.randint(100, 99999)}-{digits(random, 1)}",
            f"ATC L01BC{digits(random, 2)} {random.randint(500, 3000)} mg/d",
            f"SNOMED {digits(random, random.randint(8, 9))}",
            f"version {random.randint(2020, 2026)}.{digits(random, 4)}",
            f"page {random.randint(1, 9)} of {random.randint(9, 20)}",
        )
    )


def _result(random: Random) -> str:
    high = random.randint(100, 500)
    year, month, day, *_ = sampled(random)
    return random.choice(
        (
            f"TPK {high} 10^9/L (150-400)",
            f"LD {random.randint(2, 9)},{digits(random, 1)} µkat/L (1,8-3,4)",
            f"Kreatinin {high} µmol/L (60-105)",
            f"Na {random.randint(130, 150)} K {random.randint(3, 5)},{digits(random, 1)} Ca 2,23",
            f"platelets {high},000/µL",
            f"Platelets {high} 000 /µL",
            f"WBC {random.randint(1000, 20000)} /µL 4000-11000",
            f"CgA {random.randint(1000, 99999)} µg/L",
            f"5-HIAA {high} µmol/24h",
            f"Ki-67 {random.randint(1, 30)} %",
            f"177Lu {random.randint(5000, 8000)} MBq",
            f"GFR {random.randint(30, 120)} mL/min/1.73 m2 (iohexol)",
            f"Hb {random.randint(80, 170)} g/L {year}-{month}-{day}",
            f"{year[2:]}{month}{day} {random.randint(60, 9999)}",
            f"{year}-{month}-{day} {random.randint(60, 9999)}",
        )
    )


def _counts(random: Random) -> str:
    count = random.randint(3, 8)
    return " ".join(str(random.randint(10, 450)) for _ in range(count))


def _line(random: Random) -> str:
    return "\n".join(_result(random) for _ in range(random.randint(2, 6)))


HARMLESS: dict[str, Callable[[Random], str]] = {
    "time of sampling": _time,
    "day": _day,
    "number of a sample": _ordered(
        *(
            "Prov-id",
            "Provnr",
            "Sample ID",
            "Sample",
            "Specimen",
            "Specimen no.",
            "LID",
            "Probe-Nr.",
        ),
        *("Näyte", "Prøvenr", "Próbka", "Muestra", "Campione", "Échantillon", "Monsternr"),
    ),
    "number of a referral or an order": _ordered(
        *("Remiss", "Remiss-ID:", "Referral no", "Order", "Order no.", "Rekvisition", "Req No"),
        *(
            "Auftrag",
            "Auftragsnummer",
            "Rekv.nr",
            "Petición",
            "Demande n°",
            "Zlecenie",
            "Richiesta",
        ),
    ),
    "number of a laboratory": _ordered(
        *("Acc No", "Accession:", "Accession number", "Lab no", "Labnr", "Lab ID", "Labornummer"),
        *("Batch", "Lot", "Report no", "Barcode"),
    ),
    "trial": _trial,
    "code, version, page": _code,
    "result with its unit": _result,
    "counts in a row": _counts,
    "several results": _line,
}
