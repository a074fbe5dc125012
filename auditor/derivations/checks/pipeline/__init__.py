"""The checks that rules on pipelines name."""
