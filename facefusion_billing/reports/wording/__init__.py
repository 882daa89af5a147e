"""Sentences, and what makes them safe to show."""
