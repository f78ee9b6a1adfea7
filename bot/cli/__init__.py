"""The command line: each module parses, calls and prints the commands of one subject."""
