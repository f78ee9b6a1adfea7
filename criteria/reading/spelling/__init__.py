"""How single things are spelt: numbers, units, dates, and pasted text made plain."""
