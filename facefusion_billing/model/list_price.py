"""What a bill line would have cost at the list price."""

from facefusion_billing.model.bill import BillLine
from facefusion_billing.model.money import Cents


def below_list(line: BillLine) -> Cents | None:
    """What a line costs less than at the list price: by the discounts of the book and
    of the order. An agreed price is a price of its own.

    None for a portion of an order, which has no price.
    """
    if line.portion:
        return None
    if line.listed is None:
        return line.discount
    return line.listed.times(line.quantity) - line.amount
