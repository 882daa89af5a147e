"""What makes a start faster; each module says what it saves and when it can go."""
