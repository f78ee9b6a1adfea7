"""Why a search on a FHIR server gives nothing that can be used."""

from __future__ import annotations

from typing import Literal

Problem = Literal[
    "bad_key",
    "busy",
    "elsewhere",
    "endless",
    "ignored",
    "no_answer",
    "no_bundle",
    "no_patient",
    "no_sign_in",
    "not_allowed",
    "not_an_id",
    "other_patient",
    "refused",
    "repeats",
    "slow",
]
"""The bot's texts hold a sentence for each."""


class ServerError(Exception):
    """A search that failed; nothing of what the server said, and no patient, is in it."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        """Say why.

        Args:
            problem: the code of the sentence.
            detail: a status, or the name of a parameter.
        """
        super().__init__(problem)
        self.problem = problem
        self.detail = detail
