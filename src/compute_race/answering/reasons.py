"""The sentences for reasons that are codes in the data, in English and French."""

from __future__ import annotations

from typing import Final

from compute_race.answering.lookup import slug
from compute_race.answering.rows import LeftOut
from compute_race.answering.words import scope

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
    "initiative-unknown": (
        "of the scope of an initiative, and nobody says of which",
        "de la port\u00e9e d'une initiative, sans que rien ne dise laquelle",
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
    "restates": (
        "says again what another announcement plans",
        "redit ce que pr\u00e9voit une autre annonce",
    ),
    "other-plan": (
        "another plan stands for the same organisation",
        "un autre plan vaut pour la m\u00eame organisation",
    ),
    "same-group": (
        "another figure of the same group is counted",
        "un autre chiffre du m\u00eame groupe est compt\u00e9",
    ),
    "aggregate": (
        "adds up several organisations, which stand for themselves",
        "additionne plusieurs organisations, qui comptent chacune pour soi",
    ),
    "joint": (
        "several announce it together, and what each one gives is not known",
        "plusieurs l'annoncent ensemble, et la part de chacun n'est pas connue",
    ),
    "other-unit": (
        "counted in another unit than the others",
        "compt\u00e9 dans une autre unit\u00e9 que les autres",
    ),
    "several-blocs": (
        "announced by organisations of several blocs",
        "annonc\u00e9 par des organisations de plusieurs blocs",
    ),
    "earlier-measurement": (
        "a later measurement of the same thing is there",
        "une mesure plus r\u00e9cente existe",
    ),
    "no-initiative": ("belongs to no initiative", "n'appartient \u00e0 aucune initiative"),
    "no-bloc": ("its bloc is not known", "son bloc n'est pas connu"),
}

#: The steps on the way to the announcement that a figure gives way to.
_STEPS: Final[dict[str, tuple[str, str]]] = {
    "part-of": ("part of {}", "partie de {}"),
    "included-figure": ("contained in the figure of {}", "comprise dans le chiffre de {}"),
    "restates": ("a restatement of {}", "r\u00e9p\u00e9tition de {}"),
    "superseded": ("superseded by {}", "remplac\u00e9e par {}"),
    "other-plan": (
        "{} stands for the same organisation, and nobody judged that they do not overlap",
        "{} vaut pour la m\u00eame organisation, et rien ne dit qu'elles ne se recouvrent pas",
    ),
    "same-group": (
        "{} is counted for the same group",
        "{} est compt\u00e9 pour le m\u00eame groupe",
    ),
    "aggregate": (
        "adds up several organisations, of which {} is counted",
        "additionne plusieurs organisations, dont {} est compt\u00e9e",
    ),
}
_ITSELF: Final = (", itself ", ", elle-m\u00eame ")


def explained(item: LeftOut, lang: str = "en") -> str:
    """Say why a figure is left out, naming what stands in its place, or its scope."""
    french = lang == "fr"
    if item.way:
        steps = (_STEPS[code][french].format(slug(to)) for code, to in item.way)
        return _ITSELF[french].join(steps)
    text = sentence(item.reason, lang)
    return text if item.scope is None else f"{text} ({scope(slug(item.scope), lang)})"


def sentence(code: str, lang: str = "en") -> str:
    """Give the sentence for a reason code; ``KeyError`` for a code that has none."""
    english, french = _SENTENCES[code]
    return french if lang == "fr" else english


def codes() -> frozenset[str]:
    """Give every code that has a sentence."""
    return frozenset(_SENTENCES)
