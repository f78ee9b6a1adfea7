"""What values from a record would answer, on the command line."""
