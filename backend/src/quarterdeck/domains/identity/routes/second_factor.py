"""One's own second factor."""

from fastapi import APIRouter, Request, Response

from quarterdeck.domains.identity.errors import (
    CodeRefused,
    PasswordRefused,
    SecondFactorNotStarted,
    SecondFactorPresent,
    TooManyAttempts,
)
from quarterdeck.domains.identity.routes.access import (
    CurrentDevice,
    CurrentPerson,
    CurrentSecrets,
    CurrentSettings,
    HalfOpenPerson,
    give_cookie,
)
from quarterdeck.domains.identity.schemas import (
    PasswordGiven,
    RecoveryCodes,
    SecondFactor,
    SignInState,
    TotpStarted,
)
from quarterdeck.domains.identity.service import second_factor
from quarterdeck.platform.http.dependencies import CurrentDatabase
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/auth", tags=["sign-in"])


@router.post("/second-factor", responses=problems(CodeRefused, TooManyAttempts))
def finish_sign_in(
    request: Request,
    response: Response,
    database: CurrentDatabase,
    box: CurrentSecrets,
    settings: CurrentSettings,
    device: CurrentDevice,
    person: HalfOpenPerson,
    given: SecondFactor,
) -> SignInState:
    if person.is_half_open:
        started = second_factor.finish_sign_in(
            database, box, person, given.code, device=device, days=settings.session_days
        )
        give_cookie(request, response, started)
    return SignInState(status="signed_in")


@router.post("/totp/enrol", responses=problems(SecondFactorPresent))
def start_enrolment(database: CurrentDatabase, box: CurrentSecrets, person: CurrentPerson) -> TotpStarted:
    return second_factor.start_enrolment(database, box, person)


@router.post("/totp/confirm", responses=problems(CodeRefused, SecondFactorNotStarted, SecondFactorPresent))
def confirm_enrolment(
    database: CurrentDatabase, box: CurrentSecrets, person: CurrentPerson, given: SecondFactor
) -> RecoveryCodes:
    codes = second_factor.confirm_enrolment(database, box, person, given.code)
    return RecoveryCodes(recovery_codes=codes)


@router.delete("/totp", status_code=204, responses=problems(PasswordRefused, TooManyAttempts))
def remove_second_factor(database: CurrentDatabase, person: CurrentPerson, given: PasswordGiven) -> None:
    second_factor.remove_second_factor(database, person, given.password)
