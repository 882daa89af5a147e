"""What the public door opens to: `docs/api.md` says what of it is promised."""
