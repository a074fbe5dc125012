"""The checks that rules on placement name."""
