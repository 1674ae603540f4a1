"""The pages for reviewers; the app takes them in."""

from __future__ import annotations

from fastapi import APIRouter

from extractor.service.review import desk_pages, list_pages

router = APIRouter()
router.include_router(list_pages.router)
router.include_router(desk_pages.router)
