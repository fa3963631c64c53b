from quarterdeck.platform.errors import Conflict, NotFound


class AttachmentNotFound(NotFound):
    code = "attachment_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such note or file, or you may not see its asset.")


class TooManyAttachments(Conflict):
    code = "too_many_attachments"

    def __init__(self, most: int) -> None:
        super().__init__(f"This asset has {most} notes and files already. Delete one you no longer need.")
