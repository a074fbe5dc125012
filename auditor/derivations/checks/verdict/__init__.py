"""The checks that rules on verdict name."""
