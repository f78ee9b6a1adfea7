"""From Telegram to the store: each update is on disk before it is acknowledged."""
