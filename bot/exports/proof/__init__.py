"""The log with its signed head as files, and a program that verifies them without Bedside."""
