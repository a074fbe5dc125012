"""The checks that rules on latency name."""
