"""Answers as text and files: the same figures in each, harmless whatever is in them."""
