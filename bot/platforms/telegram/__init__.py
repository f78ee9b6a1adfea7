"""Telegram: updates in, calls out, and nothing lost between them.

``incoming`` reads an update; ``router`` handles it inside one transaction and says which calls
follow; ``intake`` keeps the order within a chat and acknowledges only what is on disk; ``sender``
empties the outbox. ``transport`` is python-telegram-bot's connection. Nothing here decides
anything about a candidate.
"""
