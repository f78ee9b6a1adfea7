"""How fast it is and how much memory it takes: `make bench`. Measured here, never in a test."""
