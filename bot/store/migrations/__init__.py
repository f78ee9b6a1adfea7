"""How the tables became what they are: one module a version in `versions`, never edited later.

A new version: add ``r0002_what_it_does.py`` with ``down_revision = "0001"``, change `schema` to
match, and set ``HEAD`` in `bot.store.migration`. The tests compare all three.
"""
