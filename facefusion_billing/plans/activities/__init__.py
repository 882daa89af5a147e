"""Plans of the licensed activities of the mainland book."""
