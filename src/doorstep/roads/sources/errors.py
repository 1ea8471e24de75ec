"""What can be wrong with a road file, said so that somebody can act on it."""


class RoadFileError(ValueError):
    """A road file cannot be used.

    Parameters
    ----------
    code
        Stable, for programs: "road_file_missing".
    sentence
        What is wrong, with the file's name.
    action
        What to do about it.
    """

    def __init__(self, code: str, sentence: str, action: str) -> None:
        super().__init__(f"{sentence} {action}")
        self.code = code
        self.sentence = sentence
        self.action = action
