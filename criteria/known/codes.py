"""Why an answer is asked back or refused, and what is found in it, by codes; texts say them."""

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
    "remark",
    "unlikely",
    "upper_limit_unlikely",
    "analyte_unsure",
    "contradiction",
]
"""Why an answer must be asked back; the bot's texts have a sentence for each."""

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
"""Why a text is no answer; the bot's texts have a sentence for each."""

FindingReason = Literal[
    "not_asked",
    "underived",
    "not_known",
    "at_odds",
    "not_applicable",
    "doubt",
    "several",
    "method",
    "set_aside",
    "unconverted",
    "gate",
    "choice",
    "recorded",
    "inside",
    "outside",
    "at_limit",
    "undecided",
    "limit_assumed",
    "limit_assumed_lower",
    "depends",
    "in_time",
    "out_of_time",
    "in_time_from",
    "time_open",
    "never",
    "too_recent",
    "too_old",
    "in_window",
    "window",
]
"""Why an item has the truth that it has; the bot's texts have a sentence for each."""

NoteCode = Literal[
    DoubtCode,
    "at_odds",
    "unusual_together",
    "method_differs",
    "absolute",
    "unconverted",
    "near_limit",
    "upper_limits_differ",
    "todo",
    "not_counted",
    "set_aside",
    "old_result",
    "future_result",
    "too_recent",
]
"""What somebody should look at again; the bot's texts have a sentence for each."""
