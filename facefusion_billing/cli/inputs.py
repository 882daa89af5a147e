"""Usage files on the way in: read, checked on their price book, and never overwritten."""

import os

from facefusion_billing.files.located import Node, load
from facefusion_billing.files.usage import read_usage
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.model.scenario import Scenario


def load_document(path: str) -> Node:
    """The document of a usage file, which may be a pipe. Raises `InputError`."""
    return load(path, may_be_pipe=True)


def load_scenario(
    path: str,
    price_book: str | None,
    chosen: dict[str, str],
    *,
    output: str | None = None,
    node: Node | None = None,
) -> Scenario:
    """The scenario of a usage file (or of its document), checked on its book.

    Raises `InputError` with every fault found, or when the output would overwrite what
    was read.
    """
    from facefusion_billing.billing.checks import check

    file = read_usage(path, price_book, node)
    faults = list(file.faults)
    if file.scenario is not None:
        readings = Readings({**file.scenario.assumptions, **chosen})
        faults += check(file.scenario, readings, whole=file.whole)
    if faults or file.scenario is None:
        raise InputError(faults)
    keep_inputs(file.scenario, path, output, "--output")
    return file.scenario


def keep_inputs(scenario: Scenario, path: str, output: str | None, option: str) -> None:
    """Refuses an output that is the usage file, its book or its file of calls."""
    if output is None or not os.path.isfile(output):
        return
    counts = (count for use in scenario.usage.values() for count in use.calls)
    inputs = {
        path,
        scenario.book.file,
        *(count.location.source.name for count in counts),
    }
    if any(os.path.isfile(name) and os.path.samefile(name, output) for name in inputs):
        raise refuse(f"{option} {output}: is one of the files that were read")
