"""Bedside's pure core: values, units, rules, trials and verdicts. No I/O beyond trial files."""
