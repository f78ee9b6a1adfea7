"""What became of a screening: noted facts, the course of events, and enrolment lists."""
