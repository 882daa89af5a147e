"""An nginx `log_format` as a regular expression that every engine understands.

`$request` also gives `method` and `path`, and `$request_uri` gives `path`: the part
before the question mark.
"""

import re

from facefusion_billing.startup.record import NamedTuple

COMBINED, API_GATEWAY = "combined", "api_gateway"
PRESETS = {
    COMBINED: (
        '$remote_addr - $remote_user [$time_local] "$request" $status'
        ' $body_bytes_sent "$http_referer" "$http_user_agent"'
    ),
    API_GATEWAY: (
        "[$app_id][$env_name][$service_id][$http_host][$api_id][$uri][$scheme]"
        "[rsp_st:$status][ups_st:$upstream_status][cip:$remote_addr]"
        "[rt:$request_time][uprt:$upstream_response_time][$time_local]"
        "[req_id:$request_id]"
    ),
}
_TIME_LOCAL = r"([0-9]{2}/[A-Za-z]{3}/[0-9]{4}:[0-9:]{8} [+-][0-9]{4})"
_VARIABLE = r"\$(?:([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})"


class LinePattern(NamedTuple):
    """A line of text: its regular expression, and the names of its groups."""

    pattern: str
    fields: tuple[str, ...]


def line_pattern(log_format: str) -> LinePattern:
    """The pattern of a `log_format`, or of a preset of that name.

    >>> line_pattern("[$time_local] $status").fields
    ('time_local', 'status')
    """
    text = PRESETS.get(log_format, log_format)
    pieces = re.split(_VARIABLE, text)
    pattern, fields = ["^", _literal(pieces[0])], []
    for index in range(1, len(pieces), 3):
        name = pieces[index] or pieces[index + 1]
        after = pieces[index + 2]
        group, names = _group(name, after)
        pattern += [group, _literal(after)]
        fields += names
    # A line may go on: what nginx adds to combined is not asked for.
    return LinePattern("".join(pattern), tuple(fields))


def unparted(log_format: str) -> tuple[str, str] | None:
    """Two variables of a `log_format` with nothing between them, so that no line says
    where one ends: the first of such pairs.

    >>> unparted("$status $host$path")
    ('host', 'path')
    """
    pieces = re.split(_VARIABLE, PRESETS.get(log_format, log_format))
    names = [
        one or other for one, other in zip(pieces[1::3], pieces[2::3], strict=True)
    ]
    for first, between, second in zip(names, pieces[3::3], names[1:], strict=False):
        # A time of nginx has a form of its own, and so an end.
        if not between and first != "time_local":
            return first, second
    return None


def _group(name: str, after: str) -> tuple[str, list[str]]:
    if name == "time_local":
        return _TIME_LOCAL, [name]
    stop = after[:1]
    inside = f"[^{re.escape(stop)}]*" if stop else ".*"
    # A path ends where its letters end: what goes on after it begins with another, so
    # that a line can be read in one way only and a long one takes no longer.
    parting = "".join(letter for letter in " ?" if letter != stop)
    path = rf"([^ ?{re.escape(stop)}]*)(?:[{parting}]{inside})?"
    if name == "request":
        return rf"((?:([A-Z]+) {path}|{inside}))", [name, "method", "path"]
    if name == "request_uri":
        return f"({path})", [name, "path"]
    return f"({inside})", [name]


def _literal(text: str) -> str:
    """The text between two variables; a log may lack the space after a quote or a
    bracket, as the vendor's own sample does.
    """
    made = re.escape(text).replace(r"\ ", " ")
    return re.sub(r'(?<=["\]]) +$', lambda spaces: " ?" * len(spaces[0]), made)
