"""An invented trial in two released versions: the first as it stands, the second edited from it."""

from __future__ import annotations

import shutil
from pathlib import Path

FIRST = Path(__file__).parent / "data" / "amended"
NEW_ITEM = """[[items]]
id = "E2.dialysis"
criterion = "E2"
kind = "choice"
name = "Dialysis"
choices = ["yes", "no"]
rule = { kind = "choice", yes = ["no"], no = ["yes"] }
change = "fixed"
sources = ["TEST"]

"""
NEW_CRITERION = '[[criteria]]\nid = "E2"\ntext = "Dialysis"\nrule = "E2.dialysis"\n\n'
NOT_SWALLOWS = '[[criteria]]\nid = "I2"\ntext = "Able to swallow tablets"\nrule = "I2.swallows"\n\n'

# What the amendment does. The meaning of Hb and its date, allergy and the reference date stays.
EDITS = {
    "protocol.toml": [
        ('version = "1"', 'version = "2"'),
        ("dated = 2026-01-15", "dated = 2026-02-20"),
        ("above 100 g/L in a test of the last 6 months", "above 110 g/L in a test of the last 3 months"),
        ('limit = "100"', 'limit = "110"'),
        ("at_most = 6", "at_most = 3"),
        (NOT_SWALLOWS, ""),
        ('rule = { kind = "choice", yes = ["yes"], no = ["no"] }\nchange = "fixed"', "scored = false"),
        ('criterion = "I2"', 'criterion = "CTX"'),
        # Ferritin is refused from 1000 on, and asked back from 300 on.
        ('high = "900"', 'high = "300"'),
        ('high = "9000"', 'high = "1000"'),
        ('"ng/mL" = "1" }', '"ng/mL" = "1", "pmol/L" = "0.445" }'),
        ('choices = ["yes", "no"]\nrule = { kind = "choice", yes = ["no"]', 'choices = ["yes", "no", "other"]\nrule = { kind = "choice", yes = ["no"]'),
        ('[[items]]\nid = "CTX.ref_date"', NEW_CRITERION + '[[items]]\nid = "CTX.ref_date"'),
        ("[[screens]]\nid = \"first\"", NEW_ITEM + "[[screens]]\nid = \"first\""),
        ('items = ["E1.allergy", "I2.swallows"]', 'items = ["I2.swallows", "E1.allergy", "E2.dialysis"]'),
        ('when = { always = true }', 'when = { answered = "I2.swallows", among = ["yes"] }'),
    ],
    "en.toml": [
        ('no = "No"\n', 'no = "No"\nother = "To another iron"\n'),
        ('I2 = { label = "Tablets" }\n', ""),
        ('E1 = { label = "Allergy" }', 'E1 = { label = "Allergy" }\nE2 = { label = "Dialysis" }'),
        ('[items."E1.allergy"]', '[items."E2.dialysis"]\nlabel = "On dialysis"\nquestion = "Is the candidate on dialysis?"\nhelp = "Of any kind."\nneeded = "ask"\n\n[items."E1.allergy"]'),
        ("An upset stomach is no allergy.", "An upset stomach or a black stool is no allergy."),
        ("Haemoglobin?", "Latest haemoglobin?"),
    ],
    "sv.toml": [
        ('no = "Nej"\n', 'no = "Nej"\nother = "Mot annat järn"\n'),
        ('[criteria.I2]\nlabel = "Tabletter"\ntext = "Kan svälja tabletter"\n\n', ""),
        ("över 100 g/L i ett prov från de senaste 6 månaderna", "över 110 g/L i ett prov från de senaste 3 månaderna"),
        ('[criteria.E1]', '[criteria.E2]\nlabel = "Dialys"\ntext = "Dialys"\n\n[criteria.E1]'),
        ('[items."E1.allergy"]', '[items."E2.dialysis"]\nlabel = "Dialys"\nquestion = "Får kandidaten dialys?"\nhelp = "Av något slag."\nneeded = "fråga"\n\n[items."E1.allergy"]'),
        ("Magbesvär är", "Magbesvär eller svart avföring är"),
        ("Hemoglobin?", "Senaste hemoglobin?"),
    ],
}  # fmt: skip


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
