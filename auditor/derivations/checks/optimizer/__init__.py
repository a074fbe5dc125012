"""The checks that rules on memory name."""
