"""``rejected.csv``: the rows that could not be planned, ready to be corrected."""

import csv
import io

from doorstep import orders
from doorstep.plumbing.formulas import defuse_unless_number


def to_rejected_csv(found: orders.OrdersFile) -> bytes:
    """Return the rejected rows as they stood, with their line and every reason and fix."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*map(defuse_unless_number, found.header), "line", "reasons"])
    width = len(found.header)
    for row in found.rejected:
        cells = [defuse_unless_number(cell) for cell in row.cells[:width]]
        surplus = ", ".join(row.cells[width:])
        reasons = " | ".join(
            f"{finding.column}: {finding.reason} {finding.fix}"
            if finding.column
            else f"{finding.reason} {finding.fix}"
            for finding in row.findings
        )
        if surplus.strip(" ,"):
            reasons += f" | Cells beyond the header: {surplus}"
        padding = [""] * (width - len(cells))
        writer.writerow([*cells, *padding, row.line, defuse_unless_number(reasons)])
    return out.getvalue().encode("utf-8-sig", "replace")
