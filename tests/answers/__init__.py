"""One question, one answer: what each holds, and what it says of itself."""
