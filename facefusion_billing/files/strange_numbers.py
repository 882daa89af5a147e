"""What is no number here although it looks like one, and what is said of it."""

STRANGE = (
    (
        r"(?i)(true|false|yes|no|on|off)",
        "{found} is a truth value, not a number; expected {expected}",
    ),
    (r"(?i)[+-]?\.?(nan|inf(inity)?)", "{found} is not a number; expected {expected}"),
    (
        r"[+-]?0[0-9_,]+",
        "{found} looks octal; write it without the leading zero; expected {expected}",
    ),
    (
        r"(?i)0[xob][0-9a-f_]+",
        "{found} is not decimal; write it in decimal; expected {expected}",
    ),
    (
        r"[0-9]+(:[0-9]+)+(\.[0-9]*)?",
        "{found} looks like a time (sexagesimal), not a number; expected {expected}",
    ),
    (
        r"[0-9]+(?:\.[0-9]{3})*,[0-9]{1,2}",
        "{found} has a decimal comma; write a point; expected {expected}",
    ),
    (
        r"[0-9]{1,3}( [0-9]{3})+",
        "{found} has spaces between its digits; leave them out; expected {expected}",
    ),
    (r"-[0-9.,_]+[kKM万]?", "{found} is negative; expected {expected}"),
    (
        r"(?i)[+-]?[0-9.]+e[+-]?[0-9]+",
        "{found} is in scientific notation; write it out; expected {expected}",
    ),
)
"""A pattern, and the message for what it fits; the first one counts."""
