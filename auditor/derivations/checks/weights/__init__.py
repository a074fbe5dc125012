"""The checks that rules on weights name."""
