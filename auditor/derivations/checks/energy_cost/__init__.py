"""The checks that rules on energy cost name."""
