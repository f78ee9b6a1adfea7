"""Bedside's shells around the core: command line, texts, rendering, platforms and store."""

__version__ = "0.1.0"
