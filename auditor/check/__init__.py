"""Pre-merge checks: which findings count, where they are shown, and how programs are told of them."""
