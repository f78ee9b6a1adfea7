"""The conversation as a protocol without I/O: an event goes in, a session and effects come out.

``events`` and ``effects`` are data, ``session`` is what a screening is, ``prompts`` derives what
is asked, ``answering`` takes answers, ``machine`` is the table of phases and the only step.
"""
