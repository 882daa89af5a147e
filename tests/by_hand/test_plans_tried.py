"""What was found wrong in plans by trying the command: each as it is typed, with its sum."""

from pathlib import Path

import pytest

from tests.tools import ffbill, json_of, usage_file

INTL, MAINLAND = "price_book: intl\n", "price_book: mainland\n"
ONE_DAY = INTL + "usage: {image_basic: {calls: {2025-11-11: 5M}%s}}"


def test_a_copy_of_a_shipped_book_is_named_by_its_path(tmp_path: Path) -> None:
    """98,000 calls of two months at 0.030: 49,000 + 50,000 x 0.030 = 2,970, the free pack once. At 0.050 it is 4,950."""
    shipped = Path("facefusion_billing/price_books/intl-2024-11-07.yaml")
    prices = shipped.read_text(encoding="utf-8").replace(
        "unit_price: 0.050", "unit_price: 0.030"
    )
    (tmp_path / "ours.yaml").write_text(prices, encoding="utf-8")
    file = usage_file(
        tmp_path,
        "price_book: ./ours.yaml\nusage: {image_basic: {calls: {2025-01: 50k, 2025-02: 50k}}}",
    )
    plan = tmp_path / "plan.yaml"
    answer = json_of("recommend", file, "--write", plan, "-q")
    assert answer["best"]["total"] == "2970.00"
    assert answer["price_book"]["id"] == "intl-2024-11-07+ours"
    assert "price_book: ./ours.yaml" in plan.read_text(encoding="utf-8")
    assert json_of("estimate", plan)["total"] == "2970.00"


