"""What each event does in each phase: a function takes a context and returns a step.

``table`` says which handler an event has in a phase; an event that has none does not fit it.
"""
