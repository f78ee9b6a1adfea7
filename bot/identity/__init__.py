"""Recognise what says who somebody is, so that none of it is taken in, stored, logged or echoed.

``numbers`` and ``dated`` know the shapes of identity numbers, ``contacts`` telephone numbers and
addresses, ``introductions`` the words that say what a number is, ``search`` finds all of it in a
text, ``lines`` takes it out of a printout, and ``told`` takes names out of what is said.
"""

from bot.identity.lines import Kept, identifies, identifying_lines, without_identifiers
from bot.identity.search import holds_identifier
from bot.identity.told import without_told_names

__all__ = [
    "Kept",
    "holds_identifier",
    "identifies",
    "identifying_lines",
    "without_identifiers",
    "without_told_names",
]
