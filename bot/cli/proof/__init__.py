"""The commands about the log's proof, back-ups and the validation file."""
