"""A map as the YAML that `--map` reads."""

import json

from facefusion_billing.files.yaml_text import escaped
from facefusion_billing.model.call_logs import A_SECOND, END, REFUSE, START, LogMap


def map_text(log: LogMap) -> str:
    """The map, one key a line; what it leaves out stands there as a comment."""
    lines = ["version: 1", f"read: {_mapping(_read(log))}", f"time: {_time(log)}"]
    if log.id is None:
        lines.append("# id: Response.RequestId   # the vendor's, never an own trace id")
    columns = {"id": log.id, "error": log.error, "account": log.account}
    lines += [f"{key}: {_word(name)}" for key, name in columns.items() if name]
    lines.append(f"scope: {_mapping(_scope(log))}")
    if log.action_column is not None:
        lines.append(f"action: {_mapping(_action(log))}")
    if log.others != REFUSE:
        lines.append(f"others: {log.others}")
    lines.append(f"price_book: {log.price_book}")
    return "\n".join(lines) + "\n"


def _read(log: LogMap) -> dict[str, str]:
    read = {"format": log.format}
    for key in ("files", "log_format"):
        if (value := getattr(log, key)) is not None:
            read[key] = _word(value)
    return read


def _time(log: LogMap) -> str:
    time = log.time
    parts = {"column": _word(time.column)}
    if time.zone is not None:
        minutes = abs(time.zone) // A_SECOND // 60
        sign = "-" if time.zone < 0 else "+"
        parts["zone"] = f'"{sign}{minutes // 60:02d}:{minutes % 60:02d}"'
    parts["is"] = END if time.is_end else START
    if time.unit is not None:
        parts["unit"] = time.unit
    if time.duration is not None:
        length = {"column": _word(time.duration), "unit": time.duration_unit}
        parts["duration"] = _mapping(length)
    return _mapping(parts)


def _scope(log: LogMap) -> dict[str, str]:
    parts = {"column": _word(log.scope_column)}
    by_scope: dict[str, list[str]] = {}
    for name, scope in log.scopes.items():
        by_scope.setdefault(scope, []).append(name)
    if log.scopes and log.free:
        by_scope["free"] = list(log.free)
    return parts | {_word(scope): _listing(names) for scope, names in by_scope.items()}


def _action(log: LogMap) -> dict[str, str]:
    parts = {"column": _word(log.action_column or "")}
    for key in ("billed", "free"):
        if names := getattr(log, key):
            parts[key] = _listing(names)
    return parts


def _listing(names: "list[str] | tuple[str, ...]") -> str:
    return f"[{', '.join(map(_word, names))}]"


def _mapping(parts: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}"


def _word(text: str) -> str:
    """A text as YAML: quoted unless it is a plain name."""
    plain = text.replace(".", "").replace("_", "").replace("-", "")
    is_name = plain.isascii() and plain.isalnum() and plain[:1].isalpha()
    reserved = plain.lower() in ("true", "false", "null", "yes", "no", "on", "off")
    if is_name and text[:1].isalpha() and not reserved:
        return text
    return escaped(json.dumps(text, ensure_ascii=False))
