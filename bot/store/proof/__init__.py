"""The log that heads are signed over, the heads, and whether both agree with the trail."""
