"""The manifests: what the service is called, what it offers, and where.

Version 0.2 gives addresses, the draft of 1.0 has them fixed and says only what is offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from compute_race.basics.namespaces import ENT, RACE
from compute_race.basics.version import VERSION
from compute_race.serving.columns import SETTINGS, Setting
from compute_race.serving.entities import Catalogue
from compute_race.serving.queries import MAX_BATCH
from compute_race.serving.suggest import type_object

#: The size of a preview, in pixels.
WIDTH: Final = 430
HEIGHT: Final = 380

_NAME: Final = {
    "en": "compute-race: organisations, models and plans of the AI compute race",
    "fr": "compute-race : organisations, modèles et plans de la course au calcul",
}
_DOCUMENTATION: Final = "https://w3id.org/compute-race/ontology"
#: What most people reconcile against.
_DEFAULT_TYPES: Final = ("Organization", "Company", "Publisher", "Initiative", "Country")


def old_manifest(catalogue: Catalogue, base: str, lang: str) -> dict[str, Any]:
    """Write the manifest of version 0.2; ``base`` is the address of the service."""
    return {
        "versions": ["0.1", "0.2"],
        "name": _NAME.get(lang, _NAME["en"]),
        "identifierSpace": ENT,
        "schemaSpace": RACE,
        "documentation": _DOCUMENTATION,
        "serviceVersion": VERSION,
        "batchSize": MAX_BATCH,
        "defaultTypes": _default_types(catalogue, lang),
        "view": {"url": f"{ENT}{{{{id}}}}"},
        "preview": {"url": f"{base}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            what: {
                "service_url": base,
                "service_path": f"/suggest/{what}",
                "flyout_service_url": base,
                "flyout_service_path": f"/flyout/{what}?id=${{id}}",
            }
            for what in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/extend/propose"},
            "property_settings": [
                {
                    "name": one.id,
                    "label": one.words(lang)[0],
                    "help_text": one.words(lang)[1],
                    **_setting(one, lang),
                }
                for one in SETTINGS
            ],
        },
    }


def new_manifest(catalogue: Catalogue, lang: str) -> dict[str, Any]:
    """Write the manifest of the draft of 1.0."""
    return {
        "versions": ["1.0-draft"],
        "name": _NAME.get(lang, _NAME["en"]),
        "lang": lang,
        "dir": "ltr",
        "documentation": _DOCUMENTATION,
        "serviceVersion": VERSION,
        "batchSize": MAX_BATCH,
        "standardizedScore": True,
        "defaultTypes": _default_types(catalogue, lang),
        "view": {"url": f"{ENT}{{id}}"},
        "preview": {"width": WIDTH, "height": HEIGHT},
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {
            "proposeProperties": True,
            "propertySettings": [
                {
                    "id": one.id,
                    "name": one.words(lang)[0],
                    "helpText": one.words(lang)[1],
                    **_setting(one, lang),
                }
                for one in SETTINGS
            ],
        },
    }


def _setting(setting: Setting, lang: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {"type": setting.kind, "default": setting.default}
    if setting.choices:
        found["choices"] = [
            {"value": value, "name": words[lang == "fr"]}
            for value, words in setting.choices.items()
        ]
    return found


def _default_types(catalogue: Catalogue, lang: str) -> list[dict[str, Any]]:
    return [
        type_object(catalogue, catalogue.types[name], lang)
        for name in _DEFAULT_TYPES
        if name in catalogue.types
    ]
