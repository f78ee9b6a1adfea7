"""The base of every section of a language's files: sentences by name, with their details."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict
from pydantic_core.core_schema import with_info_plain_validator_function

from bot.texts.plurals import Plurals

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from pydantic import ValidationInfo
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Counted:
    """A sentence whose words depend on a count, with a form for each plural form there is."""

    forms: Mapping[str, str]
    plurals: Plurals

    def format(self, *, count: int, **details: object) -> str:
        """Return the sentence for that count, as `str.format` returns any other one."""
        return self.forms[self.plurals.form(count)].format(count=count, **details)

    @classmethod
    def read(cls, forms: object, info: ValidationInfo) -> Self:
        """Take exactly the forms that the language has.

        Raises:
            ValueError: a form is missing, is one too many, or is no text.
        """
        plurals = info.context
        if not isinstance(plurals, Plurals):
            raise TypeError("a counted sentence is read with the plural rules of its language")
        texts = forms if isinstance(forms, dict) else {}
        if set(texts) != plurals.forms or not all(isinstance(one, str) for one in texts.values()):
            raise ValueError(
                f"write a text for each of the forms {', '.join(sorted(plurals.forms))}"
            )
        return cls(texts, plurals)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: Any) -> CoreSchema:  # noqa: ANN401 - pydantic's
        """Tell pydantic how a field of this type is read."""
        return with_info_plain_validator_function(cls.read)


class Words(BaseModel):
    """Sentences by name: all must be there, and none more."""

    # Most sections are never read in a process: what pydantic needs for one is built when it is.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    def say(self, name: str, /, **details: object) -> str:
        """Return the sentence of that name with its details filled in.

        Raises:
            AttributeError: there is no such sentence.
            KeyError: the sentence needs a detail that was not given.
        """
        return str(getattr(self, name).format(**details))
