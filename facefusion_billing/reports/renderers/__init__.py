"""Blocks as text."""
