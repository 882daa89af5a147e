"""What each warning and note means, and what to do."""

from __future__ import annotations

WARNINGS = {
    "over_qps_limit": (
        "The peak of the scenario is above what is served: the group's limit in call volume mode, the QPS "
        "bought in QPS mode, or the activity's fixed QPS with its upgrades. Calls above the limit fail and "
        "are not billed; the bill is computed as if all calls were served. Buy QPS, spread the load, or "
        "correct peak_qps."
    ),
    "over_material_quota": (
        "More materials are live at once than the free quota, the material packs or the licence hold. "
        "International: buy a material pack. Mainland: the warning names the cheapest further activities that "
        "would hold the rest. A free test holds as many as the largest licence; for more it names the activities, "
        "with a licence each, that would hold all."
    ),
    "undetermined_calls": (
        "Calls on days in QPS mode on which no bought QPS is in force. The document does not say what they "
        "cost, so they are counted, left out of the amount, and make the result incomplete. Buy QPS for those "
        "days or change the mode."
    ),
    "refused_calls": (
        "Calls that are not served: no licence of the activity has begun and its free calls are used up, its "
        "licence is over and none follows (under the reading licence_end=refused alone), the service is "
        "switched off (account.disabled), or it is stopped for an overdue balance. They cost nothing and make "
        "the result incomplete."
    ),
    "qps_unused": (
        "QPS was bought for days on which the group is in call volume mode. It takes effect only when the "
        "billing mode in the console is QPS: add billing_mode to the group, or move the order."
    ),
    "pack_unusable": (
        "A pack cannot be drawn on any day of its life: its group is in QPS mode, the service is off or "
        "stopped, or no licensed activity is left to draw on it. The amount is what it cost."
    ),
    "suspension": (
        "The balance was below zero at the end of a day, after a settlement or from the opening on, so the "
        "service stops on the next day until it is above zero. The amount is the least top-up that prevents "
        "it, with the last day for it. Packs keep "
        "their calls, and their validity keeps running."
    ),
    "order_not_paid": (
        "On the day of the order the account's balance was less than its price. The bills are computed as if "
        "what was missing had been topped up that day (`assumed_top_up` in the ledger). Top up before, or pay "
        "by card: paid: {card: ...}."
    ),
    "licence_expired": (
        "The year of an activity's licence is over and it is used further. The price document goes on with "
        "such calls as before (free ones that are left, packs of the account, then postpaid); what QPS and "
        "materials it has is not stated, and the vendor may refuse the calls. Renew the licence, or choose "
        "the other reading: --assume licence_end=refused."
    ),
    "material_change_days": (
        "The activity's materials must stay changeable for longer than its licence lets them. A licence "
        "cannot be changed to another: choose a larger one before it is paid."
    ),
    "dead_zone": (
        "Volume pricing bills all calls at the unit price of the tier that is reached, so a month just below "
        "a tier costs more than one just inside it. The note gives the counts that cost more, and by how "
        "much. It is a fact of the price table, not advice to make idle calls."
    ),
    "pack_raised_bill": (
        "The calls that free and paid packs took away kept the month from a cheaper tier: its pay-as-you-go "
        "line costs more than it would with none of them deducted. What the packs cost is not part of the "
        "comparison."
    ),
    "pack_expired_unused": (
        "A pack's validity ended with calls left. The amount is their share of what the pack cost. The calls "
        "of a licence have no amount: its price buys QPS, materials and a year as well."
    ),
    "plan_overlooked": (
        "Before a plan is shown, the rules core tries it without each order, with neighbours merged, and with "
        "the orders of the file. One of these cost less than what the search had found, so the answer takes "
        "it and says `bounded`. That should not happen: please report it, with the file if you can."
    ),
    "old_price_book": (
        "The last month of the file is more than twelve months after the date of the price document. Prices "
        "may have changed since: look at the vendor's page, or name a newer book. The date of today is not "
        "looked at."
    ),
    "plan_not_paid": (
        "Plans are priced without the account's balance. This one costs more than the balance and the top-ups "
        "of the file hold on some day. What is missing is named, with the first day; the plan that `--write` "
        "writes has a top-up on each of these days, in the Billing Center, so that no service stops."
    ),
    "even_share": (
        "A day that only a peak names has its even share of the month's calls, and the plan serves it in QPS "
        "mode. A busy day has more than its share, so a count of its own makes the plan surer."
    ),
    "peak_unknown": (
        "Some days of the plan have calls and no peak_qps. Their QPS limits are held against the average of the "
        "day (its calls over 86,400 seconds, rounded up), which is the least a peak can be: the real one is "
        "higher, and calls above a limit fail. State peak_qps, or --peak-qps in a quote."
    ),
    "split_saves": (
        "An activity divided into several, each with a licence and free calls of its own, would cost less. "
        "`recommend` plans that only with --allow-split, or when the materials pass the largest licence. The "
        "amount is what it would save."
    ),
}
"""Each warning code: what it means and what to do."""
