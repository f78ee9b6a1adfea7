"""What a screening ends with: the summary, its first line, what was assumed and what to know."""
