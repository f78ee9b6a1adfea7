"""Bedside's shells around the core: command line, texts, rendering, platforms and store."""
