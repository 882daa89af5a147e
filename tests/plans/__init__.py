"""Plans against every plan there is: worlds so small that all can be billed."""
