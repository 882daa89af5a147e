"""The bills of many accounts, as blocks."""

from collections.abc import Iterator

from facefusion_billing.model.portfolio import AccountBill, Pooled, Portfolio
from facefusion_billing.reports.documents.blocks import Block, Column, Grid, Note, Row
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.messages import said
from facefusion_billing.reports.wording.phrases import amount, kind_name, labelled

_MOST_FAULTS = 3
"""How many faults of an account are shown."""


def portfolio_blocks(answer: Portfolio) -> Iterator[Block]:
    """What is at risk, a total per currency, its kinds, the dearest accounts, warnings
    by kind, faults.
    """
    count = answer.accounts
    text = ngettext("{accounts:,} account", "{accounts:,} accounts", count)
    yield Note(text.format(accounts=count), "title")
    if answer.forecast.accounts:
        yield Note(_forecast(answer))
    yield from _risks(answer)
    more = _("More: -f json for every account, -o lines.csv for every bill line")
    yield Note(more, "hint")
    yield _totals(answer)
    if answer.savings:
        yield _savings(answer)
    yield _dearest(answer)
    if answer.pooled is not None:
        yield Note(_pooled(answer.pooled))
    if answer.warnings:
        yield _warnings(answer)
    if answer.faults:
        yield _faults(answer)


def _forecast(answer: Portfolio) -> str:
    """From which day on counts are a forecast, and how many of the calls are."""
    # Few portfolios have a forecast, so its sentences are loaded when one does.
    from facefusion_billing.reports.documents.forecast_notes import calls_forecast

    part = answer.forecast
    first, day = part.days
    if first < day:
        text = _("{last} (of some only until {first})")
        day = text.format(last=day, first=first)
    said = calls_forecast(day, part.forecast, part.calls)
    if part.accounts == answer.accounts:
        return said
    text = ngettext("{accounts:,} account", "{accounts:,} accounts", part.accounts)
    return labelled(text.format(accounts=part.accounts), said)


def _risks(answer: Portfolio) -> Iterator[Note]:
    """What is in no total, and how many warnings there are."""
    if answer.incomplete:
        text = ngettext(
            "INCOMPLETE: {count:,} account has calls refused or undetermined, not in the "
            "amount",
            "INCOMPLETE: {count:,} accounts have calls refused or undetermined, not in "
            "the amount",
            answer.incomplete,
        )
        yield Note(text.format(count=answer.incomplete), "alert")
    if answer.faults:
        text = ngettext(
            "{count:,} account has faults and is in no total; see below",
            "{count:,} accounts have faults and are in no total; see below",
            answer.faults,
        )
        yield Note(text.format(count=answer.faults), "alert")
    number = sum(answer.warnings.values())
    if number:
        text = ngettext("{number:,} warning below", "{number:,} warnings below", number)
        yield Note(text.format(number=number), "warning")


def _totals(answer: Portfolio) -> Grid:
    rows = []
    for currency, total in answer.totals.items():
        for kind, cents in answer.by_kind.get(currency, {}).items():
            rows.append(Row((currency, kind_name(kind), amount(cents))))
        rows.append(Row((currency, _("Total"), amount(total))))
    columns = (
        Column(_("Currency")),
        Column(_("Kind")),
        Column(_("Total"), True),
    )
    return Grid(_("Totals"), columns, tuple(rows))


def _warnings(answer: Portfolio) -> Grid:
    rows = [Row((_(code), f"{n:,}")) for code, n in answer.warnings.items()]
    columns = (Column(_("Warning")), Column(_("Count"), True))
    return Grid(_("Warnings by kind"), columns, tuple(rows))


def _dearest(answer: Portfolio) -> Grid:
    rows = [
        Row((row.account, row.currency or "", amount(row.total or 0)))
        for row in answer.dearest
    ]
    columns = (Column(_("Account")), Column(_("Currency")), Column(_("Total"), True))
    return Grid(_("Dearest accounts"), columns, tuple(rows))


def _savings(answer: Portfolio) -> Grid:
    rows = [
        Row(
            (
                row.account,
                row.currency or "",
                amount(row.best or 0),
                amount(row.saving or 0),
                _bought(row),
            )
        )
        for row in answer.savings
    ]
    columns = (
        Column(_("Account")),
        Column(_("Currency")),
        Column(_("Cheapest plan"), True),
        Column(_("Saving"), True),
        Column(_("Orders")),
    )
    return Grid(_("Largest savings"), columns, tuple(rows))


def _bought(row: AccountBill) -> str:
    """A plan's orders in short: how many of what."""
    found: dict[str, int] = {}
    for order in row.plan:
        what = kind_name(str(order["item"]))
        size = order.get("size")
        if size is not None:
            what = f"{what} {size:,}"
        found[what] = found.get(what, 0) + int(order.get("quantity", 1))
    return ", ".join(f"{count:,} x {what}" for what, count in found.items())


def _pooled(pooled: Pooled) -> str:
    if pooled.total is None:
        return _("As one account they cannot be billed: {why}").format(
            why=_("; ").join(map(said, pooled.faults[:3]))
        )
    text = _(
        "As one account, which the vendor does not do, they would come to {total} "
        "{currency}: {saving} less."
    )
    return text.format(
        total=amount(pooled.total),
        currency=pooled.currency,
        saving=amount(pooled.saving or 0),
    )


def _faults(answer: Portfolio) -> Grid:
    title = _("Accounts with faults: {count:,}").format(count=answer.faults)
    rows: list[Row] = []
    for account in answer.faulty:
        faults = [said(fault) for fault in account.faults[:_MOST_FAULTS]]
        left = len(account.faults) - len(faults)
        if left:
            faults.append(_("{left:,} more; -f json has all").format(left=left))
        names = [account.account, *[""] * (len(faults) - 1)]
        rows += map(Row, zip(names, faults, strict=True))
    shown = (Column(_("Account")), Column(_("Fault")))
    return Grid(title, shown, tuple(rows))
