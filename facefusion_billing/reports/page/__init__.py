"""Answers as a page of HTML, with charts."""
