"""HTTP in and out of imports."""

from fastapi import APIRouter

from quarterdeck.domains.imports.routes import checking, imports, presets

router = APIRouter()
for part in (imports, checking, presets):
    router.include_router(part.router)
