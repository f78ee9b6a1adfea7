"""From the outbox to Telegram: in order, at Telegram's pace, again after a failure."""
