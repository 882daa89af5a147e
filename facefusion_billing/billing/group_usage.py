"""What is wrong with the usage of an interface group, whatever else the file says."""

from collections.abc import Iterator

from facefusion_billing.model.book import Group
from facefusion_billing.model.faults import Fault, fault_at
from facefusion_billing.model.scenario import QPS_MODE, ScopeUsage


def usage_faults(group: Group, use: ScopeUsage) -> Iterator[Fault]:
    """Keys that are for activities, and parts that the book does not sell."""
    foreign, missing = [], []
    if use.change_days is not None:
        foreign.append("material_change_days")
    if use.free_used:
        foreign.append("free_used")
    if group.qps is None and any(mode.mode == QPS_MODE for mode in use.modes):
        missing.append("qps")
    if group.materials is None and any(level.value for level in use.materials):
        missing.append("materials")
    name, at = use.name, use.location
    for key in foreign:
        yield fault_at("{name}: {key!r} is for activities", at, name=name, key=key)
    for key in missing:
        yield fault_at(
            "{name}: the price book has no {key!r} for this group",
            at,
            name=name,
            key=key,
        )
