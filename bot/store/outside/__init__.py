"""What happened outside of Bedside: what became of screenings, and who was enrolled in a trial."""
