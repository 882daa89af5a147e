"""What all accounts would cost as one: their calls are pooled by day, each account spread and forecast by itself.

Image calls of a month: all at 0.065, from 10,000 at 0.050, from 100,000 at 0.035; packs of 10,000 for 450.00, of 100,000 for
3,000.00.
"""

from pathlib import Path

import pytest

from tests.cli.test_portfolio import portfolio, random_tables, table

CALLS, ORDERS = "account,date,calls,for\n", "account,id,item,for,size,date\n"


def pooled(calls: Path, *words: str | Path) -> str:
    """What the accounts come to as one."""
    total: str = portfolio("--calls", calls, "--if-pooled", *words)["pooled"]["total"]
    return total


def test_a_day_of_one_account_is_not_of_the_month_of_another(tmp_path: Path) -> None:
    """a's first 18 of 30 days have 181,905 x 18 / 30 = 109,143 calls, b has none in them: 109,143 x 0.035 = 3,820.01. From the
    19th on the pack holds the other 72,762 and b's 2,034: 6,820.01.
    """
    rows = "a,2025-04,181905,image_basic\nb,2025-04-19,2034,image_basic\n"
    order = ORDERS + "b,P,call_pack,image_basic,100000,2025-04-19\n"
    orders = table(tmp_path, order, "orders.csv")
    calls = table(tmp_path, CALLS + rows)
    assert pooled(calls, "--orders", orders) == "6820.01"


@pytest.mark.parametrize("names", ["ab", "ba"])
def test_the_earliest_free_pack_is_the_one(names: str, tmp_path: Path) -> None:
    """b's of August, whichever account stands first: 8,000 x 0.065 = 520.00; October is in the pack of 10,000: 450.00. With a's
    of October August would be 9,000 x 0.065 = 585.00.
    """
    rows = {"a": "a,2025-10,9000,image_basic\n", "b": "b,2025-08,9000,image_basic\n"}
    calls = table(tmp_path, CALLS + "".join(rows[name] for name in names))
    claims = {
        "a": "a,F,free_pack,image_basic,,2025-10-01\n",
        "b": "b,F,free_pack,image_basic,,2025-08-01\n",
    }
    pack = "b,P,call_pack,image_basic,10000,2025-10-01\n"
    for order in (names, names[::-1]):
        text = ORDERS + "".join(claims[name] for name in order) + pack
        orders = table(tmp_path, text, "orders.csv")
        assert pooled(calls, "--orders", orders) == "970.00"


def test_each_account_is_forecast_by_itself(tmp_path: Path) -> None:
    """1,000 a day, x from 3 to 16 March, y from 10 to 23 March; to the 31st x has 29 days, y 22: 51,000 x 0.050 = 2,550.00."""
    days = {"x": range(3, 17), "y": range(10, 24)}
    rows = [
        f"{name},2025-03-{day:02},1000,image_basic\n"
        for name in days
        for day in days[name]
    ]
    calls = table(tmp_path, CALLS + "".join(rows))
    assert pooled(calls, "--forecast", "2025-03,2") == "2550.00"


def test_a_licence_shapes_its_own_month(tmp_path: Path) -> None:
    """15,000 calls of April from the licence's 16 April on: 500 free, 10,000 of the licence, 4,500 x 0.02 = 90.00. Spread over all
    of April 7,000 of them would be refused. A year later, b's 100 x 0.02 = 2.00 under a licence of its own, after its 500 and 10,000.
    """
    rows = "a,2025-04,15000,x\nb,2026-05-02,10600,y\n"
    orders = (
        "account,item,for,package,date\n"
        "a,licence,x,1,2025-04-16\nb,licence,y,1,2026-05-01\n"
    )
    paths = table(tmp_path, CALLS + rows), table(tmp_path, orders, "orders.csv")
    words = ("--orders", paths[1], "--price-book", "mainland")
    assert pooled(paths[0], *words) == "10092.00"  # two licences of 5,000.00


@pytest.mark.parametrize("seed", range(5))
def test_one_account_is_a_pool_of_its_own(seed: int, tmp_path: Path) -> None:
    calls, orders = random_tables(tmp_path, 1, seed)
    answer = portfolio("--calls", calls, "--orders", orders, "--if-pooled")
    assert answer["pooled"]["total"] == answer["accounts"][0]["total"]
