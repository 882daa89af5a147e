"""The least top-up of several stops, what lifts a running one, and why calls were refused.

Image calls cost 0.065 below 10,000 in a month. A month is settled on the 1st of the next.
"""

from pathlib import Path

import pytest

from tests.answer_parts import message
from tests.tools import estimate_json, ffbill, usage_file

RUNS_DRY = """
    account:
      balance: {{date: 2025-01-01, amount: 10}}
      top_ups: [{more}{{date: 2025-02-10, amount: 100}}]
    usage: {{image_basic: {{calls: {{2025-01: 1000, 2025-02: 2800, 2025-03: 0}}}}}}
"""


def account(folder: Path, more: str = "") -> Path:
    return usage_file(folder, RUNS_DRY.format(more=more))


def test_several_stops_need_one_top_up_and_not_their_sum(tmp_path: Path) -> None:
    """January 1,000 x 0.065 = 65.00: 10 - 65 = -55.00 on 1 February, stopped on the 2nd, lifted on the 10th.

    Of February's 2,800 calls those of 2 to 9 February are refused (100 a day, 800): 2,000 x 0.065 = 130.00, and
    45 - 130 = -85.00 on 1 March. Never stopped, February costs 182.00: 10 - 65 + 100 - 182 = -137.00.
    """
    answer = estimate_json(account(tmp_path))
    stops = answer["account"]["suspensions"]
    assert [stop["top_up"] for stop in stops] == ["55.00", "85.00"]
    out = " ".join(ffbill("estimate", account(tmp_path)).out.split())
    assert "(137.00 USD in all)" in out
    assert "137.00 USD more in the account by 2025-02-01 prevent all stops" in out


@pytest.mark.parametrize(("amount", "stops"), [("136.99", 1), ("137", 0)])
def test_that_much_in_time_and_nothing_stops(
    tmp_path: Path, amount: str, stops: int
) -> None:
    more = f"{{date: 2025-02-01, amount: {amount}}}, "
    answer = estimate_json(account(tmp_path, more))
    assert len(answer["account"]["suspensions"]) == stops
    assert answer["total"] == "247.00"  # 65.00 + 182.00


ONE_STOP = """
    account: {{balance: {{date: 2025-01-01, amount: {amount}}}}}
    usage: {{video_single_face: {{calls: {{2025-01: 500, 2025-02: 28000, 2025-03: 28000}}}}}}
"""


def test_one_stop_is_prevented_together_with_those_that_would_follow(
    tmp_path: Path,
) -> None:
    """January 500 x 0.20 = 100.00: 50 - 100 = -50.00 on 1 February, stopped for good on the 2nd.

    With 50.00 more the 28,000 calls of February are served, 28,000 x 0.20 = 5,600.00, and stop it on 2 March. Never
    stopped, March costs 5,600.00 too: 50 - 100 - 5,600 - 5,600 = -11,250.00.
    """
    file = usage_file(tmp_path, ONE_STOP.format(amount=50))
    answer = estimate_json(file)
    [stop] = answer["account"]["suspensions"]
    assert (stop["from"], stop["until"], stop["top_up"]) == (
        "2025-02-02",
        None,
        "50.00",
    )
    assert (
        "50.00 more in the account by 2025-02-01 would have prevented it, "
        "11,250.00 also those that would follow;"
    ) in message(answer, "suspension")
    out = " ".join(ffbill("estimate", file).out.split())
    assert (
        "11,250.00 USD more in the account by 2025-02-01 prevent the stop and those that would follow: top up"
    ) in out
    assert "suspension, account, 2025-02 (11,250.00 USD):" in out


@pytest.mark.parametrize(
    ("amount", "stops"),
    # 50 + 11,250 = 11,300; 50.00 more only moves the stop to 2 March: 5,600.00 are settled on the 1st
    [("11299.99", ["2025-04-02"]), ("11300", []), ("100", ["2025-03-02"])],
)
def test_less_only_moves_the_stop(
    tmp_path: Path, amount: str, stops: list[str]
) -> None:
    answer = estimate_json(usage_file(tmp_path, ONE_STOP.format(amount=amount)))
    assert [stop["from"] for stop in answer["account"]["suspensions"]] == stops


ORDER_DUE = """
    account: {{balance: {{date: 2025-01-01, amount: 100}}, top_ups: [{{date: 2025-02-01, amount: {amount}}}]}}
    usage: {{video_single_face: {{calls: {{2025-01: 10}}}}}}
    orders: [{{id: P, item: call_pack, for: video_single_face, size: 1k, date: 2025-02-01}}]
"""


