"""Screenings as they are stored: the service that takes events, where each one is, rechecking."""
