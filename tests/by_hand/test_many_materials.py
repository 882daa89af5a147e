"""An activity with more materials than the largest licence holds (1,000): it becomes several, each with a licence from
the day on which they are live, however few its calls are. Sums by hand: licence 1 is 5,000 for 10 materials, licence 2
20,000 for 30, licence 3 80,000 for 1,000; 500 free calls and 1 QPS for each activity.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.answer_parts import message
from tests.by_hand.recommending import Found, lines, recommend
from tests.tools import estimate_json, ffbill, json_of, usage_file

MAINLAND = "version: 1\nprice_book: mainland\nusage: {a: {%s}}\n"


def plan_of(folder: Path, use: str, *options: str) -> Found:
    """The plan of an activity: proved, billed as promised, with a licence for each part and no limit passed."""
    found = recommend(folder, MAINLAND % use, *options)
    codes = {row["code"] for row in found.answer["warnings"]}
    codes |= {row["code"] for row in found.bill["warnings"]}
    assert not codes & {"plan_overlooked", "over_material_quota", "over_qps_limit"}
    parts = {row["for"] for month in found.bill["bills"] for row in month["usage"]}
    assert {name for name, *_ in licences(found.bill)} == parts
    return found


def licences(bill: dict[str, Any]) -> list[tuple[str, str, str]]:
    """For whom a licence begins on which day, and its amount."""
    found = [line for line in lines(bill) if line["kind"] == "licence"]
    return sorted((line["for"], line["date"], line["amount"]) for line in found)


@pytest.mark.parametrize(
    ("calls", "materials", "peak", "total"),
    [
        # 2,000: two licences 3, 2 x 80,000 = 160,000
        (300, 2000, 1, "160000.00"),
        (300, 2000, 2, "160000.00"),
        (300, 2000, None, "160000.00"),
        (0, 2000, None, "160000.00"),
        # 1,200: 200 beyond one licence 3 are 7 licences 2, 140,000, or 20 licences 1, 100,000: two licences 3
        (400, 1200, 3, "160000.00"),
        (501, 1200, 1, "160000.00"),
        (600, 1200, 1, "160000.00"),
        (10_000, 1200, 1, "160000.00"),
        # 2,500: three licences 3, 3 x 80,000 = 240,000
        (400, 2500, 2, "240000.00"),
        # 1,005: licence 3 and licence 1 hold 1,010; 80,000 + 5,000 = 85,000
        (300, 1005, 1, "85000.00"),
        # 1,000 are no more than a free test holds: nothing to pay
        (300, 1000, 1, "0.00"),
    ],
)
def test_calls_do_not_decide_it(
    tmp_path: Path, calls: int, materials: int, peak: int | None, total: str
) -> None:
    """Within the free calls or beyond them, at 1 QPS or more; `quote` and `recommend` agree."""
    asked = ["--price-book", "mainland", "--from", "2021-01", "--calls", str(calls)]
    asked += ["--materials", str(materials)]
    use = f"calls: {{2021-01: {calls}}}, materials: {materials}"
    if peak is not None:
        asked += ["--peak-qps", str(peak)]
        use += f", peak_qps: {peak}"
    best = json_of("quote", "a", *asked)["best"]
    assert (best["total"], best["proof"]["status"]) == (total, "optimal")
    if materials == 1000:
        assert recommend(tmp_path, MAINLAND % use).total == total
    else:
        assert plan_of(tmp_path, use).total == total


@pytest.mark.parametrize(
    ("use", "total", "begins"),
    [
        # January needs two licences 3, though one would hold what is live when the free calls run out: 160,000
        (
            "calls: {2021-01: 100, 2021-02: 10k}, materials: {2021-01: 2000, 2021-02: 500}",
            "160000.00",
            "2021-01-01",
        ),
        # January's 2,500 need three: 240,000
        (
            "calls: {2021-01: 100, 2021-02: 10k}, materials: {2021-01: 2500, 2021-02: 1500}",
            "240000.00",
            "2021-01-01",
        ),
        # Till February a free test holds them: two, from 1 February
        (
            "calls: {2021-01: 100, 2021-02: 10k}, materials: {2021-01: 500, 2021-02: 1500}",
            "160000.00",
            "2021-02-01",
        ),
        # A number without a month is live from the first calls on
        (
            "calls: {2021-01-05..2021-02-20: 300}, materials: 1500",
            "160000.00",
            "2021-01-05",
        ),
        # Materials of a month without calls
        (
            "calls: {2021-06: 300}, materials: {2021-03: 1500}",
            "160000.00",
            "2021-03-01",
        ),
    ],
)
def test_the_licences_begin_with_the_materials(
    tmp_path: Path, use: str, total: str, begins: str
) -> None:
    found = plan_of(tmp_path, use)
    assert found.total == total
    assert {day for _, day, _ in licences(found.bill)} == {begins}


def test_a_split_that_was_asked_for_licenses_each_part(tmp_path: Path) -> None:
    """25 materials: three licences 1, 3 x 5,000 = 15,000; licence 2 is 20,000. 200 calls for each part are free, and
    yet each needs its licence.
    """
    use = "calls: {2021-01: 600}, materials: 25"
    assert plan_of(tmp_path, use, "--allow-split").total == "15000.00"


def test_materials_before_the_licences_of_a_split_are_in_free_tests(
    tmp_path: Path,
) -> None:
    """January's 100 calls and 800 materials are a free test. February's 20 need two licences 1, 10,000: of 30,100 calls
    1,000 are free and 20,000 included, 9,100 x 0.02 = 182. Three licences leave nothing: 15,000; licence 2 is 20,000.
    """
    use = "calls: {2021-01: 100, 2021-02: 30k}, materials: {2021-01: 800, 2021-02: 20}"
    assert plan_of(tmp_path, use, "--allow-split").total == "10182.00"


def test_more_calls_before_the_licences_than_one_part_has_free(tmp_path: Path) -> None:
    """1,005 materials from February on: licences 3 and 1, 85,000. 450 calls of January are free; of a quarter more, 563,
    each of two parts has half, since its licence serves it from February on only: the plan stays the cheapest.
    """
    use = "calls: {2021-01: 450, 2021-02: 30k}, materials: {2021-01: 5, 2021-02: 1005}"
    assert plan_of(tmp_path, use).total == "85000.00"


def test_a_split_from_the_middle_of_a_month(tmp_path: Path) -> None:
    """60 calls of January, 17 of them before the 10th (60 x 9 / 31 = 17.4): the written plan counts each once."""
    usage = usage_file(tmp_path, MAINLAND % "calls: {2021-01: 60}, materials: 1200")
    plan = tmp_path / "plan.yaml"
    answer = json_of("recommend", usage, "--from", "2021-01-10", "--write", plan)
    # two licences 3
    assert answer["best"]["total"] == "160000.00"
    bill = estimate_json(plan)
    assert bill["total"] == "160000.00"
    assert sum(row["calls"] for row in bill["bills"][0]["usage"]) == 60


def test_a_part_keeps_its_first_licence(tmp_path: Path) -> None:
    """600 calls in 2021 and 10 in 2022 over two parts with licence 3 each, 160,000. The 500 free calls of a part serve
    its 300 and then its 5, so neither licence is renewed; the first ones stay, for a part of a split is licensed.
    """
    usage = usage_file(
        tmp_path,
        MAINLAND % "calls: {2021-01: 600, 2022-06: 10}, materials: 1200"
        + "assumptions: {licence_end: refused}",
    )
    plan = tmp_path / "plan.yaml"
    answer = json_of("recommend", usage, "--write", plan)
    best = answer["best"]
    assert (best["total"], best["proof"]["status"]) == ("160000.00", "bounded")
    found = licences(estimate_json(plan))
    assert [name for name, day, _ in found if day == "2021-01-01"] == ["a", "a 2"]


@pytest.mark.parametrize(
    ("use", "why"),
    [
        (
            "calls: {2021-06: 300}, materials: 1200, material_change_days: 400",
            "No plan holds enough materials: a: no licence holds 1,200 materials that stay changeable for 400 days",
        ),
        (
            "calls: {2021-06: 300}, materials: 1200, peak_qps: 70_000",
            "No plan serves every call: a: no licence with QPS upgrades serves a peak of 70,000 QPS",
        ),
    ],
)
def test_what_no_split_serves_is_told_truly(tmp_path: Path, use: str, why: str) -> None:
    """No licence lasts so long; and 64 activities of 1,000 QPS have 64,000."""
    ran = ffbill("recommend", usage_file(tmp_path, MAINLAND % use))
    assert why in " ".join(ran.out.split())


def test_what_a_free_test_holds(tmp_path: Path) -> None:
    """1,200 materials need 2 x 80,000 = 160,000: nothing is licensed that a further activity could add to."""
    usage = usage_file(
        tmp_path, MAINLAND % "calls: {2021-01: 400}, materials: {2021-01: 1200}"
    )
    assert message(estimate_json(usage), "over_material_quota") == (
        "1,200 materials live, a free test holds 1,000; the cheapest activities that hold them: "
        "2 with licence 3, 160,000.00"
    )