@pytest.mark.parametrize(
    ("amount", "lacked"),
    # January 10 x 0.20 = 2.00. A pack of 180.00 is paid before it is settled: 100 - 180 - 2 = -82.00
    [
        ("0", ["82.00"]),
        ("2", ["80.00"]),
        ("80", ["2.00"]),
        ("81.99", ["0.01"]),
        ("82", []),
    ],
)
def test_what_an_order_of_the_day_lacks_is_lacked_too(
    tmp_path: Path, amount: str, lacked: list[str]
) -> None:
    answer = estimate_json(usage_file(tmp_path, ORDER_DUE.format(amount=amount)))
    stops = answer["account"]["suspensions"]
    assert [stop["top_up"] for stop in stops] == lacked
    assert all(stop["top_up_by"] == "2025-02-01" for stop in stops)


def test_two_orders_of_the_day_lack_their_parts(tmp_path: Path) -> None:
    """100 - 180 = -80: 80.00 put in; 180.00 again; 2.00 settled. 100 - 180 - 180 - 2 = -262.00."""
    two = ORDER_DUE.replace(
        "orders: [",
        "orders: [{{id: O, item: call_pack, for: video_single_face, size: 1k, date: 2025-02-01}}, ",
    )
    answer = estimate_json(usage_file(tmp_path, two.format(amount=0)))
    [stop] = answer["account"]["suspensions"]
    assert stop["top_up"] == "262.00"
    enough = estimate_json(usage_file(tmp_path, two.format(amount=262)))
    assert enough["account"]["suspensions"] == []


def test_money_on_the_next_day_is_in_time(tmp_path: Path) -> None:
    """-55.00 on 1 February and 60.00 on the 2nd: 5.00, no stop. February costs 182.00: 5 - 182 = -177.00 on 1 March,
    stopped for good on the 2nd; more than 177.00 lifts it."""
    file = usage_file(
        tmp_path,
        """
        account:
          balance: {date: 2025-01-01, amount: 10}
          top_ups: [{date: 2025-02-02, amount: 60}]
        usage: {image_basic: {calls: {2025-01: 1000, 2025-02: 2800, 2025-03: 0}}}
        """,
    )
    answer = estimate_json(file)
    [stop] = answer["account"]["suspensions"]
    assert (stop["from"], stop["until"], stop["top_up"]) == (
        "2025-03-02",
        None,
        "177.00",
    )
    said = message(answer, "suspension")
    assert said.endswith("more than 177.00 in the Billing Center lifts it")


A_PACK_GOES_BACK = """
    account: {{balance: {{date: 2025-01-01, amount: 10}}{top_ups}}}
    usage: {{image_basic: {{calls: {{2025-01: 1000, 2025-02: {february}, 2025-03: 310}}}}}}
    orders:
      - {{id: A, item: call_pack, for: image_basic, size: 1k, date: 2025-02-01, paid: {{card: 60}}}}
      - {{id: B, item: call_pack, for: image_basic, size: 1k, date: {bought}, paid: {{card: 60}}, refunded: 2025-03-06}}
"""


def test_a_stop_lets_an_unused_pack_go_back(tmp_path: Path) -> None:
    """January 1,000 x 0.065 = 65.00: 10 - 65 = -55.00 on 1 February, stopped from the 2nd.

    A serves 71 calls of 1 February (2,000 / 28, down); nothing is drawn from B, so it may go back. Its 60.00 lift
    the balance to 5.00 on 6 March: of March's 10 a day the 50 before it are refused, 260 drawn from A.
    65 + 60 + 60 - 60 = 125.00. Had the service not stopped, B were used: what prevents all is not known.
    """
    text = A_PACK_GOES_BACK.format(top_ups="", february=2000, bought="2025-03-01")
    file = usage_file(tmp_path, text)
    answer = estimate_json(file)
    assert answer["total"] == "125.00"
    [stop] = answer["account"]["suspensions"]
    assert (stop["from"], stop["until"]) == ("2025-02-02", "2025-03-06")
    assert stop["refused"] == 1929 + 50  # 2,000 - 71 in February
    assert stop["top_up"] == "55.00"
    march = answer["bills"][2]["usage"][0]
    assert (march["packs"], march["refused"]) == (260, 50)
    out = " ".join(ffbill("estimate", file).out.split())
    assert "55.00 USD more in the account by 2025-02-01 prevent the stop: top" in out
    assert "would follow" not in out


def test_without_a_stop_other_packs_let_one_go_back(tmp_path: Path) -> None:
    """Plans are priced without the balance, so nothing is refused, and B would be used in March: three packs that
    are older serve 2,310 calls of February and March, 180.00, and B goes back. The free pack serves January.
    """
    text = A_PACK_GOES_BACK.format(top_ups="", february=2000, bought="2025-03-01")
    out = " ".join(ffbill("recommend", usage_file(tmp_path, text)).out.split())
    assert "180.00 USD is the best plan found" in out
    assert "Plans are priced without the balance of the account" in out


