"""The validation file: what a site's quality manager files about the Bedside that is installed."""
