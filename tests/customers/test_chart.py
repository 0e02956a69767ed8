"""The layout of an organisation chart and its picture."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

from crm_desktop.customers.chart import BELOW, CARD_HEIGHT, CARD_WIDTH, Chart, Link, lay_out
from crm_desktop.customers.chartpaper import chart_paper
from crm_desktop.customers.chartsvg import chart_svg
from crm_desktop.customers.people import Line, Person


def person(row: int, **more: object) -> Person:
    return Person(row, f"Person {row}", "", (), None, **more)  # type: ignore[arg-type]


def chart(count: int, *pairs: tuple[int, int], dotted: tuple[tuple[int, int], ...] = ()) -> Chart:
    lines = [Line(*pair, "solid") for pair in pairs] + [Line(*pair, "dotted") for pair in dotted]
    return lay_out([person(row) for row in range(1, count + 1)], lines)


def layer(made: Chart, row: int) -> int:
    card = made.card(row)
    assert card is not None
    return round(card.y / (CARD_HEIGHT + BELOW))


def clear(made: Chart) -> bool:
    return not any(a.y == b.y and abs(a.x - b.x) < CARD_WIDTH for a, b in combinations(made.cards, 2))


def test_a_boss_stands_over_the_middle_of_those_below() -> None:
    made = chart(4, (2, 1), (3, 1), (4, 1))
    cards = [made.card(row) for row in (1, 2, 3, 4)]
    assert [layer(made, row) for row in (1, 2, 3, 4)] == [0, 1, 1, 1]
    assert cards[0] is not None and cards[2] is not None and cards[0].middle == cards[2].middle


def test_layers_are_by_the_longest_way_down() -> None:
    made = chart(4, (2, 1), (3, 2), (4, 1), dotted=((4, 3),))
    assert [layer(made, row) for row in (1, 2, 3, 4)] == [0, 1, 2, 3]
    assert len(made.links) == 4


def test_people_without_boss_or_reports_stand_in_the_first_row() -> None:
    made = chart(4, (2, 1))
    assert [layer(made, row) for row in (1, 3, 4)] == [0, 0, 0]
    assert clear(made)


def test_a_line_that_closes_a_circle_is_left_out_and_told() -> None:
    made = chart(3, (2, 1), (3, 2), (1, 3))
    assert [(line.person, line.boss) for line in made.left_out] == [(1, 3)]
    assert len(made.links) == 2


def test_three_hundred_people_stand_clear_of_each_other() -> None:
    chance = random.Random(7)
    pairs = [(row, chance.randrange(max(1, row // 5), row)) for row in range(2, 280)]
    dotted = tuple((row, chance.randrange(1, row // 2)) for row in range(20, 280, 9))
    made = chart(300, *pairs, dotted=dotted)
    assert len(made.cards) == 300
    assert clear(made)
    assert all(link.points[0][1] < link.points[-1][1] for link in made.links)


def test_a_second_boss_without_reports_of_their_own_stands_in_the_first_row() -> None:
    made = chart(4, (3, 1), dotted=((3, 2),))
    assert [layer(made, row) for row in (1, 2, 3, 4)] == [0, 0, 1, 0]
    assert len(made.links) == 2 and clear(made)


def test_a_line_past_several_layers_runs_beside_the_cards() -> None:
    people = [person(number) for number in range(1, 6)]
    lines = [Line(2, 1, "solid"), Line(3, 2, "solid"), Line(4, 2, "solid"), Line(5, 4, "solid")]
    for type in ("solid", "dotted"):
        for far in (3, 4, 5):
            chart = lay_out(people, [*lines, Line(far, 1, type)])
            for link in chart.links:
                for (x, y), (to_x, to_y) in pairwise(link.points):
                    crossed = [
                        card.person.id for card in chart.cards
                        if card.x < max(x, to_x) and min(x, to_x) < card.x + CARD_WIDTH
                        and card.y < max(y, to_y) and min(y, to_y) < card.y + CARD_HEIGHT
                    ]  # fmt: skip
                    assert crossed == [], (type, far, link)


def test_lines_of_a_second_boss_lie_on_no_line_of_a_first_one() -> None:
    people = [person(number) for number in range(1, 9)]
    first = [Line(2, 1, "solid"), Line(3, 1, "solid"), Line(4, 2, "solid"), Line(5, 2, "solid"), Line(6, 3, "solid")]
    further = [Line(5, 3, "solid"), Line(6, 1, "solid"), Line(7, 4, "solid"), Line(7, 1, "solid"), Line(8, 3, "dotted")]
    made = lay_out(people, [*first, *further])
    firsts, later = {}, []
    for link in made.links:
        later.append(link) if link.line.person in firsts else firsts.setdefault(link.line.person, link)
    assert len(later) == 3

    def lie_on_each_other(one: Link, other: Link) -> bool:
        for (ax, ay), (bx, by) in pairwise(one.points):
            for (cx, cy), (dx, dy) in pairwise(other.points):
                if ay == by == cy == dy and max(min(ax, bx), min(cx, dx)) < min(max(ax, bx), max(cx, dx)):
                    return True
                if ax == bx == cx == dx and max(min(ay, by), min(cy, dy)) < min(max(ay, by), max(cy, dy)):
                    return True
        return False

    met = [(one.line, other.line) for one in firsts.values() for other in later if lie_on_each_other(one, other)]
    assert met == []


def test_any_lines_can_be_drawn() -> None:
    for seed in range(60):
        chance = random.Random(seed)
        count = chance.randrange(1, 25)
        pairs = [(chance.randint(1, count), chance.randint(1, count)) for _one in range(chance.randrange(40))]
        made = chart(count, *pairs[::2], dotted=tuple(pairs[1::2]))
        assert len(made.cards) == count and clear(made)
        assert len(made.links) + len(made.left_out) == len(pairs)


def test_nobody_makes_an_empty_chart() -> None:
    assert lay_out([], []).cards == ()


def test_the_picture_holds_names_roles_and_signs_and_is_sound() -> None:
    people = [
        Person(1, "王 <芳> & 李", "总经理", ("decides", "signs"), "for"),
        Person(2, "Ann", "", (), "against", elsewhere="Second"),
    ]
    text = chart_svg(lay_out(people, [Line(2, 1, "dotted")]), "恒达机电")
    root = ET.fromstring(text)
    shown = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"恒达机电", "王 <芳> & 李", "总经理", "Decides", "Signs", "Second"} <= set(shown)
    assert any(one.endswith("+") for one in shown) and any(one.endswith("−") for one in shown)
    assert "stroke-dasharray" in text


def test_on_paper_the_chart_has_one_font_which_is_all_that_qt_understands() -> None:
    paper = chart_paper(lay_out([Person(1, "Ann", "", (), "for")], []), "恒达机电")
    family = ET.fromstring(paper.data["svg"]).attrib["font-family"]
    assert family and not set("',") & set(family)
