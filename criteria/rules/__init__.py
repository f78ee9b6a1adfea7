"""The closed list of rules, and how the truth of a criterion follows from its items."""
