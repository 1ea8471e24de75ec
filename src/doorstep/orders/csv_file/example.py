"""A small orders file to start from."""

import csv
import io

from doorstep.orders.csv_file.columns import COLUMNS


def example_csv() -> str:
    """Return an orders file with every column and a few invented rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in COLUMNS)
    writer.writerows(zip(*(column.example for column in COLUMNS), strict=True))
    return out.getvalue()
