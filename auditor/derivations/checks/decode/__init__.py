"""The checks that rules on decoding name."""
