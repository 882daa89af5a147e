"""What the words and warnings in ffbill's screens mean."""

from __future__ import annotations

WARNINGS = {
    "over_qps_limit": (
        "The peak of the scenario is above what is served: the group's limit in call volume mode, the QPS bought in QPS\n"
        "mode, or the activity's fixed QPS with its upgrades. Calls above the limit fail and are not billed; the bill is\n"
        "computed as if all calls were served. Buy QPS, spread the load, or correct peak_qps."
    ),
    "over_material_quota": (
        "More materials are live at once than the free quota, the material packs or the licence hold. International: buy\n"
        "a material pack. Mainland: the warning names the cheapest further activities that would hold the rest."
    ),
    "undetermined_calls": (
        "Calls on days in QPS mode on which no bought QPS is in force. The document does not say what they cost, so they\n"
        "are counted, left out of the amount, and make the result incomplete. Buy QPS for those days or change the mode."
    ),
    "refused_calls": (
        "Calls that are not served: the activity has no licence in force and its free calls are used up, the service is\n"
        "switched off (account.disabled), or it is stopped for an overdue balance. They cost nothing and make the result\n"
        "incomplete."
    ),
    "qps_unused": (
        "QPS was bought for days on which the group is in call volume mode. It takes effect only when the billing mode in\n"
        "the console is QPS: add billing_mode to the group, or move the order."
    ),
    "pack_unusable": (
        "A pack cannot be drawn on any day of its life: its group is in QPS mode, the service is off or stopped, or no\n"
        "licensed activity is left to draw on it. The amount is what it cost."
    ),
    "suspension": (
        "A settlement took the balance below zero, so the service stops on the next day until the balance is above zero.\n"
        "The amount is the least top-up that prevents it, with the last day for it. Packs keep their calls, and their\n"
        "validity keeps running."
    ),
    "order_not_paid": (
        "On the day of the order the account's balance was less than its price. The bills are computed as if what was\n"
        "missing had been topped up that day (`assumed_top_up` in the ledger). Top up before, or pay by card: paid: {card: ...}."
    ),
    "licence_expired": (
        "The year of an activity's licence is over and it is used further. The price document bills such calls (packs of\n"
        "the account, then postpaid); what QPS and materials it has is not stated, and the vendor may refuse the calls.\n"
        "Renew the licence, or choose the other reading: --assume licence_end=refused."
    ),
    "material_change_days": (
        "The activity's materials must stay changeable for longer than its licence lets them. A licence cannot be changed\n"
        "to another: choose a larger one before it is paid."
    ),
    "dead_zone": (
        "Volume pricing bills all calls at the unit price of the tier that is reached, so a month just below a tier costs\n"
        "more than one just inside it. The note gives the counts that cost more, and by how much. It is a fact of the\n"
        "price table, not advice to make idle calls."
    ),
    "pack_raised_bill": (
        "The calls that free and paid packs took away kept the month from a cheaper tier: its pay-as-you-go line costs\n"
        "more than it would with none of them deducted. What the packs cost is not part of the comparison."
    ),
    "pack_expired_unused": (
        "A pack's validity ended with calls left. The amount is their share of what the pack cost."
    ),
    "plan_overlooked": (
        "Before a plan is shown, the rules core tries it without each order, with neighbours merged, and with the orders of the\n"
        "file. One of these cost less than what the search had found, so the answer takes it and says `bounded`. That should not\n"
        "happen: please report it, with the file if you can."
    ),
    "old_price_book": (
        "The last month of the file is more than twelve months after the date of the price document. Prices may have changed\n"
        "since: look at the vendor's page, or name a newer book. The date of today is not looked at."
    ),
    "plan_not_paid": (
        "Plans are priced without the account's balance. This one costs more than the balance and the top-ups of the file\n"
        "hold on some day. What is missing is named, with the first day; the plan that `--write` writes has a top-up on each\n"
        "of these days, in the Billing Center, so that no service stops."
    ),
    "even_share": (
        "A day that only a peak names has its even share of the month's calls, and the plan serves it in QPS mode. A busy day\n"
        "has more than its share, so a count of its own makes the plan surer."
    ),
    "split_saves": (
        "An activity divided into several, each with a licence and free calls of its own, would cost less. `recommend` plans\n"
        "that only with --allow-split, or when the materials pass the largest licence. The amount is what it would save."
    ),
}
"""Each warning code: what it means and what to do."""

