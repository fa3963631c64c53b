"""HTTP in and out of the register."""

from fastapi import APIRouter

from quarterdeck.domains.assets.routes import assets, custom_fields, exports, lists, selections, types

router = APIRouter()
for part in (lists, exports, selections, assets, types, custom_fields):
    router.include_router(part.router)
