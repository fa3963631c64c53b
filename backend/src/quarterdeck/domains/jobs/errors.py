from quarterdeck.platform.errors import Conflict, NotFound


class JobNotFound(NotFound):
    code = "job_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such job, or you may not see it.")


class JobFinished(Conflict):
    code = "job_finished"

    def __init__(self) -> None:
        super().__init__("This job has ended already.")


class JobRetried(Conflict):
    code = "job_retried"

    def __init__(self) -> None:
        super().__init__("This job is being repeated at the moment. Wait until that has ended.")


class JobNotRetryable(Conflict):
    code = "job_not_retryable"

    def __init__(self) -> None:
        super().__init__("This job can't be repeated. Start it anew where it began.")
