"""Frozen values, free of input, output and policy."""
