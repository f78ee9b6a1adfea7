"""What a set of answers amounts to: facts, statuses, outcome, findings and notes."""
