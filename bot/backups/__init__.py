"""Back-ups: a copy of the database with its key and a signed head, encrypted for somebody."""
