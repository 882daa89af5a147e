"""What each key of a map of a log means."""

from __future__ import annotations

LOG_MAP_KEYS = {
    "version": "The form of the file; it is 1.",
    "read": "How the log is read.",
    "read.format": "What the log is: jsonl, csv, text or parquet.",
    "read.files": "Which files of a folder are read, as a pattern.",
    "read.log_format": "Of a text: the format of its lines, as the web server's setting has it.",
    "column": "The name of the column, or its path with dots.",
    "time": "When a call was.",
    "time.zone": "The zone of times that name none, for example +08:00.",
    "time.is": "Whether the time is the start or the end of the call.",
    "unit": "The unit of the number: s, ms or us.",
    "time.duration": "The column with how long the call took, which is taken off an end.",
    "scope": "The column that tells the scope, with the names of each.",
    "id": "The column with the id of a request; the same id counts once.",
    "error": "The column with the error code; a call without one succeeded.",
    "account": "The column with the account.",
    "action": "The column with the action that was called, and which of them are billed.",
    "action.billed": "The actions that are billed.",
    "action.free": "The actions that are free.",
    "others": "What is made of actions that are named nowhere: refuse or leave_out.",
    "price_book": "The price book whose scopes are meant; intl by default.",
}
"""By path, or by the key alone where it is the same everywhere."""
