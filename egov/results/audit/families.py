"""All families of the audit, the report first: importing this module states every check."""

from __future__ import annotations

from importlib import import_module

MODULES = (
    "report_means",
    "report_bands",
    "report_text",
    "report_named",
    "counters",
    "counters_limits",
    "counters_open",
    "bizenv",
    "bizenv_groups",
    "hardware",
    "reference",
    "generic",
)
"""Modules that state families, in the order in which the audit runs them."""

for _module in MODULES:
    import_module(f"egov.results.audit.{_module}")
