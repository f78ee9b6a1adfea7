"""The desk: what coordinators, investigators and owners see and do on the page."""
