"""The questions ffbill answers, each composed from the rules."""
