"""One typed answer: a number, a date, a choice, or words for not known."""
