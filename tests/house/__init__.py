"""The house stands: its floors, its measures, what it is built from."""
