"""Why the machine refused a file, in the language of whoever asked for it."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.texts.words import Texts

_NAMES = {
    errno.ENOENT: "not_there",
    errno.EEXIST: "there_already",
    errno.EISDIR: "a_folder",
    errno.ENOTDIR: "no_folder",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
    errno.EROFS: "read_only",
    errno.ENOSPC: "no_room",
}


def refused_because(error: OSError, texts: Texts) -> str:
    """Return why a file or folder could not be read or written."""
    return texts.system.say(_NAMES.get(error.errno or 0, "other"))
