"""Commands of ``bedside trials`` for those who write a trial."""
