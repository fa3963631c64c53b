from quarterdeck.platform.errors import Conflict, Forbidden, Malformed, NotFound, TooManyRequests, Unauthenticated


class CredentialsRefused(Unauthenticated):
    """The same for an unknown account, a wrong password and a closed account."""

    code = "credentials_refused"

    def __init__(self) -> None:
        super().__init__("E-mail and password do not match.")


class SecondFactorRequired(Unauthenticated):
    code = "second_factor_required"

    def __init__(self) -> None:
        super().__init__("Enter the code from your authenticator app to finish signing in.")


class SecondFactorMissing(Forbidden):
    code = "second_factor_missing"

    def __init__(self) -> None:
        super().__init__(
            "This tenant asks everybody for a second factor, and you have none yet. Set one up in your account first."
        )


class CodeRefused(Unauthenticated):
    code = "code_refused"

    def __init__(self) -> None:
        super().__init__("This code is not valid, or was used already.")


class TooManyAttempts(TooManyRequests):
    code = "too_many_attempts"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many attempts. Try again in {retry_after} seconds.", retry_after=retry_after)


class CrossSiteRefused(Forbidden):
    code = "csrf_refused"

    def __init__(self) -> None:
        super().__init__("The request did not come from Quarterdeck's own pages. Reload the page and try again.")


class TenantNotFound(NotFound):
    code = "tenant_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such tenant, or you are not a member of it.")


class TenantNotNamed(NotFound):
    code = "tenant_not_named"

    def __init__(self) -> None:
        super().__init__("Name the tenant in the header Quarterdeck-Tenant.")


class PasswordWeak(Malformed):
    code = "password_weak"

    def __init__(self, message: str, *, field: str = "new") -> None:
        super().__init__(message, errors=[{"field": field, "code": "password_weak", "message": message}])


class PasswordRefused(Forbidden):
    code = "password_refused"

    def __init__(self) -> None:
        super().__init__("Your current password is not right.")


class SecondFactorPresent(Conflict):
    code = "second_factor_present"

    def __init__(self) -> None:
        super().__init__("You already have a second factor. Remove it before setting up another.")


class SecondFactorNotStarted(Conflict):
    code = "second_factor_not_started"

    def __init__(self) -> None:
        super().__init__("Start setting up the second factor first.")


class EmailTaken(Conflict):
    code = "email_taken"
    field = "email"

    def __init__(self, email: str) -> None:
        super().__init__(f"There is already an account for {email}.", email=email)


class AlreadyMember(Conflict):
    code = "already_member"

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} is already among the people of this tenant.", email=email)


class MemberNotFound(NotFound):
    code = "user_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such person in this tenant.")


class RoleNotFound(NotFound):
    code = "role_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such role.")


class RoleUnknown(Malformed):
    code = "role_unknown"

    def __init__(self, role: str) -> None:
        message = f"There is no role “{role}”."
        super().__init__(message, errors=[{"field": "role", "code": "role_unknown", "message": message}])


class RoleKeyTaken(Conflict):
    code = "role_key_taken"

    def __init__(self, key: str) -> None:
        super().__init__(f"Another role already has the key {key}.", key=key)


class RoleBuiltin(Conflict):
    code = "role_builtin"

    def __init__(self) -> None:
        super().__init__("Built-in roles cannot be changed. Define a role of your own.")


class RoleInUse(Conflict):
    code = "role_in_use"

    def __init__(self, members: int) -> None:
        noun = "person has" if members == 1 else "people have"
        super().__init__(f"{members} {noun} this role. Give them another one first.", members=members)


class LastOwner(Conflict):
    code = "last_owner"

    def __init__(self) -> None:
        super().__init__("A tenant needs at least one active owner. Make somebody else an owner first.")


class AlreadyAccepted(Conflict):
    code = "invitation_accepted"

    def __init__(self) -> None:
        super().__init__("This person has accepted their invitation already.")


class NotAcceptedYet(Conflict):
    code = "invitation_open"

    def __init__(self) -> None:
        super().__init__("This person has not accepted their invitation yet, so there is nothing to reset.")


class AccountElsewhere(Forbidden):
    """Of an account on which another tenant relies, no single tenant weakens the sign-in."""

    code = "account_elsewhere"

    def __init__(self) -> None:
        super().__init__(
            "This account is not yours alone. Whoever operates this installation can reset its second factor."
        )


class OwnAccount(Forbidden):
    code = "own_account"

    def __init__(self) -> None:
        super().__init__("Change your own second factor in your account, with your password.")


class SessionNotFound(NotFound):
    code = "session_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such session, or it has ended.")


class OwnersOnly(Forbidden):
    code = "owners_only"

    def __init__(self) -> None:
        super().__init__("Only an owner can make, change or remove owners.")


class GrantsMoreThanOwn(Forbidden):
    code = "grants_more_than_own"

    def __init__(self, missing: list[str]) -> None:
        super().__init__("You cannot give permissions that you do not have yourself.", missing=missing)


class WholeTenantOnly(Forbidden):
    code = "whole_tenant_only"

    def __init__(self) -> None:
        super().__init__("Only people who see every client can manage people and roles.")


class ScopeInvalid(Malformed):
    code = "client_scope_invalid"

    def __init__(self, message: str) -> None:
        super().__init__(message, errors=[{"field": "client_ids", "code": "client_scope_invalid", "message": message}])


class InvitationNotFound(NotFound):
    code = "invitation_not_found"

    def __init__(self) -> None:
        super().__init__("This invitation does not exist, was used, or has expired. Ask for a new one.")


class TokenNotFound(NotFound):
    code = "token_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such token.")


class ProviderNotFound(NotFound):
    code = "provider_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such sign-in provider.")


class ProviderRefused(Unauthenticated):
    code = "provider_refused"

    def __init__(self, message: str = "The sign-in provider did not confirm who you are. Try again.") -> None:
        super().__init__(message)
