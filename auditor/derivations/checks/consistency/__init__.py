"""The checks that rules on consistency name."""
