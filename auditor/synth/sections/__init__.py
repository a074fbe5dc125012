"""What reports tell of a plan: sections of entries, each with how it follows from others."""
