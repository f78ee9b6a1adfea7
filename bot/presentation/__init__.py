"""What is said, the same on every platform: from a session or a verdict to a message or text.

``render`` makes a reply of a session and its effects: what to say first, then one of ``screens``,
whose questions have ``hints``.
``summary`` is the text that a screening ends with, with its ``assumptions``; ``conditions`` says a
trial's rules. All of them find the words for values, findings and notes in ``sentences``; a message
is plain data, see ``messages``.
"""
