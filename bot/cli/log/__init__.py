"""Commands of ``bedside log``: what a site keeps of its screenings, as lists and as files."""
