"""How reports and answers are written: the words of each language, as data."""
