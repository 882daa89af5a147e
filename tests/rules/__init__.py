"""The rules, one test module per rule family, each sentence as the docstring of its test."""
