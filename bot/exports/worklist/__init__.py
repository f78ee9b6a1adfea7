"""What is open, what each screening waits for, and what runs out when."""
