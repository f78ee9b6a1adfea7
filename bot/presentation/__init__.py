"""What is said: messages, screens, summaries and sentences, the same on every platform."""
