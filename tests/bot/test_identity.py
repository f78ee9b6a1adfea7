"""Personal identity numbers are recognised; laboratory text, dates and ids are not taken for one."""

import time

import pytest

from bot.identity import holds_identifier
from tests.data_files import SNIPPETS
