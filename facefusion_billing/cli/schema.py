"""Print the JSON Schema (draft-07) of a usage file, a price book or an answer, for
editors and scripts.
"""

import json
import os
from typing import Annotated, Any

from facefusion_billing.cli.choices import argument, completing, word_parser
from facefusion_billing.cli.options import Language, Output
from facefusion_billing.cli.output import set_language, write

EXAMPLES = (
    "ffbill schema usage",
    "ffbill schema estimate -o estimate.schema.json",
)
_FOLDER = os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "schemas"
)
FILES = ("usage", "book", "log-map")
ANSWERS = (
    "estimate",
    "recommendation",
    "refund",
    "comparison",
    "reconciliation",
    "metering",
    "portfolio",
)


NAMES = (*FILES, *ANSWERS)
Name = Annotated[
    str,
    argument(
        "A file: usage, book or log-map; or an answer: estimate, recommendation, "
        "refund, comparison, reconciliation, metering or portfolio.",
        metavar="NAME",
        parser=word_parser("schema", NAMES),
        autocompletion=completing(NAMES),
    ),
]


def command(name: Name, output: Output = None, lang: Language = "en") -> None:
    """Writes a schema."""
    set_language(lang)
    from facefusion_billing.reports.data.json_text import dumps

    write(dumps(schema_of(name)), output)


def schema_of(name: str) -> dict[str, Any]:
    """The schema of a file or an answer, with what each key means."""
    from facefusion_billing.reports.wording.glossary import descriptions

    if name in FILES:
        return descriptions.described(file_schema(name), descriptions.of_file(name))
    with open(os.path.join(_FOLDER, f"{name}.json"), encoding="utf-8") as file:
        schema = json.load(file)
    head = {"$schema": schema.pop("$schema"), "$id": _id(name)}
    texts = descriptions.of_answers()
    return descriptions.described({**head, **schema}, texts, name)


def file_schema(name: str) -> dict[str, Any]:
    """The schema of a file, made from the shapes its reader uses."""
    from facefusion_billing.files.book_shape import book_schema
    from facefusion_billing.files.logs.log_map import LOG_MAP
    from facefusion_billing.files.usage_shape import USAGE_FILE

    schemas = {
        "usage": (USAGE_FILE.schema, "ffbill usage file"),
        "book": (book_schema, "ffbill price book"),
        "log-map": (LOG_MAP.schema, "ffbill map of a log"),
    }
    schema, title = schemas[name]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": _id(name),
        "title": title,
        **schema(),
    }


def _id(name: str) -> str:
    """The name by which other schemas and editors refer to one."""
    return f"urn:ffbill:schema:{name}:1"