WORDS = {
    "billable": "Calls that no free pack and no pack paid for: pay-as-you-go calls.",
    "free": "Calls taken from the free pack of a group, or from the free test of an activity. They are used first.",
    "packs": "Calls taken from paid packs and from the calls that come with a licence.",
    "qps_mode": "Calls on days in QPS mode with bought QPS in force: not metered, no pack burns down.",
    "refused": "Calls that were not served and cost nothing; see refused_calls.",
    "undetermined": "Calls the document gives no price for; see undetermined_calls.",
    "complete": "A result is complete when every call of the scenario was priced or deducted from a pack.",
    "pay_as_you_go": "The month's billable calls, all at the unit price of the tier that is reached.",
    "volume_tiers": "Tiers whose unit price holds for all units once the tier is reached, not only for those above it.",
    "tier": "A row of a tier table: a range of counts with one unit price.",
    "price_book": "One edition of a price document as data: tables, clauses and the currency.",
    "edition": "A price book as it was published on a date. It is never changed, only superseded.",
    "clause": "The place in a price document on which a figure rests. `ffbill prices BOOK` lists them.",
    "assumption": "An open question of the documents with the readings one can choose; see `ffbill assumptions`.",
    "interface_group": "A family of interfaces that is priced together: image_basic or video_single_face.",
    "activity": "Mainland: a set of materials with its own free calls, licence and fixed QPS.",
    "licence": "Mainland: what an activity needs to be used in earnest: calls, fixed QPS and materials for 365 days.",
    "call_pack": "Calls paid for in advance, valid for one year, drawn before pay-as-you-go.",
    "free_pack": "Calls given once for each interface group, to be claimed in the console, valid for one year.",
    "material_pack": "Room for more materials at once; it never expires.",
    "billing_mode": "call_volume (calls are counted) or qps (bought QPS, calls are not counted), per interface group.",
    "burn_down": "Taking calls from packs in their order until they are exhausted or expire.",
    "settlement": "The day on which the bill of the month before is drawn and deducted.",
    "gate": "A condition a caller sets on a figure, such as --fail-over; a gate that is not met gives exit status 1.",
    "alternatives": "The totals under other readings of the assumptions, each computed, with the difference.",
    "plan": "Orders and billing modes for the months of a horizon; the cheapest one comes with a proof.",
    "horizon": "The months that `recommend` plans: those of the scenario, from --from on.",
    "facts": "Orders that a plan keeps as they are: those before the horizon, and those marked `bought: true`.",
    "proof": "optimal: no plan of the space compared costs less. bounded: none costs less than the bound that is told.",
    "regret": "What keeping a plan costs more than the best plan would, at another demand or under another reading.",
    "break_even": "The calls of a month, or the peak, at which two ways to pay cost the same.",
    "throttling": "Calls above the QPS limit fail; `recommend` plans with such peaks only with --allow-throttling.",
    "view": "cash shows what each month pays, amortised what it uses of what was paid.",
    "cash": "The view of bills as they are paid: an order costs the month of its date.",
    "amortised": "The view of what each month uses: packs by the calls drawn, QPS and licences by their days in force.",
    "prepaid": "What is paid and not yet used at the end of a month, in the amortised view.",
    "base": "The first scenario of a comparison; the others are compared with it, and gates judge the others.",
    "actual": "What was really billed for a month, stated in the usage file; readings explain it only to the cent.",
    "bill": "The vendor's bill. In a usage file: `product` (a pattern for what is of the product), `scopes` (a pattern for each\n"
    "interface group, on subproduct, component and item) and `accepted` (transactions whose difference was accepted, and why).",
    "reconcile": "Holding each line of a bill against the price book: its arithmetic, its tier price, its packs, its tax.",
    "import": "Turning bills into a usage file whose estimate is the bill; packs that were there before are assumed as gifted.",
    "approve": "The verdict of a bill whose lines all agree or are explained.",
    "decide": "The verdict of a bill with lines a person has to decide on: another reading, an unmapped line, an adjustment.",
    "dispute": "The verdict of a bill with lines that are wrong; the report holds a text to send to the vendor.",
    "agrees": "A line whose figures follow from each other and from the price book.",
    "explained": "A line that differs, with the reason: rounding, a discount, a reading, a tolerance, or that it was accepted.",
    "disputed": "A line that is wrong: arithmetic, counts, or a price that the book does not have for its count.",
    "missing": "What the estimate expects in a month of the bill, and no line of the bill is.",
    "unexpected": "A line of the bill that the estimate does not expect.",
    "unmapped": "A line of the product that no pattern, or more than one, claims; it is listed and forbids approval.",
    "bridge": "From what is expected to what is payable: missing, unexpected, calls, price, packs, refund, adjustment, precision, rest,\n"
    "then voucher, gift and tax. Calls are valued at the expected price, prices at the billed count; all adds up to the cent.",
    "stake": "The money of the lines that are disputed or to be decided, its size without sign.",
    "payable": "What is left to pay: billed, less vouchers and gifts, with tax, rounded half up.",
    "precision": "The bill's line that makes up for rounding: its lines have eight decimals, what is deducted has two.",
    "reversal": "A negative line that cancels a settlement; it is tied to the line it cancels.",
    "adjustment": "A correction by the vendor; explained only where another line of the bill is its counterpart.",
    "control_totals": "Bills by product (L1) and by resource (L2): their sums are held against the detailed lines (L3).",
    "evidence": "Exports of pack deductions and of daily usage, held against the counts of a bill.",
    "accepted": "Transactions whose difference was accepted once, each with why: `bill: {accepted: [...]}`. They do not come again.",
    "free_used": "Mainland: free calls of an activity that were used before the file begins.",
    "discount": "In a price book what is taken off list prices, exactly (15%); of an order what its price was lowered by.",
    "calls_tolerance": "How far own counts may differ from a bill's, in percent, before the line is disputed.",
    "tenders": "How an order was paid: cash, transferred, gifted, card, voucher; a discount lowers the amount itself.",
}
"""Words in the screens."""
