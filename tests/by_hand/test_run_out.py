"""Which packs are a risk beside the figure: those that run out before the last month and after which calls are billed.

Counts of a month are spread evenly over its days. 40,000 calls in December use up four packs of 10,000 on its last day;
January's 40,000 are 1,290 or 1,291 a day, so that a pack of 10,000 from the 20th on lasts until the 27th.
"""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.reports.workbook_tools import found
from tests.tools import Ask, ffbill, usage_file


def file_of(calls: str, *packs: str) -> str:
    orders = "".join(f"\n              - {{{pack}}}" for pack in packs)
    return f"""
            usage:
              image_basic: {{calls: {{{calls}}}}}
            orders:{orders}
            """


def pack(id: str, day: str, size: str = "10k") -> str:
    return f"id: {id}, item: call_pack, for: image_basic, size: {size}, date: {day}"


TWO_MONTHS = file_of(
    "2026-12: 40k, 2027-01: 40k",
    *(pack(id, "2026-12-01") for id in "ABCD"),
    pack("E", "2027-01-20"),
)
RISK = "runs out on"
SAID = "D runs out on 2026-12-31; pay-as-you-go follows"


def risks(shown: str) -> list[str]:
    return [line.strip() for line in shown.splitlines() if RISK in line]


class TestWhatFollowsAPack:
    def test_only_the_last_of_several_is_named(self, ask: Ask) -> None:
        """B follows A, C follows B, D follows C; after D January is billed until the 20th. E ends in the last month."""
        assert risks(ask.shown(TWO_MONTHS)) == [SAID]

    @pytest.mark.parametrize("format", ["markdown", "github-comment", "html"])
    def test_said_in_every_format(self, tmp_path: Path, format: str) -> None:
        ran = ffbill("estimate", usage_file(tmp_path, TWO_MONTHS), "-f", format)
        assert ran.out.count(RISK) == 1
        assert "D runs out on" in ran.out

    def test_said_in_the_workbook(self, tmp_path: Path) -> None:
        path = tmp_path / "bill.xlsx"
        ffbill("estimate", usage_file(tmp_path, TWO_MONTHS), "-o", path)
        assert found(load_workbook(path)["Summary"], SAID)

    def test_a_pack_from_the_next_day_on_follows(self, ask: Ask) -> None:
        """December's 50,000 use up D before the 31st: 1,612 or 1,613 a day, 40,000 by the 25th, so the rest is billed.

        With 40,000 D lasts to the 31st, and F begins on 1 January.
        """
        packs = [pack(id, "2026-12-01") for id in "ABCD"]
        following = [*packs, pack("F", "2027-01-01", "100k")]
        evenly = file_of("2026-12: 40k, 2027-01: 40k", *following)
        assert risks(ask.shown(evenly)) == []
        more = file_of("2026-12: 50k, 2027-01: 40k", *following)
        assert risks(ask.shown(more)) == [
            "D runs out on 2026-12-25; pay-as-you-go follows"
        ]

    def test_the_rest_of_its_last_day_alone_is_no_risk(self, ask: Ask) -> None:
        """10,500 calls on one day: 500 are billed on it, and the next pack serves the next day."""
        calls = "2026-11-10: 10_500, 2026-11-11: 5_000, 2026-12: 0"
        first, second = pack("A", "2026-11-01"), pack("B", "2026-11-11")
        assert risks(ask.shown(file_of(calls, first, second))) == []
        later = pack("B", "2026-11-12")
        assert risks(ask.shown(file_of(calls, first, later))) == [
            "A runs out on 2026-11-10; pay-as-you-go follows"
        ]

    def test_nothing_billed_is_no_risk(self, ask: Ask) -> None:
        calls = "2026-11-10: 10_000, 2026-12: 0"
        assert risks(ask.shown(file_of(calls, pack("A", "2026-11-01")))) == []

    def test_a_pack_that_expired_in_between_did_not_run_out(self, ask: Ask) -> None:
        """A is used up, B serves until its year is over on 2026-02-10; only then calls are billed."""
        calls = "2025-02-10: 10_000, 2025-02-11: 100, 2026-03-01: 5, 2026-04: 0"
        packs = pack("A", "2025-02-10"), pack("B", "2025-02-11")
        assert risks(ask.shown(file_of(calls, *packs))) == []

    def test_the_packs_of_an_account(self, ask: Ask) -> None:
        """Licence 1 has 10,000 calls and 500 are free: the licence's pack is followed by S, and S by the bill.

        11,000 on the first day: 500 free, 10,000 of the licence, 500 of S; on the second the other 99,500 of S and
        500 billed.
        """
        text = """
            price_book: mainland
            usage:
              spring: {calls: {2021-03-01: 11_000, 2021-03-02: 100_000, 2021-04: 0}}
            orders:
              - {id: L, item: licence, for: spring, package: 1, date: 2021-03-01}
              - {id: S, item: call_pack, size: 100k, date: 2021-03-01}
            """
        assert risks(ask.shown(text)) == [
            "S runs out on 2021-03-02; pay-as-you-go follows"
        ]
