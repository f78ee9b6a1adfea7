"""Why an answer is asked back or refused, by codes; the sentences stand in the texts."""

from typing import Literal

DoubtCode = Literal[
    "unit_missing",
    "unit_ambiguous",
    "number_ambiguous",
    "value_ambiguous",
    "approximate",
    "date_ambiguous",
    "date_relative",
    "choice_ambiguous",
    "suggested",
    "unlikely",
    "upper_limit_unlikely",
    "analyte_unsure",
    "contradiction",
]
"""Why an answer must be asked back; the sentences stand in the bot's texts under these names."""

RefusalCode = Literal[
    "empty",
    "too_long",
    "not_a_choice",
    "not_a_number",
    "negative",
    "not_whole",
    "out_of_range",
    "unit_not_known",
    "other_analyte",
    "range_not_value",
    "one_at_a_time",
    "not_a_date",
    "no_such_day",
    "date_incomplete",
    "date_too_late",
    "date_too_early",
    "above_other",
    "not_text",
    "unknown_item",
    "identifier",
]
"""Why a text is no answer; the sentences stand in the bot's texts under these names."""
