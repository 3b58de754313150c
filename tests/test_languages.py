"""French as complete as English where the graph has the words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from compute_race.answering.page import find_thing, read_page
from compute_race.answering.questions import load_questions
from compute_race.basics.paths import data_folder
from compute_race.dataset.store import EmbeddedStore
from support import SEED, Called

Race = Callable[..., Called]
QUESTIONS = load_questions(data_folder("queries") / "compare")
#: Those that need no endpoint; the others are asked in French by ``test_federation``.
OF_LABELS = [
    q.name for q in QUESTIONS if any(p.type == "lang" for p in q.params) and q.service is None
]


def test_a_question_has_its_language_as_one() -> None:
    """A parameter of that name that is a mere string would not follow ``--lang``."""
    assert OF_LABELS
    for question in QUESTIONS:
        for param in question.params:
            assert (param.name == "lang") == (param.type == "lang"), question.name


@pytest.mark.parametrize("name", OF_LABELS)
def test_a_question_answers_in_the_language_of_the_call(race: Race, name: str) -> None:
    french = race("--lang", "fr", "ask", name, "--format", "json").json()
    assert french["question"]["params"]["lang"] == "fr"
    asked = race("ask", name, "--set", "lang=fr", "--format", "json").json()
    assert french["rows"] == asked["rows"]
    english = race("--lang", "fr", "ask", name, "--set", "lang=en", "--format", "json").json()
    assert english["question"]["params"]["lang"] == "en"
    assert len(english["rows"]) == len(french["rows"]) > 0


def test_the_timeline_is_in_french(race: Race) -> None:
    found = race("--lang", "fr", "ask", "timeline", "--format", "csv")
    assert "Plan d'Alibaba de 380 milliards de yuans" in found.out
    assert "Alibaba's plan" not in found.out
    assert "lang=fr" in race("--lang", "fr", "ask", "timeline").err


PAGES = ("alibaba-group", "alibaba-380bn", "stargate", SEED, f"{SEED}#c04", "united-states")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_no_raw_name(race: Race, name: str, lang: str) -> None:
    found = race("--lang", lang, "show", name)
    assert found.code == 0
    told = re.sub(r"https?:\S+|src:\S+|ent:\S+|\b(?:altLabel|\w+Match)\b", "", found.out)
    raw = re.findall(r"\b(?:race:)?[a-z]+[A-Z]\w+(?:[:(]| →| ←|$)", told, re.MULTILINE)
    assert raw == []


def test_a_page_has_the_ontologys_french(race: Race) -> None:
    out = race("--lang", "fr", "show", "alibaba-group").out
    for word in ("entreprise", "développeur de modèles (déduit)", "autre nom", "site web"):
        assert word in out
    out = race("--lang", "fr", "show", SEED).out
    assert re.search(r"base de connu à partir du\s: le jour de la dernière annonce", out)
    assert re.search(r"a pour nature de source\s: presse spécialisée", out)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_for_programs_the_names_stay(race: Race, lang: str) -> None:
    page = race("--lang", lang, "show", "alibaba-group", "--format", "json").json()
    assert page["classes"] == ["Company"]
    assert "fiscalYearEnd" in page["properties"]
    assert page["terms"]["race:Company"] == ("entreprise" if lang == "fr" else "company")
    rows = race("--lang", lang, "show", "alibaba-group", "--format", "csv").out
    assert "\nproperty,fiscalYearEnd,--03-31," in rows


def test_a_name_without_a_label_is_shown_as_it_is(real: EmbeddedStore) -> None:
    page = read_page(real, find_thing(real, "alibaba-group"), "fr")
    assert page.term("fiscalYearEnd") == "fin d'exercice"
    assert page.term("race:fiscalYearEnd") == "fin d'exercice"
    assert page.term("noSuchProperty") == "noSuchProperty"
    assert page.term("ent:amazon") == "ent:amazon"
