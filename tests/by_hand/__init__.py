"""Whole answers worked by hand by someone who had not seen the code."""
