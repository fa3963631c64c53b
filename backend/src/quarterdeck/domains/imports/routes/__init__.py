"""HTTP in and out of imports."""

from fastapi import APIRouter

from quarterdeck.domains.imports.routes import imports, presets

router = APIRouter()
for part in (imports, presets):
    router.include_router(part.router)
