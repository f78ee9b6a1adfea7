"""Typed or pasted text to values, or the reason why not. Pure: no clock and no I/O."""
