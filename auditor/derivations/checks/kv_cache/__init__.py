"""The checks that rules on kv cache name."""
