"""Names with capitals among names without."""

from __future__ import annotations

from policy_dsl.findings import fix
from policy_dsl.meaning.meaning import content_hash
from tests.lint.reading import found, page, policy_of, told

BAD, GOOD = page("mixed-names")


def test_the_name_is_pointed_at() -> None:
    assert [(code, words) for code, _, words in told(BAD)] == [("mixed-names", "DoubleShortfall")]


def test_the_fix_renames_a_value_wherever_it_stands_and_nothing_else() -> None:
    text = (
        BAD
        + '\nexample "DoubleShortfall"  # DoubleShortfall\n    given waits 90%\n'
        + ("    expect DoubleShortfall 20%, access amber\n")
    )
    done = fix(found(text))
    assert done.source.text.count("DoubleShortfall") == 2
    assert content_hash(policy_of(done.source.text)) == content_hash(policy_of(text))


def test_the_name_of_a_fact_is_left() -> None:
    text = GOOD.replace(
        "    waits percent",
        '    beds  count   "Beds"\n    staff count   "Staff"\n    waits percent',
    )
    text = text.replace("waits", "Waits").replace('"Waits in wards"', '"Waits"')
    text += (
        "\nvalue room = beds + staff                                                     [WG 3]\n"
    )
    text += '\nexample "Room"\n    given beds 1, staff 1\n    expect room 2\n'
    text = text.replace("example.Waits", "example.waits")
    (one,) = told(text)
    assert one[::2] == ("mixed-names", "Waits")
    assert fix(found(text)).mended == ()


def test_groups_and_open_points_have_customs_of_their_own() -> None:
    groups = "".join(f"\ngroup {name} = waits\n" for name in ("first", "Second", "third"))
    points = "".join(
        f'\ninterpretation {name} = 1 or 2\n    "Nothing is said."\n'
        for name in ("some", "other", "Odd")
    )
    odd = [words for code, _, words in told(GOOD + groups + points) if code == "mixed-names"]
    assert odd == ["Second", "Odd"]


def test_one_custom_is_as_good_as_another() -> None:
    text = GOOD.replace("shortfall", "Shortfall").replace("double_", "Double")
    assert all(code != "mixed-names" for code, _, _ in told(text.replace("triple_", "Triple")))
