"""What is shown where one candidate is screened for several trials at once."""
