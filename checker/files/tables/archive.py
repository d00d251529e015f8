"""Zip files from elsewhere (.xlsx, .qdpx), opened only where nothing in them can do harm.

Refused: paths that leave the archive, links, encrypted or doubled members, and what would unpack to
more than stated limits. Nothing is ever unpacked to disk.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checker.problems import refused

MAX_MEMBERS = 5_000
MAX_UNPACKED = 400_000_000
MAX_RATIO = 400
SMALL = 1_000_000


@contextmanager
def opened(path: Path, shown: str, kind: str) -> Iterator[zipfile.ZipFile]:
    """The archive of a file, checked by its own directory; raises InvalidStudy."""
    try:
        with zipfile.ZipFile(path) as archive:
            _checked(archive, shown)
            yield archive
    except zipfile.BadZipFile:
        raise refused(
            shown,
            "wrong-kind-of-file",
            f"this is not {kind}: it is no zip file, or a damaged one",
            f"save it again as {kind}",
        ) from None
    except (zlib.error, EOFError, NotImplementedError):
        raise refused(
            shown,
            "unreadable",
            "the archive is damaged, or packed in a way that is not read",
            f"save it again as {kind}",
        ) from None
    except FileNotFoundError:
        raise refused(shown, "missing-file", "there is no such file", "check the path") from None
    except OSError as error:
        raise refused(
            shown,
            "unreadable",
            f"the file cannot be read: {(error.strerror or 'unknown').lower()}",
            "check the path and its permissions",
        ) from None


def member(archive: zipfile.ZipFile, name: str, shown: str, limit: int = MAX_UNPACKED) -> bytes:
    """The bytes of a member, at most `limit` of them whatever the archive says of its size."""
    with archive.open(name) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise refused(shown, "over-limit", f"`{name}` unpacks to more than {limit // 1_000_000} MB", "split the file")
    return data


def _checked(archive: zipfile.ZipFile, shown: str) -> None:
    members = archive.infolist()
    hint = "do not open the file; ask whoever made it for another"
    if len(members) > MAX_MEMBERS:
        raise refused(
            shown, "over-limit", f"the archive has {len(members):,} members; the limit is {MAX_MEMBERS:,}", hint
        )
    seen: set[str] = set()
    for info in members:
        name = info.filename
        parts = name.replace("\\", "/").split("/")
        if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in info.orig_filename:
            raise refused(shown, "unsafe-file", f"`{_safe(name)}` is a path that leaves the archive", hint)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise refused(shown, "unsafe-file", f"`{_safe(name)}` is a link", hint)
        if info.flag_bits & 0x1:
            raise refused(shown, "unreadable", f"`{_safe(name)}` is encrypted", "save the file without a password")
        if name in seen:
            raise refused(shown, "unsafe-file", f"`{_safe(name)}` is in the archive twice", hint)
        seen.add(name)
        if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise refused(
                shown, "unsafe-file", f"`{_safe(name)}` unpacks to more than {MAX_RATIO} times its size", hint
            )
    total = sum(info.file_size for info in members)
    if total > MAX_UNPACKED:
        raise refused(
            shown,
            "over-limit",
            f"the archive unpacks to {total // 1_000_000:,} MB; the limit is {MAX_UNPACKED // 1_000_000:,} MB",
            hint,
        )


def _safe(name: str) -> str:
    return ascii(name)[1:-1][:60]
