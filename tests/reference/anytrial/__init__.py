"""What the engine is made of: the files, the answers, spans and windows, formulas."""
