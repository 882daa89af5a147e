"""Files that are refused, and exactly what is said about each."""
