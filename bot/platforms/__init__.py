"""Where people talk with Bedside: the only importers of a platform's libraries.

``callbacks`` is every platform's: from a button's data to an event.
"""
