"""Names made comparable: what does not tell two things apart is gone, what does stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.wikidata.names import group_key, key, likeness, plain_key


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Facebook, Inc.", "facebook"),
        ("SAP SE", "sap"),
        ("Foo Co., Ltd.", "foo"),
        ("Nebius Group N.V.", "nebius group"),
        ("阿里巴巴集团控股有限公司", "阿里巴巴集团"),
        ("株式会社ソフトバンク", "ソフトバンク"),
        ("삼성전자 주식회사", "삼성전자"),
        ("Électricité de France S.A.", "electricite de france"),
        ("The Boring Company", "boring"),
        ("AT&T", "at and t"),
        ("Stargate UK", "stargate uk"),
        ("Limited", "limited"),
        ("有限公司", "有限公司"),
        ("株式会社", "株式会社"),
        ("주식회사", "주식회사"),
        ("腾讯控股有限公司", "腾讯"),
        ("腾讯控股", "腾讯"),
        ("a_b:_c", "a b c"),
        ("AS", "as"),
        ("🤗", ""),
        ("", ""),
    ],
)
def test_a_key_is_the_name_without_form_case_and_accents(name: str, expected: str) -> None:
    assert key(name) == expected


def test_the_marks_of_kana_tell_letters_apart() -> None:
    assert key("ハンク") != key("バンク")


@pytest.mark.parametrize("name", ["Alibaba Group Holding Limited", "Alibaba Group", "Alibaba"])
def test_words_for_a_group_are_left_out_on_demand(name: str) -> None:
    assert group_key(name) == "alibaba"
    assert group_key("Group") == "group"


def test_brackets_stay_because_they_tell_a_national_firm() -> None:
    assert key("Microsoft (France)") != key("Microsoft")


@given(st.text(max_size=40))
def test_a_name_with_a_letter_has_a_key_and_nothing_raises(name: str) -> None:
    assert bool(key(name)) == bool(plain_key(name))


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == bool(key(one))


@given(st.text(max_size=40))
def test_a_plain_key_is_one_of_itself_but_for_articles(name: str) -> None:
    found = plain_key(f"x {name}")
    assert plain_key(found) == found
    assert "  " not in found


@given(st.text(max_size=20))
def test_case_blanks_and_legal_forms_make_no_difference(name: str) -> None:
    assert plain_key(f"  x {name} ") == plain_key(f"x {name}".casefold())
    assert key(f"acme{name.strip()}x GmbH") == key(f"acme{name.strip()}x")
