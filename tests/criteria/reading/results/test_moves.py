"""Two numbers of which one has become the other, in every language that says so."""

import pytest

from criteria.reading.results.moves import moves_in

MOVED = """
from 118 to 97 g/L
from 12.1 to 9.8, Plt 143
fell from 118 g/L to 97 g/L
rose from 97 to 118 g/L
sjönk från 118 till 97 g/L
har stigit från 97 till 118 g/L
von 11,8 auf 9,7 g/dl
baissé de 11,8 à 9,7 g/dL
de 11,8 a 9,7 g/dL
da 11,8 a 9,7 g/dL
caiu de 11,8 para 9,7 g/dL
van 7,8 naar 6,9 mmol/L
fra 7,8 til 6,9 mmol/L
z 11,8 do 9,7 g/dl
ze 118 na 97 g/l
from 1 to 012 g/L
""".strip().split("\n")
NOT_MOVED = """
from 97 to 118 g/L
von 117 bis 153 g/l
117 to 153 g/L
from 1.200 to 143
from 118 to 97/53
from 118 to 97,5,4
from home to 97 g/L
from 118 to 118 g/L
from 012 to 0 g/L
from 0 to 097 g/L
""".strip().split("\n")


@pytest.mark.parametrize("text", MOVED)
def test_what_leads_to_the_first_and_to_the_second(text: str) -> None:
    ((first, second),) = moves_in(text)
    assert first[0] == 0
    assert text[first[1]].isdigit()
    assert text[second[0]] == text[second[1] - 1] == " "
    assert text[second[1]].isdigit()


@pytest.mark.parametrize("text", NOT_MOVED)
def test_an_interval_or_no_number_has_not_moved(text: str) -> None:
    assert list(moves_in(text)) == []
