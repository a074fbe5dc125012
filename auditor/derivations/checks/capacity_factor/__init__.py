"""The checks that rules on capacity factors name."""
