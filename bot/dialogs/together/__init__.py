"""One candidate, asked once, for several trials: each has a screening of its own."""
