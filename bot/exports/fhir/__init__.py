"""A trial and its screenings in FHIR R4, and its rules in FHIRPath."""
