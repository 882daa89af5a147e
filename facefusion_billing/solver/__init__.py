"""The exact planner: which packs, modes and claims bring the least bill, with a proof.

Nothing here knows a file.
"""
