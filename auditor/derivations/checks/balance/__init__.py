"""The checks that rules on balance name."""
