"""Plans in the formats of `recommend` and `quote`."""

from itertools import chain
from typing import Annotated

from facefusion_billing.answers.recommend import RecommendOptions
from facefusion_billing.cli.options import formats
from facefusion_billing.cli.output import drawn
from facefusion_billing.model.recommendation import Recommendation

FORMATS = ("table", "json", "csv", "markdown", "github-comment", "html", "xlsx")
Format = Annotated[str | None, formats(FORMATS)]


def shown_in(asked: RecommendOptions, style: str, *, explain: bool) -> RecommendOptions:
    """What is asked, with what a format shows of it: a first screen alone, pictures."""
    brief = style in ("table", "markdown", "csv") and not explain
    return asked._replace(brief=brief, pictures=style in ("html", "xlsx"))


def rendered(
    answer: Recommendation,
    style: str,
    output: str | None,
    key: str,
    *,
    explain: bool = False,
) -> str | bytes:
    """The answer in a format; a comment is found again by its key, and is folded, so
    that it holds what a screen leaves to --explain.
    """
    if style == "json":
        from facefusion_billing.reports.data.json_text import dumps
        from facefusion_billing.reports.data.recommendation_json import (
            recommendation_json,
        )

        return dumps(recommendation_json(answer))
    if style == "csv":
        from facefusion_billing.reports.data.recommendation_csv import (
            recommendation_csv,
        )

        return recommendation_csv(answer)
    if style == "html":
        return _page(answer)
    if style == "xlsx":
        return _workbook(answer)
    from facefusion_billing.reports.documents.decided_orders import decided_anew
    from facefusion_billing.reports.documents.recommendation_document import (
        comment_blocks,
        plan_blocks,
    )

    blocks = plan_blocks(answer, explain=explain, brief=not explain)
    if style == "github-comment":
        blocks = comment_blocks(answer, explain=explain)
    elif not explain and (style == "markdown" or output):
        # A terminal says them on standard error; who is given a file has that only.
        blocks = chain(blocks, decided_anew(answer))
    return drawn(blocks, style, output, key, [answer.origin])


def _page(answer: Recommendation) -> str:
    from facefusion_billing.reports.page import recommendation_page as pages

    if answer.is_quote:
        return pages.quote_page(answer)
    return pages.recommendation_page(answer)


def _workbook(answer: Recommendation) -> bytes:
    from facefusion_billing.reports.workbook import recommendation_workbook as books

    if answer.is_quote:
        return books.quote_workbook(answer)
    return books.recommendation_workbook(answer)
