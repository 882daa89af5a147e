"""The long run: `python -m tests.fuzz DOOR RUNS|SECONDSs [--seed N] [--keep FOLDER] [--atheris]`."""

from __future__ import annotations

import argparse
import json
import pkgutil
import resource
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fuzz.doors import Input


MOST_MEMORY = 1 << 31
"""What an input may take at the most before it is stopped, in bytes; far more than it should."""


TO_VALIDATE = (("validate", "usage.yaml"), ("validate", "book.yaml"))
TOGETHER = 16
"""How many files one `ffbill validate` is given."""


class Run:
    """What was put in at one door, and what was found: each fault once, in its smallest form."""

    def __init__(self, door: str, keep: Path) -> None:
        from tests.fuzz import all_doors, harness

        self.door, self.keep, self.make, self.harness = (
            door,
            keep,
            all_doors.DOORS[door],
            harness,
        )
        self.count, self.begun = 0, time.monotonic()
        self.found = dict[str, int]()
        self.waiting: list[Input] = []

    def put_in(self, rng: Random, *, alone: bool = False) -> None:
        """One input; those that are only to be validated wait for company, as a command line takes many files."""
        given = self.make(rng)
        self.count += 1
        self.harness.tidy(self.count)
        if given.words in TO_VALIDATE and not alone:
            self.waiting.append(given)
            if len(self.waiting) == TOGETHER:
                self.validate()
            return
        self.weigh(self.harness.judge(given), given)

    def validate(self) -> None:
        """Validates what waits in one run; each by itself if something is wrong."""
        many, self.waiting = self.waiting, []
        if self.harness.judge(self.harness.together(many)):
            for given in many:
                self.weigh(self.harness.judge(given), given)

    def weigh(self, said: str, given: Input) -> None:
        """A new fault is told and kept."""
        if said:
            self.found[said] = self.found.get(said, 0) + 1
            if self.found[said] == 1:
                self.note(said, given)

    def note(self, said: str, given: Input) -> None:
        """Keeps a finding as a folder, in the form of `tests/fuzz/found`."""
        from tests.fuzz.minimise import smaller

        small = given
        # The most that was held never falls, so it cannot be seen again.
        if said != self.harness.TOO_MUCH_MEMORY:
            small = smaller(given, lambda other: self.harness.judge(other) == said)
        folder = self.keep / f"{self.door}-{len(self.found)}"
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in small.files.items():
            (folder / name).write_bytes(data)
        (folder / "case.json").write_text(
            json.dumps({"words": small.words, "status": 2, "why": said}, indent=1)
            + "\n"
        )
        print(f"  {self.door}: {said}: {folder}", flush=True)

    def total(self) -> str:
        """One line: inputs, rate, faults and the most memory."""
        seconds = time.monotonic() - self.begun
        rate = self.count / max(seconds, 0.001)
        return (
            f"{self.door:8} {self.count:>9,} inputs in {seconds:,.0f} s ({rate:,.0f}/s), "
            f"{len(self.found)} kinds of fault, most memory {self.harness.peak():.0f} MiB"
        )


def main() -> None:
    """Reads the command line and runs; exit status 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("door")
    parser.add_argument("much", help="a number of inputs, or of seconds: 600s")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--atheris", action="store_true")
    asked = parser.parse_args()
    keep = (asked.keep or Path(tempfile.mkdtemp(prefix="ffbill-fuzz-"))).absolute()
    if asked.atheris:
        _led_by_coverage(asked.door, asked.much, keep)
        return
    from tests.fuzz import all_doors, harness

    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    names = list(all_doors.DOORS) if asked.door == "all" else [asked.door]
    faults = 0
    for name in names:
        with harness.workshop():
            run = Run(name, keep)
            _at_random(run, Random(f"{name}/{asked.seed}"), asked.much, len(names))
        print(run.total(), flush=True)
        faults += len(run.found)
    sys.exit(faults > 0)


def _at_random(run: Run, rng: Random, much: str, shares: int) -> None:
    if much.endswith("s"):
        end = time.monotonic() + float(much[:-1]) / shares
        while time.monotonic() < end:
            run.put_in(rng)
    else:
        for _ in range(int(much)):
            run.put_in(rng)
    run.validate()


def _led_by_coverage(door: str, much: str, keep: Path) -> None:
    """Atheris ends the process itself, so the total is told as it goes; what reached new code is kept as a corpus."""
    import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]

    with atheris.instrument_imports(include=["facefusion_billing"]):
        import facefusion_billing

        for module in pkgutil.walk_packages(
            facefusion_billing.__path__, "facefusion_billing."
        ):
            if not module.name.endswith("__main__"):
                import_module(module.name)
        from tests.fuzz import harness
    from tests.fuzz.choices import Bytes

    with harness.workshop():
        run, corpus = Run(door, keep), keep / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)

        def one(data: bytes) -> None:
            run.put_in(Bytes(data), alone=True)
            if run.count % 1000 == 0:
                print(run.total(), flush=True)

        bound: list[Any] = (
            [f"-max_total_time={much[:-1]}"]
            if much.endswith("s")
            else [f"-runs={much}"]
        )
        atheris.Setup(
            [
                sys.argv[0],
                *bound,
                "-max_len=512",
                "-verbosity=0",
                f"-artifact_prefix={keep}/",
                str(corpus),
            ],
            one,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
