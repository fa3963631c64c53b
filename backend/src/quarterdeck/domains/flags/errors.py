from quarterdeck.platform.errors import Conflict, Forbidden, Malformed, NotFound


class FlagNotFound(NotFound):
    code = "flag_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such feature switch.")


class FlagChoiceRefused(Conflict):
    code = "flag_choice_refused"

    def __init__(self, label: str) -> None:
        super().__init__(f"“{label}” is not offered for people to choose. An administrator decides it.")


class FlagRuleInvalid(Malformed):
    code = "flag_rule_invalid"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, errors=[{"field": field, "code": "flag_rule_invalid", "message": message}])


class WholeTenantSwitch(Forbidden):
    code = "whole_tenant_switch"

    def __init__(self) -> None:
        super().__init__("You see only some clients, so you can switch these, not the default of the whole tenant.")


class ModuleOff(Forbidden):
    """The module is switched off for the client of the record; not a missing permission."""

    code = "module_off"

    def __init__(self, label: str, client: str) -> None:
        super().__init__(
            f"{label} is not switched on for {client}. Whoever may change settings can switch it on under "
            "Settings, Feature switches."
        )
