"""The base of every section of a language's file: sentences by name, with their details."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Words(BaseModel):
    """Sentences by name: all must be there, and none more."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def say(self, name: str, /, **details: object) -> str:
        """Return the sentence of that name with its details filled in.

        Raises:
            AttributeError: there is no such sentence.
            KeyError: the sentence needs a detail that was not given.
        """
        return str(getattr(self, name)).format(**details)
