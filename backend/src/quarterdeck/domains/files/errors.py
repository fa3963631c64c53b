from quarterdeck.platform.errors import NotFound


class FileNotFound(NotFound):
    code = "file_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such file, or you may not see it.")


class FileContentGone(NotFound):
    code = "file_content_gone"

    def __init__(self, name: str) -> None:
        super().__init__(f"The content of {name} is no longer kept.")
