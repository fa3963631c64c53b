from quarterdeck.platform.errors import NotFound


class NotificationNotFound(NotFound):
    code = "notification_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such notification, or it is not yours.")
