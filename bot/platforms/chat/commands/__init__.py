"""What an update does: the router, and a module for each subject of commands."""
