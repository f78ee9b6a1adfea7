"""Files made of what is stored: an export is its module, its test, and one line in `registry`.

An export reads screenings and writes bytes; it knows no platform and decides nothing. What needs
more than the standard library is imported where it is used, so that the rest runs without it.
"""
