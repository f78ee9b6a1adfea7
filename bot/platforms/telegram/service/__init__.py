"""The running service: start, upkeep, end, and what doctor checks."""
