"""A screening in the terminal, with arrow keys where there are any, else line by line."""
