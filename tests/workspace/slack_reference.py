"""Slack's published errors, against which every answer in these tests is held."""

from __future__ import annotations

from typing import Any

from tests.reference import reference

# Errors that any method may answer (the foot of every method's page on docs.slack.dev).
_GENERAL = """access_denied account_inactive accesslimited deprecated_endpoint ekm_access_denied
enterprise_is_restricted fatal_error internal_error invalid_arg_name invalid_arguments
invalid_array_arg invalid_auth invalid_charset invalid_form_data invalid_json invalid_post_type
json_not_object method_deprecated missing_post_type missing_scope no_permission
not_allowed_token_type not_authed org_login_required ratelimited request_timeout
service_unavailable team_access_not_granted team_added_to_org token_expired token_revoked
two_factor_setup_required unknown_method"""
GENERAL = frozenset(_GENERAL.split())


def unknown_errors(calls: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """The method and error of each answer that Slack would never give."""
    published = reference("web-api.json")
    return {
        (call["method"], call["error"])
        for call in calls
        if call["error"] and call["error"] not in GENERAL and call["method"] in published
        if call["error"] not in published[call["method"]]["errors"]
    }
