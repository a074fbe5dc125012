"""The checks that rules on utilisation name."""
