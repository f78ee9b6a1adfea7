"""What can be known about an item, and how exactly: truth, values, units, days."""
