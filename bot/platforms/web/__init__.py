"""Bedside's own page: the same conversation in a browser, by plain forms, and a desk."""
