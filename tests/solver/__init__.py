"""The search against formulations of its own problem that share nothing with it."""
