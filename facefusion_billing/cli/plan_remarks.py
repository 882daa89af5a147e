"""What is said of a plan beside the answer: the orders it does not keep, that no other
demand was tried, and that it begins before today.
"""

import sys
from datetime import date

from facefusion_billing.answers.recommend import RecommendOptions
from facefusion_billing.cli.output import say, say_all
from facefusion_billing.model.calendar import month_of
from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.reports.wording.language import _


def tell_remarks(
    answer: Recommendation, asked: RecommendOptions, *, quiet: bool
) -> None:
    """Says each on standard error, unless that is to be quiet."""
    if not quiet:
        _tell_decided(answer)
        _tell_left_out(answer, asked)
        _tell_past(answer)


def _tell_decided(answer: Recommendation) -> None:
    """Names the orders that the plan does not keep, with their money."""
    from facefusion_billing.reports.wording import phrases, plan_phrases

    text = _("ffbill: decided anew: {id}, {order} on {day} ({amount} {currency})")
    say_all(
        text.format(
            id=order.id,
            order=plan_phrases.ordered(order),
            day=order.date,
            amount=phrases.amount(cents),
            currency=answer.currency,
        )
        for order, cents in answer.decided
    )


def _tell_left_out(answer: Recommendation, asked: RecommendOptions) -> None:
    """Says that no other demand was tried, where one was asked for."""
    is_known = answer.sensitivity or answer.best.total is None
    if is_known or not asked.details:
        return
    if asked.seconds is None:
        text = _(
            "ffbill: what another demand or reading would cost is left out, the plan is large: --time-limit gives time"
        )
    else:
        text = _(
            "ffbill: what another demand or reading would cost is left out, the time is over"
        )
    say(text)


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
