"""How every answer ends: which findings are shown, and the exit status that the caller's
conditions come to.
"""

from collections.abc import Iterable

import typer

from facefusion_billing.cli.options import ignored_codes
from facefusion_billing.cli.output import fails_strictly, say_all
from facefusion_billing.model.bill import Finding
from facefusion_billing.startup.record import NamedTuple


class Ending(NamedTuple):
    """What a caller asks of findings."""

    style: str
    ignored: set[str]
    strict: bool
    quiet: bool

    def counted(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings but for those that are ignored."""
        return tuple(found for found in findings if found.code not in self.ignored)

    def shown(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that are shown: in JSON all that count, else none when quiet."""
        counted = self.counted(findings)
        if self.quiet and self.style != "json":
            return ()
        return counted

    @property
    def tells(self) -> bool:
        """Whether findings are told on standard error: scripts take the data, and
        whoever runs them the warnings.
        """
        return self.style in ("csv", "focus", "json") and not self.quiet

    def tell(self, findings: Iterable[Finding], currency: str, *, of: str = "") -> None:
        """Tells the warnings that count, the notes too where the data has no room for
        them; `of` names the scenario where there are several.
        """
        counted = self.counted(findings)
        if self.style == "json":
            # Thousands of packs may have a note each.
            counted = tuple(one for one in counted if one.severity == "warning")
        if not self.tells or not counted:
            return
        from facefusion_billing.reports.wording.finding_groups import grouped_findings

        said = grouped_findings(counted, currency)
        say_all(f"{of}: {own.text}" if of else own.text for own in said)

    def close(self, findings: Iterable[Finding], *, failed: bool) -> None:
        """Ends with exit status 1 when a condition is not met, or with --strict when
        there are warnings that count.
        """
        if self.strict and fails_strictly(self.counted(findings)):
            failed = True
        if failed:
            raise typer.Exit(1)


def ending(style: str, ignore: list[str] | None, strict: bool, quiet: bool) -> Ending:
    """The ending that the options --ignore, --strict and --quiet ask for."""
    return Ending(style, ignored_codes(ignore), strict, quiet)
