"""Worked cases of trials as one file, so that another engine can be held to it."""
