"""What is measured in many trials, as data: units, ranges, codes, and the names people use."""
