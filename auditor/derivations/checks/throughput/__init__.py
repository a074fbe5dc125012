"""The checks that rules on throughput name."""
