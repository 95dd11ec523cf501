"""What a bad table is told: file, row, column, value, and what was expected."""

from __future__ import annotations

from egov.methods.checks import plain


class Told(Exception):
    """What cannot be done, for a reason that the user can mend: a command tells it in one line, without a traceback."""


class TableError(Told, ValueError):
    """A table does not hold what its declaration says.

    ``file`` is the path within the data folder, ``row`` the line of the file as an editor counts it (the header is
    1), ``column`` and ``value`` the cell; each is None where it does not apply.

    >>> print(TableError("units.csv", "a number", row=3, column="lon", value="east"))
    units.csv, row 3, column lon: 'east' found, a number expected
    """

    def __init__(
        self,
        file: str,
        expected: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
        hint: str = "",
    ) -> None:
        """Compose the message from its parts."""
        self.file, self.expected, self.row, self.column, self.value = file, expected, row, column, value
        where = file + (f", row {row}" if row is not None else "") + (f", column {column}" if column else "")
        found = f"{plain(value)!r} found, " if value is not None else ""
        super().__init__(f"{where}: {found}{expected} expected{f' ({hint})' if hint else ''}")
