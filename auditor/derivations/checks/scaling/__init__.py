"""The checks that rules on scaling name."""
