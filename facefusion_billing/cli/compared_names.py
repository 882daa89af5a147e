"""What the scenarios of a comparison are called."""

from facefusion_billing.model.comparison import Compared, names_of, numbered
from facefusion_billing.model.faults import refuse


def check_names(files: list[str], names: list[str]) -> None:
    """Refuses more names than files."""
    if len(names) > len(files):
        raise refuse(
            "--name: {names} names for {files} files",
            names=len(names),
            files=len(files),
        )


def named(found: list[Compared], files: list[str], names: list[str]) -> list[Compared]:
    """The scenarios under the names given for the files, else under the titles of
    several files where each has its own, else as they are.
    """
    shown = [scenario.name for scenario in found]
    if len(files) > 1:
        shown = names_of(files, [scenario.estimate.title for scenario in found])
    shown = numbered([*names, *shown[len(names) :]])
    pairs = zip(found, shown, strict=True)
    return [scenario._replace(name=name) for scenario, name in pairs]
