"""A scenario to the solver's problem, and its solution back to orders."""
