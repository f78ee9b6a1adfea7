"""An invented trial in two released versions: the first as it stands, the second edited from it."""

from __future__ import annotations

import shutil
from pathlib import Path

FIRST = Path(__file__).parent / "data" / "amended"

# What the amendment does. Haemoglobin and its date, allergy and the reference date mean the same.
LIMITS = [
    ("above 100 g/L in a test of the last 6", "above 110 g/L in a test of the last 3"),
    ('limit = "100"', 'limit = "110"'),
    ("at_most = 6", "at_most = 3"),
    ('high = "900"', 'high = "300"'),  # ferritin: asked back sooner,
    ('high = "9000"', 'high = "1000"'),  # and refused sooner
    ('"ng/mL" = "1" }', '"ng/mL" = "1", "pmol/L" = "0.445" }'),
]
ANOTHER_ALLERGY = (
    'choices = ["yes", "no"]\nrule = { kind = "choice", yes = ["no"]',
    'choices = ["yes", "no", "other"]\nrule = { kind = "choice", yes = ["no"]',
)
NO_LONGER_A_CRITERION = [
    ('[[criteria]]\nid = "I2"\ntext = "Able to swallow tablets"\nrule = "I2.swallows"\n\n', ""),
    ('rule = { kind = "choice", yes = ["yes"], no = ["no"] }\n', "scored = false\n"),
    ('criterion = "I2"', 'criterion = "CTX"'),
]
DIALYSIS = """[[criteria]]
id = "E2"
text = "Dialysis"
rule = "E2.dialysis"

[[items]]
id = "E2.dialysis"
criterion = "E2"
kind = "choice"
name = "Dialysis"
choices = ["yes", "no"]
rule = { kind = "choice", yes = ["no"], no = ["yes"] }
change = "fixed"
sources = ["TEST"]

"""
QUESTION = """[items."E2.dialysis"]
label = "On dialysis"
question = "Is the candidate on dialysis?"
help = "Of any kind."
needed = "ask"

"""
SWEDISH_QUESTION = """[items."E2.dialysis"]
label = "Dialys"
question = "Får kandidaten dialys?"
help = "Av något slag."
needed = "fråga"

"""
ALLERGY = '[items."E1.allergy"]'

EDITS = {
    "protocol.toml": [
        ('version = "1"', 'version = "2"'),
        ("dated = 2026-01-15", "dated = 2026-02-20"),
        *LIMITS,
        ANOTHER_ALLERGY,
        *NO_LONGER_A_CRITERION,
        ('[[items]]\nid = "CTX.ref_date"', f'{DIALYSIS}[[items]]\nid = "CTX.ref_date"'),
        ('"E1.allergy", "I2.swallows"]', '"I2.swallows", "E1.allergy", "E2.dialysis"]'),
        ("when = { always = true }", 'when = { answered = "I2.swallows", among = ["yes"] }'),
    ],
    "en.toml": [
        ('no = "No"\n', 'no = "No"\nother = "To another iron"\n'),
        ('I2 = { label = "Tablets" }\n', ""),
        ('E1 = { label = "Allergy" }', 'E1 = { label = "Allergy" }\nE2 = { label = "Dialysis" }'),
        (ALLERGY, QUESTION + ALLERGY),
        ("An upset stomach is no allergy.", "An upset stomach or a black stool is no allergy."),
        ("Haemoglobin?", "Latest haemoglobin?"),
        ('synonyms.yes = ["able to"]\n', ""),
    ],
    "sv.toml": [
        ('no = "Nej"\n', 'no = "Nej"\nother = "Mot annat järn"\n'),
        ('[criteria.I2]\nlabel = "Tabletter"\ntext = "Kan svälja tabletter"\n\n', ""),
        ("över 100 g/L i ett prov från de senaste 6", "över 110 g/L i ett prov från de senaste 3"),
        ("[criteria.E1]", '[criteria.E2]\nlabel = "Dialys"\ntext = "Dialys"\n\n[criteria.E1]'),
        (ALLERGY, SWEDISH_QUESTION + ALLERGY),
        ("Magbesvär är", "Magbesvär eller svart avföring är"),
        ("Hemoglobin?", "Senaste hemoglobin?"),
    ],
}


def lay_out(root: Path) -> Path:
    """Write both versions into a folder of trials; give the folder."""
    for version in ("1", "2"):
        shutil.copytree(FIRST, root / "iron" / version)
    for name, edits in EDITS.items():
        file = root / "iron" / "2" / name
        text = file.read_text("utf-8")
        for old, new in edits:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
            text = text.replace(old, new)
        file.write_text(text, "utf-8")
    return root
