"""What an amendment of a trial changed, in words."""
