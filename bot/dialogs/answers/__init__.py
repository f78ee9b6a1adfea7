"""How answers are taken: read, checked beside the others, kept, or asked back."""
