from quarterdeck.platform.errors import BadRequest, Conflict, Forbidden, Malformed, NotFound


class SelectionEmpty(BadRequest):
    code = "selection_empty"

    def __init__(self) -> None:
        super().__init__("Nothing is selected any more. Select again.")


class ConfirmationRequired(Conflict):
    """`count` is the number to confirm."""

    code = "confirmation_required"

    def __init__(self, count: int) -> None:
        super().__init__(
            f"This cannot be done by accident: confirm it with the number of assets, {count:,}.", count=count
        )


class LookInvalid(Malformed):
    code = "look_invalid"

    def __init__(self) -> None:
        super().__init__("This is not the look of a preview. Preview again, and hand over what that answers.")


class TemplateNotFound(NotFound):
    code = "template_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such mass-update template, or it is not shared with you.")


class TemplateNameTaken(Conflict):
    code = "template_name_taken"
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(f"You already have a mass-update template called “{name}”. Choose another name.", name=name)


class TemplateNotYours(Forbidden):
    code = "template_not_yours"

    def __init__(self) -> None:
        super().__init__(
            "Only the person who made this template or an administrator may change it. Save your own copy."
        )


class TooManyTemplates(Conflict):
    code = "too_many_templates"

    def __init__(self, most: int) -> None:
        super().__init__(f"You have {most} mass-update templates already. Delete one you no longer need.")


class TemplateChanged(Conflict):
    """`version` is the present one."""

    code = "template_changed"

    def __init__(self, version: int) -> None:
        super().__init__("This template was changed since you opened it. Look at it again first.", version=version)


class TemplateValuesInvalid(Malformed):
    """What was asked and not said, or said and not asked; `errors` names each parameter as the field it is."""

    code = "template_values_invalid"

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(errors[0]["message"], errors=errors)
