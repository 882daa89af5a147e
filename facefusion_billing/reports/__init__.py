"""Answers to text. Nothing here computes an amount."""
