"""One printed result: its tokens, its parts, and the quantity that they mean."""
