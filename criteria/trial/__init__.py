"""What a trial is, how it is read from its files, and whether they are whole."""
