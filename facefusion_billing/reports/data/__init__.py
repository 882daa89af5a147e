"""Answers for scripts: JSON, CSV, FOCUS."""
