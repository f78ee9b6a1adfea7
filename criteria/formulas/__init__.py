"""The closed list of derived quantities: formulas as data, worked out on intervals."""
