"""Telegram: updates in, calls out, and nothing lost between them.

``inbound`` takes updates, by polling or webhook, and acknowledges only what is stored;
``commands`` routes each to its handler inside one transaction, which leaves the reply in the
outbox; ``outbound`` sends the outbox; ``service`` puts them together. Nothing here decides
anything about a candidate.
"""

import sys

# httpx, which python-telegram-bot imports, brings a command line with rich and click where they
# are installed: a tenth of each start, for nothing. None is Python's word for "not to be had".
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
