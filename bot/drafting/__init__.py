"""A draft of a trial from its registry entry: the list split, and proposals where it is plain."""
