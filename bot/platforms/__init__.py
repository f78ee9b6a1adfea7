"""Where people talk with Bedside: the only importers of a platform's libraries.

``callbacks`` is every platform's: from a button's data to an event. The terminal is ``terminal``
(the loop), ``talk`` (what a line or a choice does), ``commands`` and ``choices`` (what is typed),
``live`` and ``plain`` (how it looks, with and without arrow keys), ``layout`` (where lines wrap)
and ``words`` (its sentences).
"""
