"""What Bedside is told about its surroundings: settings, and a site's file."""
