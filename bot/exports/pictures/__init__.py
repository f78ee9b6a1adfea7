"""Pictures of a period: flow, reasons, screenings over time, near misses."""
