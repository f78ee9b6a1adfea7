"""The screening log and the audit trail, as files."""
