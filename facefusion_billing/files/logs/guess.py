"""The map of a log, guessed from its first rows by the names that columns usually have.

Only the vendor's RequestId tells copies apart: an own trace id spans retries, each of
which is billed. So `request_id` is never guessed to be it.
"""

import itertools
import re
from collections.abc import Iterable
from typing import Any

from facefusion_billing.files.logs.rows import (
    MOST_LOOKED_AT,
    SAMPLE,
    csv_header,
    format_of,
    refuse_debug_log,
    rows,
    value,
)
from facefusion_billing.files.logs.text_format import API_GATEWAY, COMBINED
from facefusion_billing.model.call_logs import (
    CSV,
    PARQUET,
    TEXT,
    LogMap,
    TimeColumn,
)
from facefusion_billing.model.faults import refuse

SCOPES = {
    "FuseFace": "image_basic",
    "SubmitVideoFaceFusionJob": "video_single_face",
}
FREE = ("QueryVideoFaceFusionJob", "DescribeMaterialList")
MAINLAND_BILLED = ("FaceFusion", "FuseFace", "FuseFaceUltra")
MAINLAND_FREE = ("DescribeMaterialList",)

TIMES = ("time", "timestamp", "@timestamp", "time_iso8601", "event_time", "eventtime",
         "datetime", "msec", "time_local", "ts")  # fmt: skip
ENDS = {"time_iso8601", "msec", "time_local"}
DURATIONS = {"request_time": "s", "duration_ms": "ms", "latency_ms": "ms",
             "elapsed_ms": "ms", "duration_s": "s"}  # fmt: skip
IDS = ("Response.RequestId", "RequestId", "RequestID", "data.RequestId",
       "data.Response.RequestId", "vendor_request_id")  # fmt: skip
ERRORS = ("Response.Error.Code", "Error.Code", "error_code", "ErrorCode", "error",
          "data.error", "data.Response.Error.Code")  # fmt: skip
ACCOUNTS = ("OwnerUin", "owner_uin", "uin", "account", "AccountID", "account_id",
            "data.account")  # fmt: skip
ACTIONS = ("action", "X-TC-Action", "x_tc_action", "http_x_tc_action", "EventName",
           "interface", "data.action")  # fmt: skip
ACTIVITIES = ("ProjectId", "project_id", "activity", "data.ProjectId")


def guess(name: str, sample: list[dict[str, Any]]) -> LogMap:
    """The map of a log by one of its files; of Parquet by the rows given.

    Raises `InputError` where a column is missing or two would do.
    """
    format = format_of(name)
    if format == PARQUET:
        return _from_fields(name, format, None, sample)
    refuse_debug_log(name)
    log_format = _text_preset(name) if format == TEXT else None
    delimiter = csv_header(name)[0] if format == CSV else ","
    preset = log_format or COMBINED
    read = rows(name, format, preset, delimiter, most=MOST_LOOKED_AT)
    sample = [row.fields for row in itertools.islice(read, SAMPLE) if row.fields]
    if not sample:
        raise refuse(
            "{name}: no row of {format} in it; say how to read it with --map",
            name=name,
            format=format,
        )
    return _from_fields(name, format, log_format, sample)


def _text_preset(name: str) -> str:
    for preset in (COMBINED, API_GATEWAY):
        read = rows(name, TEXT, preset, ",", most=MOST_LOOKED_AT)
        first = itertools.islice(read, SAMPLE)
        if any(row.fields for row in first):
            return preset
    raise refuse(
        "{name}: lines of neither {combined} nor {api_gateway}; give their log_format with --map",
        name=name,
        combined=COMBINED,
        api_gateway=API_GATEWAY,
    )


def _from_fields(
    name: str, format: str, log_format: str | None, sample: list[dict[str, Any]]
) -> LogMap:
    time = _found(name, "a time", TIMES, sample)
    if time is None:
        raise refuse("{name}: no column that is a time; name it with --map", name=name)
    activity = _found(name, "an activity", ACTIVITIES, sample)
    action = _action(name, sample, needed=activity is None)
    found = LogMap(
        format=format,
        log_format=log_format,
        time=_time(time, sample),
        scope_column=action or "",
        id=_found(name, "the vendor's RequestId", IDS, sample),
        error=_found(name, "an error code", ERRORS, sample),
        account=_found(name, "an account", ACCOUNTS, sample),
        scopes=SCOPES,
        free=FREE,
    )
    if activity is None:
        return found
    return _of_activities(found, activity, action)


def _action(name: str, sample: list[dict[str, Any]], *, needed: bool) -> str | None:
    """The column of the action. Raises `InputError` where it is needed and missing."""
    action = _found(name, "an action", ACTIONS, sample)
    # Of a CloudEvent; the word is too common to be looked for before all others.
    if action is None and _holds("type", sample):
        action = "type"
    if action is None and needed:
        raise refuse(
            "{name}: no column that names the action; name it with --map (known are {known})",
            name=name,
            known=", ".join(ACTIONS),
        )
    return action


def _of_activities(found: LogMap, activity: str, action: str | None) -> LogMap:
    """The map of a log whose calls are of activities."""
    mapped = found._replace(
        scope_column=activity, scopes={}, action_column=action, price_book="mainland"
    )
    if action is None:
        return mapped._replace(free=())
    return mapped._replace(billed=MAINLAND_BILLED, free=MAINLAND_FREE)


def _time(column: str, sample: list[dict[str, Any]]) -> TimeColumn:
    """The time, and the duration that is taken off it where one is logged."""
    duration = next((key for key in DURATIONS if _holds(key, sample)), None)
    return TimeColumn(
        column,
        is_end=duration is not None or column in ENDS,
        unit=_unit(value(sample[0], column)),
        duration=duration,
        duration_unit=DURATIONS.get(duration or "", "s"),
    )


def _found(
    name: str, what: str, candidates: Iterable[str], sample: list[dict[str, Any]]
) -> str | None:
    """The one column of those that the sample has."""
    found = [key for key in candidates if _holds(key, sample)]
    # A nested name holds the short one, which stands for the same column.
    distinct = [key for key in found if not _is_part(key, found)]
    # Not the first of them: a wrong column would be counted in silence.
    if len(distinct) > 1:
        raise refuse(
            "{name}: {what} could be {known}; say which with --map (--show-map "
            "prints one to start from where it can)",
            name=name,
            what=what,
            known=" or ".join(distinct),
        )
    if distinct:
        return distinct[0]
    return None


def _is_part(key: str, found: list[str]) -> bool:
    """Whether a longer name of those found ends as this one does."""
    return any(other.endswith(f".{key}") for other in found)


def _holds(key: str, sample: list[dict[str, Any]]) -> bool:
    return any(key in fields or _leads(key, fields) for fields in sample)


def _leads(key: str, fields: Any) -> bool:
    """Whether the path that the dots of a key are is there, whatever stands at its end."""
    for step in key.split("."):
        if not isinstance(fields, dict) or step not in fields:
            return False
        fields = fields[step]
    return True


def _unit(text: str) -> str | None:
    """The unit of a number since 1970, by how large it is; None for a date."""
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return None
    # From 2001 to 2286 a time in each unit has its own number of digits.
    digits = len(text.partition(".")[0])
    return {10: "s", 13: "ms", 16: "us"}.get(digits, "s")
