"""What is known of the segments and months of a problem before any decision."""

from facefusion_billing.solver.problem import Problem, Segment


class Calendar:
    """Where months begin and end, where packs can be bought, and what counts."""

    def __init__(self, problem: Problem) -> None:
        rows, self.problem = problem.segments, problem
        months = [row.month for row in rows]
        self.is_first = [
            not index or months[index - 1] != month
            for index, month in enumerate(months)
        ]
        self.is_last = [*self.is_first[1:], True]
        self.is_stuck = [*(not row.can_buy for row in rows), False]
        of_month: list[list[Segment]] = [[] for _ in problem.months]
        for row in rows:
            of_month[row.month].append(row)
        self.most_billed = problem.most_billed()
        self.counted = [self._counted(*own) for own in enumerate(of_month)]

    def counts(self, calls: int, free: int) -> int:
        """What metered calls, some of them free, count for the tier of their month."""
        if self.problem.basis == "billable":
            return 0
        return calls if self.problem.basis == "total" else free

    def outside(self, month: int) -> int:
        """What counts for a month's tier in any case."""
        count = self.problem.months[month]
        billed = count.billed if self.problem.basis == "total" else 0
        return billed + count.outside(self.problem.basis)

    def _counted(self, month: int, rows: list[Segment]) -> int | None:
        """What counts for the tier of a month beside billable calls, where no decision
        changes it.
        """
        if self.problem.basis == "after_paid_packs":
            free = any(owned.free for owned in self.problem.owned)
            if free or self.problem.claim is not None:
                return None
        if self.problem.basis == "total":
            # Calls that may be in QPS mode count for no tier if they are.
            if any(row.volume and row.need is not None and row.calls for row in rows):
                return None
            metered = sum(row.calls for row in rows if row.volume)
            return metered + self.outside(month)
        return self.outside(month)