def test_of_several_stops_the_first_where_none_could_not_be_billed(
    tmp_path: Path,
) -> None:
    """As above, but 100.00 on 10 February lift the stop: 45.00. 100 a day in February: A serves the 100 of the 1st
    and 900 of the 1,900 from the 10th on, 1,000 x 0.065 = 65.00: 45 - 65 = -20.00 on 1 March, stopped from the 2nd.
    The 10 calls of 1 March cost 0.65; B is bought on the 2nd and goes back unused. 40 - 0.65 on 1 April.
    """
    top_ups = ", top_ups: [{date: 2025-02-10, amount: 100}]"
    text = A_PACK_GOES_BACK.format(top_ups=top_ups, february=2800, bought="2025-03-02")
    file = usage_file(tmp_path, text)
    stops = estimate_json(file)["account"]["suspensions"]
    assert [stop["top_up"] for stop in stops] == ["55.00", "20.00"]
    out = " ".join(ffbill("estimate", file).out.split())
    assert "55.00 USD more in the account by 2025-02-01 prevent the first stop" in out
    # What each of them lacks is no sum.
    assert "suspension, account, 2 months from 2025-02 to 2025-03: first, the" in out


def test_a_stop_refuses_what_has_no_price(tmp_path: Path) -> None:
    """vid 50 x 0.30 = 15.00: 1 - 15 = -14.00 on 1 February. img has no pay-as-you-go, and its 1,200 calls would be
    more than its pack holds; of them only the 42 of 1 February (1,200 / 28, down) are served. 60 + 15 = 75.00.
    """
    book = tmp_path / "book.yaml"
    book.write_text(
        """
id: own
currency: EUR
settlement: {days: [1, 1]}
groups:
  img: {call_packs: {sizes: [{calls: 1000, price: 60}]}}
  vid: {pay_as_you_go: {tiers: [{above: 0, unit_price: 0.30}]}}
""",
        encoding="utf-8",
    )
    file = usage_file(
        tmp_path,
        """
        price_book: ./book.yaml
        account: {balance: {date: 2025-01-01, amount: 1}}
        usage:
          vid: {calls: {2025-01: 50}}
          img: {calls: {2025-01: 100, 2025-02: 1200}}
        orders:
          - {id: P, item: call_pack, for: img, size: 1k, date: 2025-01-01, paid: {card: 60}}
        """,
    )
    answer = estimate_json(file)
    assert answer["total"] == "75.00"
    [stop] = answer["account"]["suspensions"]
    assert (stop["refused"], stop["top_up"]) == (1158, "14.00")
    assert "14.00 EUR more" in ffbill("estimate", file).out


NEGATIVE = """
    account:
      balance: {{date: 2025-01-12, amount: {amount}}}
      top_ups: [{top_ups}]
    usage: {{image_basic: {{calls: {{2025-01-09: 500, 2025-01-13: 700}}}}}}
"""


@pytest.mark.parametrize(
    ("amount", "given", "lacked"),
    # The 5,000.00 of 20 January pay 1,200 x 0.065 = 78.00 on 1 February.
    [
        ("-5000", "4990", "10.00"),  # -5,000 + 4,990 = -10.00
        ("-5", "4.99", "0.01"),
        ("-5", "1", "4.00"),
    ],
)
def test_a_negative_opening_lacks_what_its_day_does_not_bring(
    amount: str, given: str, lacked: str, tmp_path: Path
) -> None:
    day, later = f"{{date: 2025-01-12, amount: {given}}}", "2025-01-20, amount: 5000"
    text = NEGATIVE.format(amount=amount, top_ups=f"{day}, {{date: {later}}}")
    file = usage_file(tmp_path, text)
    answer = estimate_json(file)
    [stop] = answer["account"]["suspensions"]
    assert (stop["top_up"], stop["top_up_by"]) == (lacked, "2025-01-12")
    said = message(answer, "suspension")
    assert f"{lacked} more in the account by 2025-01-12 would have prevented it" in said
    assert "those that would follow" not in said
    out = " ".join(ffbill("estimate", file).out.split())
    assert (
        f"{lacked} USD more in the account by 2025-01-12 prevent the stop: top" in out
    )
    # Nothing is settled on that day.
    assert "before the settlement" not in out
    enough = f"{day}, {{date: 2025-01-12, amount: {lacked}}}, {{date: {later}}}"
    text = NEGATIVE.format(amount=amount, top_ups=enough)
    answer = estimate_json(usage_file(tmp_path, text))
    assert (answer["total"], answer["account"]["suspensions"]) == ("78.00", [])


