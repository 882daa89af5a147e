"""The steps of a reconciliation: what a line is of, its own arithmetic, its price, what
was expected, and the ties between lines.
"""
