"""HTTP in and out of recovery."""

from fastapi import APIRouter

from quarterdeck.domains.recovery.routes import audit, change_sets

router = APIRouter()
for part in (change_sets, audit):
    router.include_router(part.router)
