"""The eligibility checklist of one screening, as a PDF."""
