"""Answers as blocks: one module per answer."""
