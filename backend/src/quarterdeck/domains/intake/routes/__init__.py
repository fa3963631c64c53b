"""HTTP in and out of what waits for a person."""

from fastapi import APIRouter

from quarterdeck.domains.intake.routes import pairs, reviews, unmerging

router = APIRouter()
for part in (reviews, pairs, unmerging):
    router.include_router(part.router)
