"""The export file: a foreign project's export on disk, read within limits."""

from __future__ import annotations

from pathlib import Path

from quidit import disk
from quidit.json_source import Lines, parse_foreign
from quidit.labelstudio.foreign.export import ForeignTask, read_tasks
from quidit.problems import QuiditError

MAX_EXPORT_BYTES = 256 * 1024 * 1024
"""Larger exports are not read: a parsed one takes several times its size of memory."""


class ExportError(QuiditError, ValueError):
    """An export that cannot be read; the message says where and what to do."""


def read_export(path: Path) -> list[ForeignTask]:
    """The tasks of an export on disk.

    Raises:
        ExportError: it is no regular file, too large, not UTF-8 or not JSON.
        NoExportError: it holds something else than tasks.
    """
    try:
        source = disk.read_capped(path, MAX_EXPORT_BYTES).decode("utf-8-sig")
    except disk.NotRegularError as error:
        raise ExportError(f"{path} is a folder, link or special file; give the file itself") from error
    except disk.TooLargeError as error:
        raise ExportError(
            f"{path} holds more than {MAX_EXPORT_BYTES:,} bytes; export the project in parts, by filters or `ids[]=`"
        ) from error
    except OSError as error:
        raise ExportError(f"{path} cannot be read ({error.strerror}); check the name and its permissions") from error
    except UnicodeDecodeError as error:
        raise ExportError(f"{path}: byte {error.start} is not UTF-8; export it again") from error
    parsed = parse_foreign(source)
    for fault in parsed.faults:
        line, column = Lines(source).line_and_column(fault.start)
        what = {"duplicate": "a key stands twice", "depth": "nested too deep"}.get(fault.kind, "not JSON")
        raise ExportError(f"{path}:{line}:{column}: {what}: {fault.detail}; export it again")
    return list(read_tasks(parsed.document))
