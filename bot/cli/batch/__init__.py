"""Commands without a conversation: answers or laboratory text in, verdicts or values out."""
