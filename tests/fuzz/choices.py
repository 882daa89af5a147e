"""Random choices that are read from bytes, so that Hypothesis and Atheris can steer what is made of them."""

from __future__ import annotations

from random import Random
from zlib import crc32


class Bytes(Random):
    """Draws its bits from bytes; what lies beyond them is drawn from their checksum, the same for the same bytes."""

    def __init__(self, data: bytes) -> None:
        super().__init__(crc32(data))
        self.data, self.at = data, 0

    def getrandbits(self, bits: int) -> int:
        size = (bits + 7) // 8
        if self.at + size > len(self.data):
            return super().getrandbits(bits)
        piece = self.data[self.at : self.at + size]
        self.at += size
        return int.from_bytes(piece, "big") & ((1 << bits) - 1)

    def random(self) -> float:
        return self.getrandbits(16) / (1 << 16)
