"""What each finding of `reconcile` and each remark of `import` means, and what to do."""

from __future__ import annotations

BILL_FINDINGS = {
    "original": (
        "The list price times the count of the line is not the original cost it states. The line contradicts "
        "itself: ask the vendor which figure holds."
    ),
    "discounted": (
        "The original cost times the line's discount is not its amount after discount. The line contradicts "
        "itself: ask the vendor which figure holds."
    ),
    "contract_price": (
        "The price of a unit is neither the list price nor that times the line's discount. Hold it against "
        "your contract, and dispute it where it is not in there."
    ),
    "counts": (
        "The calls used less those deducted by packs are not the calls billed. What is expected is what they "
        "leave, at the unit price; what is billed beyond that is at stake: dispute it."
    ),
    "duration": (
        "The calls billed are those used less those deducted by packs, but the line counts them once for each "
        "unit in the column of the duration. What was used is charged once: what the amount has beyond that is "
        "at stake. Dispute it."
    ),
    "amount": (
        "The amount is not the unit price times the count, beyond --tolerance; of a purchase, not what the "
        "price book or the order in the usage file says. Dispute it, or state what was agreed as the "
        "order's price."
    ),
    "payments": (
        "What was paid in cash, by voucher, from gifted balance and from transferred earnings adds up neither "
        "to the amount nor to it with tax. Ask the vendor for the payments of the line."
    ),
    "before_tax": (
        "The amount before tax is not the amount after discount less the voucher. Where only gifted balance "
        "paid, it lowers nothing before tax. Dispute the line."
    ),
    "tax": (
        "The tax is not the amount before tax times the rate that the line states; a line without a rate is "
        "not checked. Dispute it."
    ),
    "total": (
        "The total of the line is not its amount before tax plus the tax. Dispute it."
    ),
    "tax_reading": (
        "What a voucher paid is taxed as well. The vendor has texts for both ways, so this is for you to "
        "decide; the tax on the voucher is at stake. Ask which way holds for the account, and accept the line "
        "under `bill` where it is this one."
    ),
    "other_tier": (
        "The unit price is one of the book, but of a tier that the calls of its month, those of all its lines "
        "together, do not reach: under no reading of tier_basis, or, with a usage file, not as that counts "
        "them. Dispute the line."
    ),
    "not_in_book": (
        "The price book has no such unit price. Where it was agreed, write it into a price book of your own "
        "(`extends`); else look whether the book is the right one, and dispute the line."
    ),
    "reading": (
        "The unit price is the one that another reading of tier_basis gives, or of postpaid_scope where the "
        "lines of a month may be of an activity each. A bill shows how the vendor counts: choose that reading, "
        "with --assume or in the usage file, or ask the vendor."
    ),
    "discount": (
        "The price is the list price with a discount that no price book, order or usage file states. Where it "
        "was agreed, state it as `discount` in a price book or under `paid` of an order, or accept the line "
        "under `bill`."
    ),
    "calls": (
        "The calls of the bill are not the own count. Own counts never equal the vendor's to the call: say "
        "with --calls-tolerance how far they may differ, and dispute what is more."
    ),
    "calls_tolerance": (
        "The calls differ from the own count by less than --calls-tolerance. The line is explained; nothing "
        "is to be done."
    ),
    "calls_tier": (
        "The own count reaches another tier than the count of the bill, so all calls of the month have another "
        "price, and a few calls may be much money. What is expected is the own count at its own price."
    ),
    "packs": (
        "Fewer calls were deducted than the packs of the usage file hold for the month, so more were billed. "
        "Look whether each pack was bought, claimed and valid as the file says and the billing mode was call "
        "volume; if so, dispute the line."
    ),
    "more_packs": (
        "More calls were deducted than the packs of the usage file have. Add the packs that are not in it: "
        "claimed free packs, gifted ones, or those from before its first month."
    ),
    "missing": (
        "The estimate of the usage file has it in a month that the bill settles, and the bill does not. Give "
        "all files of the bill, look into that of the next month, or correct the usage file."
    ),
    "unexpected": (
        "The bill has it, and the usage file knows no such calls or order. Add them to the file if they are "
        "yours, else dispute the line."
    ),
    "unmapped": (
        "A line of the product that cannot be judged: no pattern or more than one fits its names, no item of "
        "the book fits its price, or it has no count or amount. Say what it is of with `scopes` under `bill`; "
        "`import` leaves it out."
    ),
    "refund_amount": (
        "What came back is not what the purchase cost without voucher and discount, nor the share of any "
        "number of its packs. With a usage file it is not what the refunded order there comes to. Dispute it, "
        "or correct the order."
    ),
    "untied_refund": (
        "No purchase in the bill is what the refund returns: none has the order that it names, and not "
        "exactly one of its amount was made in the seven days before. Give the bill of the purchase too; "
        "`import` leaves such a refund out."
    ),
    "reversed": (
        "A settlement and a reversal of the same scope, month and amount: they cancel each other. Nothing is "
        "to be done."
    ),
    "unreversed": (
        "A reversal, and the bill has no settlement of its scope, month and amount. Give the bill too in which "
        "that stands, or accept the line under `bill`."
    ),
    "adjustment": (
        "The vendor corrected something, and no line of the bill is wrong by as much. Ask what it is for, and "
        "accept it under `bill` once you know."
    ),
    "balanced": (
        "An adjustment and a line that was wrong by as much make up for each other, to the cent. Nothing is "
        "to be done."
    ),
    "precision": (
        "The line that makes up for rounding is what rounding comes to over all transactions of the bill, "
        "those of other products too. Nothing is to be done."
    ),
    "precision_open": (
        "The line that makes up for rounding cannot be checked: transactions are rounded as a whole, and some "
        "lines do not say which one they belong to. It does not forbid approval; a download with transaction "
        "ids can be checked."
    ),
    "precision_wrong": (
        "The line that makes up for rounding is not what rounding comes to over the transactions of the bill. "
        "Look whether the file is whole, with all products, and dispute the line if so."
    ),
    "accepted": (
        "The transaction stands under `bill` as accepted, with the reason. The line is explained and does not "
        "come again."
    ),
    "clash": (
        "Another line of the file has the same id and other content, so one of the two is not right. Download "
        "the bill again, and dispute it if both come again."
    ),
    "control": (
        "A bill by product or by resource has another sum than the detailed lines of the same months, by a "
        "cent or more for each of its rows. Look whether lines are missing from the detailed files."
    ),
    "deduction_law": (
        "A row of the deduction export whose figures do not follow from each other: what the pack had before, "
        "what was deducted (the usage times its factor), and what it had after. Ask the vendor about that "
        "pack."
    ),
    "deducted": (
        "The calls that the bill deducted in a month are not those of the deduction export, or, for `import`, "
        "not those that the usage file it wrote comes to. Look for rows that are missing; in a usage file, "
        "correct packs and days."
    ),
    "daily_law": (
        "A row of the daily export whose total is not what was deducted plus what remained. Export it again, "
        "and ask the vendor if it stays so."
    ),
    "daily_total": (
        "The calls of a month by the bill are not the sum of its days in the daily export. Look whether the "
        "export has all days of the month, then ask the vendor."
    ),
    "calls_of_day": (
        "On a day the daily export has other calls than the own count. Days are those of Beijing; look into "
        "your log of that day."
    ),
    "deducted_of_day": (
        "On a day more calls were deducted from packs than the own count has. Look into your log of that day, "
        "and ask the vendor if it is whole."
    ),
    "no_line": (
        "The own counts have calls in a month of the bill for which it has no line. That is right where free "
        "calls and packs held them all; a usage file with the packs (--usage) tells."
    ),
    "no_count": (
        "The bill has calls in a month for which the own counts have no row, so these lines are held against "
        "the price book alone. Give the counts of that month, a row with 0 where nothing was called, or choose "
        "the months that were counted with --month."
    ),
    "pages_missing": (
        "The vendor's API says that the bill has more lines than the pages that were given hold. Fetch and "
        "give all pages; until then the bill cannot be approved."
    ),
    "repeats": (
        "Lines stood twice, as in pages that overlap, and were counted once. Nothing is to be done."
    ),
    "without_seconds": (
        "Times have no seconds, as a spreadsheet leaves them when it saves a file. Amounts do not change; the "
        "file as it was downloaded is the safer one."
    ),
    "period_assumed": (
        "Neither the name of a file nor its lines say whether months are those of use or of deduction, and "
        "use was taken. Keep the name that the vendor gave to the download: it says so."
    ),
    "no_settlement": (
        "No line settles pay-as-you-go calls of the product. That is right where packs held all calls; else "
        "look at the month, and at `product` under `bill`."
    ),
    "only_billed": (
        "`import`: the bill does not say how many calls were used before packs, so the calls of the usage file "
        "are those billed, and it knows of no deductions. Correct them where you know more."
    ),
    "not_estimated": (
        "`import`: the usage file was written, but other commands refuse it for the reason that is named. "
        "Correct it by hand: a bill can hold what no usage file can say."
    ),
}
"""By code: of a line, of the files as a whole, of an imported file."""
