from fastapi import APIRouter

from quarterdeck.domains.bulk.routes import changing, templates

router = APIRouter()
router.include_router(changing.router)
router.include_router(templates.router)
