"""The checks that rules on divisibility name."""
