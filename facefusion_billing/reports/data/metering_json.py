"""What was metered, as JSON."""

from datetime import datetime
from typing import Any

from facefusion_billing.model.call_logs import MeteredCalls, MeteredDay, totals
from facefusion_billing.reports.data.json_text import money, text_or_none
from facefusion_billing.reports.wording.meter_phrases import finding_text


def metering_json(answer: MeteredCalls) -> dict[str, Any]:
    """The answer of `ffbill meter`, schema `ffbill.metering/1`."""
    return {
        "schema": "ffbill.metering/1",
        "price_book": answer.book_id,
        "currency": answer.currency,
        "assumptions": answer.assumptions,
        "rows": [day_json(day) for day in answer.days],
        "report": _report(answer),
    }


def day_json(day: MeteredDay) -> dict[str, Any]:
    """One day of one scope."""
    return {
        "account": day.account,
        "date": str(day.day),
        "for": day.scope,
        "calls": day.calls,
        "peak_qps": day.peak_qps,
        "attempts": day.attempts,
        "failed": day.failed,
        "throttled": day.throttled,
        "repeats": day.repeats,
        "peak_at": clock(day.peak_second),
    }


def clock(second: int | None) -> str | None:
    """A second of the day as a time: 43200 is 12:00:00."""
    if second is None:
        return None
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def _failures(answer: MeteredCalls) -> tuple[dict[str, int] | None, int | None]:
    """Failed calls by code, and throttled ones; None where the log does not say it."""
    if all(day.failed is None for day in answer.days):
        return None, None
    throttled = sum(day.throttled or 0 for day in answer.days)
    return totals(day.failed for day in answer.days), throttled


def _report(answer: MeteredCalls) -> dict[str, Any]:
    report = answer.report
    failed, throttled = _failures(answer)
    days = [day.day for day in answer.days]
    return {
        "inputs": [
            {"file": f.name, "rows": f.rows, "bytes": f.size, "sha256": f.sha256}
            for f in report.inputs
        ],
        "rows": report.rows,
        "attempts": sum(day.attempts for day in answer.days),
        "calls": answer.calls,
        "failed": failed,
        "throttled": throttled,
        "repeats": report.repeats,
        "without_id": report.without_id,
        "free": report.free,
        "unreadable": report.unreadable,
        "unknown_actions": report.unknown,
        "first": _at(report.first),
        "last": _at(report.last),
        "first_day": text_or_none(min(days, default=None)),
        "last_day": text_or_none(max(days, default=None)),
        "days_without_rows": _missing(answer),
        "peak_of": "completions" if report.of_completions else "starts",
        "other_readings": _other_readings(answer),
        "findings": [
            {"code": f.code, "severity": f.severity, "message": finding_text(f)}
            for f in answer.findings
        ],
    }


def _other_readings(answer: MeteredCalls) -> dict[str, Any]:
    """What the other answers to the open questions would change."""
    peaks = [
        {
            "account": peak.account,
            "for": peak.scope,
            "fixed_second": peak.fixed,
            "any_second": peak.sliding,
            "at_most": 2 * peak.fixed,
            "amount": money(peak.stake),
        }
        for peak in answer.peaks
    ]
    errors = {"calls": answer.face_errors, "amount": money(answer.stake)}
    return {"billed_errors": errors, "qps_window": peaks}


def _at(second: datetime | None) -> str | None:
    if second is None:
        return None
    return second.isoformat()


def _missing(answer: MeteredCalls) -> list[str]:
    for finding in answer.findings:
        if finding.code == "days_without_rows":
            dates = finding.facts["dates"]
            assert isinstance(dates, list)
            return [str(day) for day in dates]
    return []
