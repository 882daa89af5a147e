"""Call logs on the way in: their map, guessed or written, and rows with their place."""
