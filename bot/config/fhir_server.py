"""The FHIR server of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.prefill.server.endpoint import Place

if TYPE_CHECKING:
    from bot.config.settings import Settings


def place_of(settings: Settings) -> Place:
    """Return where the server is, and what Bedside is known by there."""
    return Place(
        settings.fhir,
        settings.fhir_client,
        settings.fhir_key,
        settings.fhir_key_id,
        settings.fhir_token,
    )
