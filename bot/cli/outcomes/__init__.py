"""``bedside log outcome`` and ``log enrolled``: what came after screenings."""
