"""What is said of a plan beside the answer: the orders it does not keep, and that it
begins before today.
"""

import sys
from datetime import date

from facefusion_billing.cli.output import say
from facefusion_billing.model.calendar import month_of
from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.reports.wording.language import _


def tell_remarks(answer: Recommendation, *, quiet: bool) -> None:
    """Says both on standard error, unless that is to be quiet."""
    if not quiet:
        _tell_decided(answer)
        _tell_past(answer)


def _tell_decided(answer: Recommendation) -> None:
    """Names the orders that the plan does not keep, with their money."""
    from facefusion_billing.reports.wording import phrases, plan_phrases

    for order, cents in answer.decided:
        text = _("ffbill: decided anew: {id}, {order} on {day} ({amount} {currency})")
        what, amount = plan_phrases.ordered(order), phrases.amount(cents)
        say(
            text.format(
                id=order.id,
                order=what,
                day=order.date,
                amount=amount,
                currency=answer.currency,
            )
        )


def _tell_past(answer: Recommendation) -> None:
    """Says to a person at a terminal that the plan begins before today."""
    begins, today = answer.horizon.start, date.today()
    shown = sys.stderr is not None and sys.stderr.isatty()
    if not shown or begins >= today:
        return
    text = _(
        "ffbill: the plan begins on {day}, before today; --from plans from a later day on"
    )
    if month_of(today) <= answer.horizon.last:
        text = _(
            "ffbill: the plan begins on {day}, before today; --from {today} plans what comes"
        )
    say(text.format(day=begins, today=today))
