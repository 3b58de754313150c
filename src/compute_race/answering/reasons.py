"""The sentences for reasons that are codes in the data, in English and French."""

from __future__ import annotations

from typing import Final

_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    # Why a claim is not the preferred one (``preference``).
    "not-own-document": (
        "the announcer's own document states the figure",
        "le document de l'annonceur lui-m\u00eame donne le chiffre",
    ),
    "not-attributed": (
        "not attributed to the announcer, another figure is",
        "n'est pas attribu\u00e9 \u00e0 l'annonceur, un autre chiffre l'est",
    ),
    "other-definition": (
        "follows a definition of its own",
        "suit une d\u00e9finition particuli\u00e8re",
    ),
    "other-currency": (
        "a conversion: the announcer's own currency is stated",
        "une conversion : la monnaie de l'annonceur est donn\u00e9e",
    ),
    "headline": (
        "a headline, and the body of the same document says otherwise",
        "un titre, que le corps du m\u00eame document contredit",
    ),
    "fewer-originals": (
        "fewer independent originals say so",
        "moins de sources ind\u00e9pendantes le disent",
    ),
    "less-careful": (
        "another source states it with more care (at least)",
        "une autre source l'\u00e9nonce avec plus de prudence (au moins)",
    ),
    "earlier": ("a later document is there", "un document plus r\u00e9cent existe"),
    "tie": (
        "nothing tells it apart from the one shown",
        "rien ne le d\u00e9partage de celui qui est montr\u00e9",
    ),
    # Why a figure cannot be compared (``periods``, ``conversion``).
    "period-not-stated": (
        "no document states a period",
        "aucun document n'indique de p\u00e9riode",
    ),
    "period-in-words": (
        "the period is stated in words that give no dates",
        "la p\u00e9riode est donn\u00e9e en des mots qui ne la datent pas",
    ),
    "period-without-start": (
        "only the end of the period is stated",
        "seule la fin de la p\u00e9riode est indiqu\u00e9e",
    ),
    "period-without-end": (
        "only the start of the period is stated",
        "seul le d\u00e9but de la p\u00e9riode est indiqu\u00e9",
    ),
    "period-reversed": (
        "the period ends before it starts",
        "la p\u00e9riode finit avant de commencer",
    ),
    "period-without-year": (
        "the year of the period is not printed and the document has no date",
        "l'ann\u00e9e n'est pas imprim\u00e9e et le document n'est pas dat\u00e9",
    ),
    "fiscal-year-unknown": (
        "a fiscal year, and it is not known when it closes",
        "un exercice dont la date de cl\u00f4ture n'est pas connue",
    ),
    "no-date": (
        "no date is known, so no exchange rate applies",
        "aucune date connue, donc aucun taux de change",
    ),
    "no-rate": (
        "no reference rate was published for that currency and day",
        "aucun taux de r\u00e9f\u00e9rence publi\u00e9 pour cette monnaie ce jour-l\u00e0",
    ),
    # Why an announcement is not in a ranking (``ranking``).
    "expired": (
        "the plan had ended by that day",
        "le plan \u00e9tait termin\u00e9 \u00e0 cette date",
    ),
    "superseded": (
        "superseded by a later word of the announcer",
        "remplac\u00e9 par une annonce ult\u00e9rieure",
    ),
    "other-scope": ("of another scope", "d'une autre port\u00e9e"),
    "no-scope": (
        "no judgement says of which scope it is (graph/judgements/scopes.ttl)",
        "aucun jugement n'en donne la port\u00e9e (graph/judgements/scopes.ttl)",
    ),
    "other-modality": ("of another modality", "d'une autre modalit\u00e9"),
    "other-period": ("does not cover that period", "ne couvre pas cette p\u00e9riode"),
    "undated": (
        "neither the announcement nor its documents have a date",
        "ni l'annonce ni ses documents ne sont dat\u00e9s",
    ),
    "part-of": (
        "part of another announcement that is counted",
        "partie d'une autre annonce d\u00e9j\u00e0 compt\u00e9e",
    ),
    "included-figure": (
        "already contained in another figure that is counted",
        "d\u00e9j\u00e0 compris dans un autre chiffre compt\u00e9",
    ),
    "other-plan": (
        "another plan stands for the same organisation",
        "un autre plan vaut pour la m\u00eame organisation",
    ),
    "earlier-measurement": (
        "a later measurement of the same thing is there",
        "une mesure plus r\u00e9cente existe",
    ),
    "no-initiative": ("belongs to no initiative", "n'appartient \u00e0 aucune initiative"),
    "no-bloc": ("its bloc is not known", "son bloc n'est pas connu"),
}


def sentence(code: str, lang: str = "en") -> str:
    """Give the sentence for a reason code; ``KeyError`` for a code that has none."""
    english, french = _SENTENCES[code]
    return french if lang == "fr" else english


def codes() -> frozenset[str]:
    """Give every code that has a sentence."""
    return frozenset(_SENTENCES)
