"""Verdicts and reading without a conversation: files in, results out."""
