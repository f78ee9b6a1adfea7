"""A trial as a workbook: one row a criterion, an item, a rule, a case; lossless both ways."""
