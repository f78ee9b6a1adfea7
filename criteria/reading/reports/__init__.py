"""A whole report: its names, sections and tables, cut into results."""
