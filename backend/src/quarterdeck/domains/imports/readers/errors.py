"""Why a file cannot be read."""


class FileProblem(Exception):
    """The only exception of the readers: a stable `code`, and a `sentence` saying what, where and what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
