"""What the words of this field, and of ffbill's screens, mean."""

from __future__ import annotations

WORDS = {
    "billable": "Calls that no free pack and no pack paid for: pay-as-you-go calls.",
    "free": (
        "Calls taken from the free pack of a group, or from the free test of an activity. They are used "
        "first."
    ),
    "packs": (
        "Calls taken from paid packs and from the calls that come with a licence. In an estimate as JSON also the "
        "list of its packs."
    ),
    "qps_mode": "Calls on days in QPS mode with bought QPS in force: not metered, no pack burns down.",
    "refused": "Calls that were not served and cost nothing; see refused_calls.",
    "undetermined": "Calls the document gives no price for; see undetermined_calls.",
    "complete": "A result is complete when every call of the scenario was priced or deducted from a pack.",
    "incomplete": (
        "INCOMPLETE stands beside an amount that leaves calls out: they were refused, or the document gives "
        "them no price. The line says how many, and what would serve them; in JSON `complete` is false."
    ),
    "counts": (
        "How many calls there were by month, day or range of days: `calls` of a usage file, written there or "
        "read from a file, as `ffbill meter` makes one from logs."
    ),
    "pay_as_you_go": "The month's billable calls, all at the unit price of the tier that is reached.",
    "volume_tiers": (
        "Tiers whose unit price holds for all units once the tier is reached, not only for those above it."
    ),
    "tier": "A row of a tier table: a range of counts with one unit price.",
    "price_book": "One edition of a price document as data: tables, clauses and the currency.",
    "edition": "A price book as it was published on a date. It is never changed, only superseded.",
    "clause": "The place in a price document on which a figure rests. `ffbill prices BOOK` lists them.",
    "assumption": (
        "An open question of the documents with the readings one can choose; see `ffbill assumptions`."
    ),
    "reading": (
        "One of the answers to a question that the price document leaves open: the value of an assumption. "
        "Choose one with --assume ID=VALUE; `ffbill assumptions` lists them with their evidence."
    ),
    "interface_group": "A family of interfaces that is priced together: image_basic or video_single_face.",
    "activity": "Mainland: a set of materials with its own free calls, licence and fixed QPS.",
    "licence": (
        "Mainland: what an activity needs to be used in earnest: calls, fixed QPS and materials for 365 days."
    ),
    "call_pack": "Calls paid for in advance, valid for one year, drawn before pay-as-you-go.",
    "free_pack": (
        "Calls given once for each interface group, to be claimed in the console, valid for one year."
    ),
    "material_pack": "Room for more materials at once; it never expires.",
    "billing_mode": (
        "call_volume (calls are counted) or qps (bought QPS, calls are not counted), per interface group."
    ),
    "burn_down": "Taking calls from packs in their order until they are exhausted or expire.",
    "settlement": "The day on which the bill of the month before is drawn and deducted.",
    "gate": (
        "A condition a caller sets on a figure, such as --fail-over; a gate that is not met gives exit status "
        "1."
    ),
    "alternatives": "The totals under other readings of the assumptions, each computed, with the difference.",
    "plan": "Orders and billing modes for the months of a horizon; the cheapest one comes with a proof.",
    "horizon": "The months that `recommend` plans: those of the scenario, from --from on.",
    "decision_day": (
        "A day on which a plan may buy, claim or change the billing mode: the 1st of each month, and days on "
        "which calls, counts, peaks, orders or packs begin or have ended. The proof is over plans that decide "
        "on these days; --every-day makes every day one."
    ),
    "every_day": (
        "Of a proof: with --every-day each day of the horizon is a decision day. Plans can cost less then, "
        "and the search takes longer."
    ),
    "rising_qps": (
        "Of a proof: where the price of one QPS rises with their number, up to 500 QPS may be bought as several "
        "orders on a day, each at its lower price."
    ),
    "split": (
        "Of a proof: activities may be divided into several, each with a licence and free calls of its own, "
        "with --allow-split or where no licence holds all materials."
    ),
    "own_tiers": (
        "Of a proof: each activity reaches a tier of its own (postpaid_scope=activity). The search counts as "
        "if one tier served all, which costs no more, so its bound holds."
    ),
    "facts": (
        "Orders that a plan keeps as they are: those before the horizon, and those marked `bought: true`."
    ),
    "proof": (
        "optimal: no plan of the space compared costs less. bounded: none costs less than the bound that is "
        "told."
    ),
    "regret": (
        "What keeping a plan costs more than the best plan would, at another demand or under another reading."
    ),
    "break_even": "The calls of a month, or the peak, at which two ways to pay cost the same.",
    "throttling": (
        "Calls above the QPS limit fail; `recommend` plans with such peaks only with --allow-throttling."
    ),
    "view": "cash shows what each month pays, amortised what it uses of what was paid.",
    "cash": "The view of bills as they are paid: an order costs the month of its date.",
    "amortised": (
        "The view of what each month uses: packs by the calls drawn, QPS and licences by their days in force."
    ),
    "prepaid": "What is paid and not yet used at the end of a month, in the amortised view.",
    "base": (
        "The first scenario of a comparison; the others are compared with it, and gates judge the others."
    ),
    "actual": (
        "What was really billed for a month, stated in the usage file; readings explain it only to the cent. Of a "
        "gate: the figure that is held against its limit."
    ),
    "bill": (
        "The vendor's bill. In a usage file: `product` (a pattern for what is of the product), `scopes` (a "
        "pattern for each interface group, on subproduct, component and item) and `accepted` (transactions "
        "whose difference was accepted, and why)."
    ),
    "reconcile": (
        "Holding each line of a bill against the price book: its arithmetic, its tier price, its packs, its "
        "tax."
    ),
    "import": (
        "Turning bills into a usage file whose estimate is the bill; packs that were there before are assumed "
        "as gifted."
    ),
    "approve": "The verdict of a bill whose lines all agree or are explained.",
    "decide": (
        "The verdict of a bill with lines a person has to decide on: another reading, an unmapped line, an "
        "adjustment."
    ),
    "dispute": (
        "The verdict of a bill with lines that are wrong; the report holds a text to send to the vendor."
    ),
    "agrees": "A line whose figures follow from each other and from the price book.",
    "explained": (
        "A line that differs, with the reason: rounding, a discount, a reading, a tolerance, or that it was "
        "accepted."
    ),
    "disputed": (
        "A line that is wrong: arithmetic, counts, or a price that the book does not have for its count."
    ),
    "missing": "What the estimate expects in a month of the bill, and no line of the bill is.",
    "unexpected": "A line of the bill that the estimate does not expect.",
    "unmapped": (
        "A line of the product that no pattern, or more than one, claims; it is listed and forbids approval."
    ),
    "bridge": (
        "From what is expected to what is payable: missing, unexpected, calls, price, packs, refund, "
        "adjustment, precision, rest, then voucher, gift and tax. Calls are valued at the expected price, "
        "prices at the billed count; all adds up to the cent."
    ),
    "stake": "The money of the lines that are disputed or to be decided, its size without sign.",
    "payable": "What is left to pay: billed, less vouchers and gifts, with tax, rounded half up.",
    "precision": (
        "The bill's line that makes up for rounding: its lines have eight decimals, what is deducted has two."
    ),
    "reversal": "A negative line that cancels a settlement; it is tied to the line it cancels.",
    "adjustment": (
        "A correction by the vendor; explained only where another line of the bill is its counterpart."
    ),
    "control_totals": (
        "Bills by product (L1) and by resource (L2): their sums are held against the detailed lines (L3)."
    ),
    "evidence": "Exports of pack deductions and of daily usage, held against the counts of a bill.",
    "accepted": (
        "Transactions whose difference was accepted once, each with why: `bill: {accepted: [...]}`. They do "
        "not come again."
    ),
    "free_used": "Mainland: free calls of an activity that were used before the file begins.",
    "discount": (
        "In a price book what is taken off list prices, exactly (15%); of an order what its price was lowered "
        "by."
    ),
    "calls_tolerance": (
        "How far own counts may differ from a bill's, in percent, before the line is disputed."
    ),
    "tenders": (
        "How an order was paid: cash, transferred, gifted, card, voucher; a discount lowers the amount "
        "itself."
    ),
}
"""By word."""
