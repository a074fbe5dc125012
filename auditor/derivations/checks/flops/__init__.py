"""The checks that rules on flops name."""
