"""Copies of a database: taken while a service works on it, and put into an empty place."""
