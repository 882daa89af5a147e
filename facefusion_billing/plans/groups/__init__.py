"""Plans of the interface groups of the international book."""
