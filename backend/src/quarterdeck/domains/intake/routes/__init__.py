"""HTTP in and out of what waits for a person."""

from fastapi import APIRouter

from quarterdeck.domains.intake.routes import pairs, reviews, tracing, unmerging

router = APIRouter()
for part in (reviews, pairs, tracing, unmerging):
    router.include_router(part.router)
