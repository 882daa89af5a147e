"""A scenario to its bills under one set of readings."""
