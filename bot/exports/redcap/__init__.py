"""A trial as a REDCap project, and screenings to import into it."""
