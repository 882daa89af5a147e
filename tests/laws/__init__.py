"""What holds for every scenario (docs/laws.md), on random ones."""
