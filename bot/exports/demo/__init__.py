"""Invented screenings, and every export of them in one folder."""
