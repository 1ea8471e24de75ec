"""VROOM's JSON [1]_ both ways: ``parse`` a document, ``read`` its problem, ``write`` the answer.

References
----------
.. [1] https://github.com/VROOM-Project/vroom/blob/master/docs/API.md
"""

from doorstep.engine.formats.vroom.document import Document, parse
from doorstep.engine.formats.vroom.document_writer import write_problem
from doorstep.engine.formats.vroom.errors import INPUT_ERROR, ROUTING_ERROR, Json, VroomError
from doorstep.engine.formats.vroom.problem import Reading, read
from doorstep.engine.formats.vroom.solution import write
from doorstep.engine.formats.vroom.tables import Table

__all__ = [
    "INPUT_ERROR",
    "ROUTING_ERROR",
    "Document",
    "Json",
    "Reading",
    "Table",
    "VroomError",
    "parse",
    "read",
    "write",
    "write_problem",
]
