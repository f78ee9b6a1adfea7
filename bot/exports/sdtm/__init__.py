"""SDTM's tables of criteria, as Dataset-JSON."""
