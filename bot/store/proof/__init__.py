"""The hash chains of trails, the log that heads are signed over, and whether all agree."""
