"""The frozen values the rules are made of."""
