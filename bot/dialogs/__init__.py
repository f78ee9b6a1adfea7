"""The conversation as a protocol without I/O: an event goes in, a session and effects come out.

``events`` and ``effects`` are data, ``session`` is what a screening is, ``phases`` what it waits
for, ``prompts`` derives what is asked. ``machine`` takes a step: ``handlers`` say what an event
does, with the help of ``answers`` and ``reasons``, as ``steps`` describes.
"""
