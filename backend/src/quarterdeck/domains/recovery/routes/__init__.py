"""HTTP in and out of recovery."""

from fastapi import APIRouter

from quarterdeck.domains.recovery.routes import audit, change_sets, deleted

router = APIRouter()
for part in (change_sets, deleted, audit):
    router.include_router(part.router)
