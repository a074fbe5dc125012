"""The checks that rules on parameters name."""
