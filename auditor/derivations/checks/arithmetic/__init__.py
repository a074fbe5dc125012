"""The checks that rules on arithmetic name."""
