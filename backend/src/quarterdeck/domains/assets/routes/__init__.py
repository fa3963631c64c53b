"""HTTP in and out of the register."""

from fastapi import APIRouter

from quarterdeck.domains.assets.routes import (
    assets,
    custom_fields,
    exports,
    junk,
    lists,
    merging,
    precedence,
    provenance,
    selections,
    types,
)

router = APIRouter()
for part in (lists, exports, selections, assets, merging, provenance, types, custom_fields, precedence, junk):
    router.include_router(part.router)
