"""Exact, provable bills for Tencent Cloud Face Fusion: the rules core behind the
`ffbill` command.
"""

__version__ = "0.1.0"
