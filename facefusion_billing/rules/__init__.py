"""The rules: one clause family per module, pure functions, none importing another."""
