"""The interface for programs, `/api/v1`: the same acts and reads as the pages, as JSON.

api (the instance and its routers) · door (what every answer shares) · auth (who calls) · problems (refusals
as problem+json) · openapi (the description) · idempotency (sent twice, done once; stale acts) · paging ·
one file per noun with its routes; `schemas/` says what goes in and out.
"""
