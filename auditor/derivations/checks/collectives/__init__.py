"""The checks that rules on collectives name."""
