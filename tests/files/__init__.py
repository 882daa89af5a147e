"""What a file may say, what is refused, and that schemas and readers agree."""