def test_an_order_of_the_next_day_is_in_time_too(tmp_path: Path) -> None:
    """As in `RUNS_DRY`, with a pack on 2 March. Never stopped: 10 - 65 + 100 - 182 = -137.00 on 1 March, and what
    the order lacks is put in on the 2nd, so the service runs. With 55.00 more nothing stops: -82.00, then 0.
    """
    orders = "orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-03-02}]"
    for more, stops in (("", 1), ("{date: 2025-02-01, amount: 55}, ", 0)):
        text = f"{RUNS_DRY.format(more=more).rstrip()}\n    {orders}\n"
        file = usage_file(tmp_path, text)
        assert len(estimate_json(file)["account"]["suspensions"]) == stops
        if stops:
            out = " ".join(ffbill("estimate", file).out.split())
            assert (
                "55.00 USD more in the account by 2025-02-01 prevent the stop:" in out
            )


def test_refused_calls_name_their_remedy(tmp_path: Path) -> None:
    """Switched off for February: its 280 calls are refused, and a switch serves them, no plan."""
    file = usage_file(
        tmp_path,
        """
        account: {disabled: [{from: 2025-02-01, until: 2025-03-01}]}
        usage: {image_basic: {calls: {2025-02: 280}}}
        """,
    )
    answer = estimate_json(file)
    [refused] = [w for w in answer["warnings"] if w["code"] == "refused_calls"]
    assert refused["remedy"] == "switch the service on in the console"
    assert refused["clauses"] == ["deactivation"]
    assert "switched off in the console" in refused["message"]
    out = " ".join(ffbill("estimate", file).out.split())
    assert "the service is switched off in the console then" in out
    assert "ffbill recommend" not in out.split("Bills")[0]
    # The remedy is no other where the warning itself is not shown.
    unseen = ffbill("estimate", file, "--ignore", "refused_calls").out
    assert "the service is switched off in the console then" in " ".join(unseen.split())


def test_a_stop_that_refuses_nothing_is_no_reason(tmp_path: Path) -> None:
    """28 a day, switched off from 1 to 10 February: 252 refused; the bill of 532 x 0.065 = 34.58 stops what has no calls."""
    file = usage_file(
        tmp_path,
        """
        account:
          balance: {date: 2025-01-01, amount: 0}
          disabled: [{from: 2025-02-01, until: 2025-02-10}]
        usage: {image_basic: {calls: {2025-02: 784}}}
        """,
    )
    answer = estimate_json(file)
    assert answer["total"] == "34.58"
    assert answer["account"]["suspensions"][0]["refused"] == 0
    out = " ".join(ffbill("estimate", file).out.split())
    assert "the service is switched off in the console then" in out


@pytest.mark.parametrize(("month", "noted"), [("2025-11", False), ("2025-12", True)])
def test_prices_more_than_a_year_old(tmp_path: Path, month: str, noted: bool) -> None:
    """The document is of 2024-11-07: November 2025 is twelve months after, December thirteen."""
    text = f"usage: {{image_basic: {{calls: {{{month}: 100}}}}}}\n"
    answer = estimate_json(usage_file(tmp_path, text))
    codes = [warning["code"] for warning in answer["warnings"]]
    assert codes == (["old_price_book"] if noted else [])


def test_only_a_licence_mends_what_the_mainland_sells_no_other_way(
    tmp_path: Path,
) -> None:
    """It sells no material packs, and no QPS to an activity without a licence; 1 QPS and 10 materials hold there."""
    unlicensed = (
        "price_book: mainland\nusage: {a: {calls: {2025-03: 310}, peak_qps: 5}}\n"
    )
    assert remedies(unlicensed, tmp_path) == {
        "over_qps_limit": "license the activity, spread the load, or correct peak_qps"
    }
    licence = "orders: [{item: licence, for: a, package: 1, date: 2025-03-01}]\n"
    usage = "usage: {a: {calls: {2025-03: 310}, peak_qps: 12, materials: 12}}\n"
    assert remedies(f"price_book: mainland\n{usage}{licence}", tmp_path) == {
        "over_qps_limit": "buy QPS for those days, spread the load, or correct peak_qps",
        "over_material_quota": "license a larger package or a further activity",
    }


def remedies(text: str, folder: Path) -> dict[str, str]:
    """What mends each warning."""
    answer = estimate_json(usage_file(folder, text))
    return {row["code"]: row["remedy"] for row in answer["warnings"]}
