"""What is asked of an archive before anything of it is unpacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facefusion_billing.model.faults import refuse

if TYPE_CHECKING:
    from zipfile import ZipFile


def check_packing(archive: ZipFile, name: str) -> None:
    """Raises `InputError` for an archive with a part that is packed by LZMA.

    A few bytes of it ask for a dictionary of up to 4 GiB, whatever the part's size.
    """
    from zipfile import ZIP_LZMA

    if any(entry.compress_type == ZIP_LZMA for entry in archive.infolist()):
        raise refuse(
            "{name}: is packed by LZMA, which is not read; pack it anew as a common zip "
            "archive (Deflate)",
            name=name,
        )
