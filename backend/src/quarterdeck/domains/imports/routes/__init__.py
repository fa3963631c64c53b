"""HTTP in and out of imports."""

from fastapi import APIRouter

from quarterdeck.domains.imports.routes import checking, imports, matching, presets

router = APIRouter()
for part in (imports, checking, matching, presets):
    router.include_router(part.router)
