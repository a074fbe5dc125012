"""The checks that rules on modules name."""
