"""Queries to the provider: writing, marking and answering them.

A query asks a provider about a record that is conflicting, incomplete, unclear or clinically
unsupported, before it is coded. `docs/provider-queries.md` says how one is marked.
"""

from coderlib.provider_query.answered import answered_key
from coderlib.provider_query.checklist import Check, CheckState, checklist
from coderlib.provider_query.findings import Criterion, Finding
from coderlib.provider_query.marking import MarkedQuery, MissedQuery, QueryMark, mark_queries
from coderlib.provider_query.provider import Reply, providers_of, reply_to
from coderlib.provider_query.query import Form, Query, read_queries, read_query
from coderlib.provider_query.remarks import mark_of_queries

__all__ = [
    "Check",
    "CheckState",
    "Criterion",
    "Finding",
    "Form",
    "MarkedQuery",
    "MissedQuery",
    "Query",
    "QueryMark",
    "Reply",
    "answered_key",
    "checklist",
    "mark_of_queries",
    "mark_queries",
    "providers_of",
    "read_queries",
    "read_query",
    "reply_to",
]
