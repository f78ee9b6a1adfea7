"""The bots that Bedside is compared with; they run in an environment of their own."""
