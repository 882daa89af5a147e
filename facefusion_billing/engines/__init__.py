"""What counts call logs: one SQL text for every engine, and an adapter for each."""
