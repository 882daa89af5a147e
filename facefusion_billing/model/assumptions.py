"""The open questions of the price documents, each with the readings a user can choose.

The first value of each is the default. `Readings` remembers which questions a
computation asked: one that was never asked cannot have changed the answer.
"""

from collections.abc import Mapping

from facefusion_billing.model.faults import Message, did_you_mean
from facefusion_billing.startup.record import NamedTuple


class Assumption(NamedTuple):
    """One open question: its id, its choices with what each means, and the evidence for
    the default.
    """

    id: str
    question: str
    choices: dict[str, str]
    evidence: str
    because: str
    activities_default: str | None = None
    """The default of a book of activities, where its documents speak for another."""

    @property
    def default(self) -> str:
        """The reading used unless a user chooses another."""
        return next(iter(self.choices))

    def default_for(self, *, activities: bool) -> str:
        """The reading used on a book of activities, or on one of interface groups."""
        return (activities and self.activities_default) or self.default


ASSUMPTIONS: dict[str, Assumption] = {
    a.id: a
    for a in (
        Assumption(
            "tier_basis",
            "Which count of a month's calls reaches the pay-as-you-go tier?",
            {
                "billable": "the calls left after free and paid packs",
                "after_paid_packs": "the billable calls and the calls the free pack paid for",
                "total": "all metered calls: free, pack and billable",
            },
            "B, with one contrary B",
            "The vendor's sister products bill what the packs leave; one of them counts all "
            "calls, and both documents say 'total number of calls'. `billable` is never "
            "the lower bill.",
        ),
        Assumption(
            "pack_order",
            "Which of several paid packs is drawn first?",
            {
                "earliest_expiry": "the one that expires first; then the older order, then the id",
                "earliest_order": "the one ordered first; then the earlier expiry, then the id",
            },
            "B",
            "Sister products of the vendor state that the pack to expire first is deducted first.",
        ),
        Assumption(
            "pack_validity",
            "When does a pack that is valid for one year end?",
            {
                "same_date_next_year": "with the day before the same date of the next year",
                "365_days": "after 365 days, the day of purchase included; in a book whose licences are "
                "valid for another number of days, after that many",
            },
            "C",
            "The international document says one year and gives no example; the mainland "
            "book's licence counts 365 days, so its packs do by default.",
            activities_default="365_days",
        ),
        Assumption(
            "qps_month",
            "How long is a month of QPS?",
            {
                "same_day_next_month": "to the same day of the next month",
                "30_days": "30 days",
                "calendar_month": "to the end of the calendar month",
            },
            "B",
            "Monthly subscriptions of the vendor run to the same day of the next month.",
        ),
        Assumption(
            "refund_window",
            "Is the day of delivery the first of the refund window's days?",
            {
                "delivery_day_is_day_0": "no: 7 days after the day of delivery are still inside",
                "delivery_day_is_day_1": "yes: the window ends a day earlier",
            },
            "B",
            "Sister products count the days after the day of delivery.",
        ),
        Assumption(
            "settlement_day",
            "On which day of the range the document gives is a month settled?",
            {"1": "the first day", "2": "the second day", "3": "the third day"},
            "A (a range)",
            "The document names the 1st to the 3rd; the earliest is the safe one for a balance.",
        ),
        Assumption(
            "licence_pack_scope",
            "Do the calls that come with a licence serve only its own activity?",
            {
                "own_activity": "yes, only the activity that was licensed",
                "account": "no, every licensed activity of the account draws on them",
            },
            "A, two texts conflict",
            "The licence table ties the calls to the activity; the text on what follows speaks of the account.",
        ),
        Assumption(
            "licence_end",
            "What happens to an activity's calls once its licence is over?",
            {
                "postpaid": "packs of the account serve them, then they are billed",
                "refused": "they are refused: a licence in force is needed",
            },
            "A, two texts conflict",
            "The page bills what is used once the licence's pack is exhausted or expired; "
            "it also says that a licence is valid for one year.",
        ),
        Assumption(
            "postpaid_scope",
            "Is there one pay-as-you-go tier for all activities of an account?",
            {
                "account": "yes, their calls are counted and billed together",
                "activity": "no, each activity reaches its own tier",
            },
            "A by an older page",
            "An older page of the vendor counts the calls of the account; the price document does not say.",
        ),
        Assumption(
            "licence_3_qps",
            "What is the fixed QPS of licence 3?",
            {
                "50": "50, as in the purchase guide",
                "500": "500, as on another page of the vendor",
            },
            "A, two texts conflict",
            "The purchase guide's table is the one that states the price.",
        ),
    )
}


METERING_ASSUMPTIONS: dict[str, Assumption] = {
    a.id: a
    for a in (
        Assumption(
            "billed_errors",
            "Which failed calls are billed? A question of `ffbill meter`.",
            {
                "none": "none: only calls that succeeded",
                "face_errors": "those whose picture was looked at and had no usable face",
            },
            "A / C",
            "The mainland product's FAQ bills them, so that is the mainland book's default; "
            "the international documents say nothing.",
        ),
        Assumption(
            "qps_window",
            "How does the vendor cut the second of a peak? A question of `ffbill meter`.",
            {
                "fixed_second": "at whole seconds of the clock",
                "any_second": "nowhere: any second counts, wherever it begins",
            },
            "C",
            "No document says; calls that fit in any second fit in each fixed one.",
        ),
    )
}
"""The questions that counting call logs raises; a bill asks none of them."""


_DEFAULTS = {
    activities: {
        id: question.default_for(activities=activities)
        for id, question in ASSUMPTIONS.items()
    }
    for activities in (False, True)
}


class Readings:
    """The chosen reading of every assumption; remembers which were asked for.

    Where none is chosen, the default of the book's shape holds.
    """

    def __init__(self, chosen: Mapping[str, str], *, activities: bool = False) -> None:
        known = {id: chosen[id] for id in chosen.keys() & ASSUMPTIONS.keys()}
        self.values = _DEFAULTS[activities] | known
        self.consulted: set[str] = set()

    def consult(self, id: str) -> str:
        """The reading of an assumption, which the answer now depends on."""
        self.consulted.add(id)
        return self.values[id]

    def value(self, id: str) -> str:
        """The reading of an assumption for something that is only shown, so not counted
        as consulted.
        """
        return self.values[id]

    def other(self, id: str, value: str) -> "Readings":
        """The same readings but for one."""
        return Readings({**self.values, id: value})


def unknown_reading(
    id: str, value: str, known: Mapping[str, Assumption] = ASSUMPTIONS
) -> str:
    """What is wrong with a reading that was chosen; empty when there is such a one."""
    if id not in known and id in METERING_ASSUMPTIONS:
        return Message(
            "{id!r} is a question of `ffbill meter`, which counts calls; no bill asks it",
            id=id,
        )
    if id not in known and id in ASSUMPTIONS:
        return Message(
            "{id!r} is a question of bills, which `ffbill meter` does not ask", id=id
        )
    if id not in known:
        hint = did_you_mean(id, known) or Message(
            "; expected {known}", known=", ".join(known)
        )
        return Message("no assumption is called {id!r}{hint}", id=id, hint=hint)
    choices = known[id].choices
    if value not in choices:
        return Message(
            "expected {id}={known}{hint}",
            id=id,
            known="|".join(choices),
            hint=did_you_mean(value, choices),
        )
    return ""