def test_a_book_that_calls_itself_by_a_shipped_id_is_marked(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("book: 1\nextends: intl\nid: intl-2024-11-07\n")
    file = usage_file(
        tmp_path, "price_book: ./b.yaml\nusage: {image_basic: {calls: {2025-01: 1}}}"
    )
    assert json_of("estimate", file)["price_book"]["id"] == "intl-2024-11-07+b"


def test_a_written_plan_keeps_the_account(tmp_path: Path) -> None:
    """Three packs of 1,000 video calls 540, two 360 in February and 800 x 0.20 = 160: 1,060, of which the balance and the
    top-up of the file pay 10 + 5. 530 are missing on the first day, 355 on 1 February, 160 on 1 March: 1,045 in all.
    """
    text = (
        INTL
        + "account: {balance: {date: 2025-01-01, amount: 10}, top_ups: [{date: 2025-02-01, amount: 5}]}\n"
        + "usage: {video_single_face: {calls: {2025-01: 3000, 2025-02: 3000}}}\n"
        + "actual: {2025-01: 500}"
    )
    plan = tmp_path / "plan.yaml"
    answer = json_of("recommend", usage_file(tmp_path, text), "--write", plan)
    assert answer["best"]["total"] == "1060.00"
    (short,) = [row for row in answer["warnings"] if row["code"] == "plan_not_paid"]
    assert short["amount"] == "1045.00"
    bill = json_of("estimate", plan)
    assert (bill["total"], bill["complete"]) == ("1060.00", True)
    assert bill["account"]["suspensions"] == []
    top_ups = [row for row in bill["account"]["ledger"] if row["event"] == "top_up"]
    assert [(row["date"], row["amount"]) for row in top_ups] == [
        ("2025-01-01", "530.00"),
        ("2025-02-01", "360.00"),
        ("2025-03-01", "160.00"),
    ]
    assert "actual: {2025-01: '500.00'}" in plan.read_text(encoding="utf-8")


def test_a_balance_that_pays_is_kept_as_it_is(tmp_path: Path) -> None:
    text = (
        INTL
        + "account: {balance: {date: 2025-01-01, amount: 2000}}\n"
        + "usage: {video_single_face: {calls: {2025-01: 3000, 2025-02: 3000}}}"
    )
    plan = tmp_path / "plan.yaml"
    answer = json_of("recommend", usage_file(tmp_path, text), "--write", plan)
    assert [row["code"] for row in answer["warnings"]] == ["peak_unknown"]
    assert "top_ups" not in plan.read_text(encoding="utf-8")
    assert json_of("estimate", plan)["total"] == answer["best"]["total"]


def test_sizes_that_do_not_divide_each_other(tmp_path: Path) -> None:
    """6,000 calls beside the free pack: two packs of 3,000 at 170 cost 340, six of 1,000 360, one of 10,000 450."""
    (tmp_path / "odd.yaml").write_text(
        "book: 1\nextends: intl\ngroups: {image_basic: {call_packs: {sizes: [{calls: 1000, price: 60}, "
        "{calls: 3000, price: 170}, {calls: 10000, price: 450}, {calls: 10M, price: 45700}]}}}\n"
    )
    text = "price_book: ./odd.yaml\nusage: {image_basic: {calls: {2025-01: 7000}}}"
    best = json_of("recommend", usage_file(tmp_path, text), "-q")["best"]
    assert (best["total"], best["proof"]["status"]) == ("340.00", "optimal")
    sizes = [(o["size"], o["quantity"]) for o in best["orders"] if "size" in o]
    assert sizes == [(3000, 2)]


def test_a_peak_below_its_own_average_is_an_input_error(tmp_path: Path) -> None:
    """5,000,000 / 86,400 = 57.9."""
    ran = ffbill("recommend", usage_file(tmp_path, ONE_DAY % ", peak_qps: 1"))
    assert ran.status == 2
    assert "58 a second on average" in ran.err


def test_calls_above_the_limit_need_a_peak(tmp_path: Path) -> None:
    """The table with its reasons, and why nothing was written."""
    plan = tmp_path / "plan.yaml"
    ran = ffbill("recommend", usage_file(tmp_path, ONE_DAY % ""), "--write", plan)
    assert ran.status == 1
    assert "state peak_qps for that day" in ran.out
    assert "nothing was written, since no plan serves every call" in ran.err
    assert not plan.exists()


def test_a_day_named_by_its_peak_is_said_to_have_its_share(tmp_path: Path) -> None:
    """floor(130,000 x 11/30) - floor(130,000 x 10/30) = 47,666 - 43,333 = 4,333."""
    text = (
        INTL
        + "usage: {image_basic: {calls: {2026-11: 130k}, peak_qps: {2026-11-11: 65}}}"
    )
    answer = json_of("recommend", usage_file(tmp_path, text))
    (said,) = [row for row in answer["warnings"] if row["code"] == "even_share"]
    assert "the 4,333 calls of 2026-11-11 are its even share" in said["message"]
    counted = text.replace("130k", "130k, 2026-11-11: 40k")
    answer = json_of("recommend", usage_file(tmp_path, counted))
    assert "even_share" not in [row["code"] for row in answer["warnings"]]


def test_a_range_of_a_peak_whose_first_day_has_a_count(tmp_path: Path) -> None:
    """Of three days that a peak names the first has a count, so the second is the first with a share: of 240,000 on 29
    days it is the eleventh, floor(240,000 x 11/29) - floor(240,000 x 10/29) = 91,034 - 82,758 = 8,276.
    """
    text = (
        INTL
        + "usage: {image_basic: {calls: {2026-11: 330k, 2026-11-11: 90k}, "
        + "peak_qps: {2026-11-11..2026-11-13: 65}}}"
    )
    answer = json_of("recommend", usage_file(tmp_path, text))
    (said,) = [row for row in answer["warnings"] if row["code"] == "even_share"]
    assert "the 8,276 calls of 2026-11-12 are its even share" in said["message"]


def test_what_serves_a_stopped_account(tmp_path: Path) -> None:
    """No free pack is claimed: 3,000 x 0.20 = 600 for January and again for February, of 10: 590 lack on 1 February,
    1,190 for both."""
    text = (
        INTL
        + "account: {balance: {date: 2025-01-01, amount: 10}}\n"
        + "usage: {video_single_face: {calls: {2025-01: 3000, 2025-02: 3000}}}"
    )
    said = " ".join(ffbill("estimate", usage_file(tmp_path, text), "-q").out.split())
    assert (
        "1,190.00 USD more in the account by 2025-02-01 prevent the stop and those that would follow"
        in said
    )
    assert "ffbill recommend" not in said


def test_what_serves_calls_refused_for_several_reasons(tmp_path: Path) -> None:
    """1,000 calls of a on each day of March, of which 10 and 11 are off: 2,000; b has 501 calls, 500 of them free."""
    text = """
        price_book: mainland
        account: {disabled: [{from: 2021-03-10, until: 2021-03-12}]}
        usage: {a: {calls: {2021-03: 31000}}, b: {calls: {2021-03-01: 501}}}
        orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
        """
    file = usage_file(tmp_path, text)
    said = " ".join(ffbill("estimate", file).out.split())
    assert (
        "INCOMPLETE: 2,001 calls refused (2,000 of them with the service switched off in the console), not in the "
        "amount; `ffbill recommend` finds a plan that serves the others"
    ) in said
    chinese = ffbill("estimate", file, "--lang", "zh").out
    assert "2,001 次调用被拒绝（其中 2,000 次因服务已在控制台关闭）" in "".join(
        chinese.split("\n")
    )


def test_switched_off_and_stopped(tmp_path: Path) -> None:
    """28 a day from 1 February: 10 days switched off, 280. January's 10 x 0.065 = 0.65 stops what has 0 on 2 February:
    the other 17 days, 476. Without a stop 18 x 28 x 0.065 = 32.76 more: 33.41."""
    text = """
        account:
          balance: {date: 2025-01-01, amount: 0}
          disabled: [{from: 2025-02-10, until: 2025-02-20}]
        usage: {image_basic: {calls: {2025-01: 10, 2025-02: 784}}}
        """
    said = " ".join(ffbill("estimate", usage_file(tmp_path, text)).out.split())
    assert (
        "INCOMPLETE: 756 calls refused (280 of them with the service switched off in the console), not in the "
        "amount; 33.41 USD more in the account by 2025-02-01 prevent the stop and those that would follow"
    ) in said


def test_what_serves_a_service_that_is_switched_off(tmp_path: Path) -> None:
    text = (
        INTL
        + "account: {disabled: [{from: 2025-01-10, until: 2025-01-20}]}\n"
        + "usage: {image_basic: {calls: {2025-01: 3100}}}"
    )
    said = " ".join(ffbill("estimate", usage_file(tmp_path, text)).out.split())
    assert "the service is switched off in the console then" in said
    assert "finds a plan" not in said


def test_expired_licence_calls_have_no_amount(tmp_path: Path) -> None:
    """Licence 1 holds 10,000; 600 - 500 = 100 are drawn, 9,900 expire."""
    text = (
        MAINLAND
        + "usage: {a: {calls: {2023-03-01: 600, 2024-03-01: 7}}}\n"
        + "orders: [{id: L, item: licence, for: a, package: 1, date: 2023-03-01}]"
    )
    answer = json_of("estimate", usage_file(tmp_path, text))
    (said,) = [
        row for row in answer["warnings"] if row["code"] == "pack_expired_unused"
    ]
    assert said["amount"] is None
    assert "9,900 of its 10,000 calls" in said["message"]


def test_expired_and_valid_calls_are_told_apart(tmp_path: Path) -> None:
    """95,000 in a pack of 100,000 for 3,000: 5,000 expire in January 2026. 5,000 in March: the free 1,000, four packs of
    1,000 at 60.
    """
    text = INTL + "usage: {image_basic: {calls: {2025-01: 95k, 2026-03: 5k}}}"
    answer = json_of("recommend", usage_file(tmp_path, text))
    assert answer["best"]["total"] == "3240.00"
    (row,) = answer["per_scope"]
    assert (row["unused"], row["expired"], row["still_valid"]) == (5000, 5000, 0)


@pytest.mark.parametrize("quota", [1, 20])
def test_throttling_that_is_allowed_lifts_no_quota_that_was_bought(
    quota: int, tmp_path: Path
) -> None:
    """The peak is 60: the current plan serves not every call, and so has no saving. 20 is call volume's limit too."""
    text = (
        INTL
        + "usage: {image_basic: {calls: {2025-02: 10k}, peak_qps: 60, billing_mode: qps}}\n"
        + f"orders: [{{id: Q, item: qps, for: image_basic, qps: {quota}, months: 1, date: 2025-02-01}}]"
    )
    file = usage_file(tmp_path, text)
    answer = json_of("recommend", file, "--allow-throttling", "-q")
    assert answer["current"]["total"] is None
    assert answer["saving"] is None


def test_a_lifted_peak_hides_no_other(tmp_path: Path) -> None:
    """21 on the 1st is 1 above call volume's 20, which is allowed; 25 on the 3rd is 1 above the 24 bought, which is not."""
    text = (
        INTL
        + "usage: {image_basic: {calls: {2024-11-01: 9k, 2024-11-03: 9k}, peak_qps: {2024-11-01: 21, 2024-11-03: 25}, "
        + "billing_mode: [{from: 2024-11-03, until: 2024-11-04, mode: qps}]}}\n"
        + "orders: [{id: Q, item: qps, for: image_basic, qps: 24, days: 1, date: 2024-11-03}]"
    )
    file = usage_file(tmp_path, text)
    answer = json_of("recommend", file, "--allow-throttling", "-q")
    assert answer["current"]["total"] is None


def test_a_dearer_plan_is_not_called_the_cheapest(tmp_path: Path) -> None:
    """95,000 calls with a pack of 100,000 agreed at 1.00; at list prices the least is 99,000 - ... : dearer."""
    text = (
        INTL
        + "usage: {image_basic: {calls: {2025-01: 95k}}}\n"
        + "orders: [{id: P, item: call_pack, for: image_basic, size: 100000, date: 2025-01-01, price: 1}]"
    )
    said = ffbill("recommend", usage_file(tmp_path, text), "-q").out
    assert "is the cheapest plan" not in said
    assert "less, keep it" in said


def test_a_quote_ends_with_the_calendar() -> None:
    ran = ffbill("quote", "--calls", "5k", "--from", "2199-12", "--months", "120")
    assert ran.status == 2
    assert "2199" in ran.err


@pytest.mark.parametrize("months", [96, 1200])
def test_a_time_limit_ends_many_licences(months: int, tmp_path: Path) -> None:
    """The answer is one whatever the time: a plan, and no more than it proved."""
    text = (
        MAINLAND
        + f"usage: {{a: {{calls: {{from: 2025-01, months: {months}, start: 10k}}}}}}"
    )
    best = json_of("recommend", usage_file(tmp_path, text), "-q", "--time-limit", "0")[
        "best"
    ]
    assert best["total"] is not None
    assert best["proof"]["status"] == "bounded"
