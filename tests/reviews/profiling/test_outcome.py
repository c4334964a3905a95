"""What follows from answers, and which questions of a lens it marks."""

from reviews.profiling import (
    Mapping,
    Option,
    Outcome,
    Priorities,
    Push,
    Question,
    Reason,
    from_dict,
    marks,
    outcome,
    to_dict,
)


def option(key, *, pillars=(), questions=(), lens="wellarchitected"):
    return Option(
        key,
        key.title(),
        pillars=tuple(Push(name, weight, f"{key} wants {name}") for name, weight in pillars),
        priorities=(Priorities(tuple(questions), f"{key} asks", lens),) if questions else (),
    )


def mapping(*options, at_most=10):
    return Mapping(at_most, (Question("q", "Q?", is_several=True, options=options),))


def chosen(*options, at_most=10):
    answers = {"q": [each.id for each in options]}
    return outcome(mapping(*options, at_most=at_most), answers)


def test_weights_of_all_answers_are_added_up():
    found = chosen(
        option("shop", pillars=[("reliability", 5), ("cost", 4)]),
        option("poor", pillars=[("cost", 3)]),
    )
    assert found.order == ("cost", "reliability")
    assert found.place("cost").reasons == (
        Reason("Shop", "shop wants cost"),
        Reason("Poor", "poor wants cost"),
    )


def test_of_pillars_that_weigh_the_same_the_one_named_earlier_comes_first():
    assert chosen(option("a", pillars=[("y", 2), ("x", 2)])).order == ("y", "x")


def test_what_most_answers_name_stays_when_there_is_not_room_for_all():
    found = chosen(
        option("a", questions=["one", "two", "three"]),
        option("b", questions=["three", "four"]),
        at_most=2,
    )
    assert [each.question for each in found.priorities] == ["three", "one"]
    assert found.priorities[0].reasons == (Reason("A", "a asks"), Reason("B", "b asks"))


def test_every_answer_has_a_say_when_there_is_not_room_for_all():
    found = chosen(
        option("a", questions=["a1", "a2", "a3"]), option("b", questions=["b1", "b2"]), at_most=3
    )
    assert [each.question for each in found.priorities] == ["a1", "b1", "a2"]


def test_room_is_counted_for_each_lens():
    found = chosen(
        option("a", questions=["one"]), option("b", questions=["one"], lens="own"), at_most=1
    )
    assert [(each.lens, each.question) for each in found.priorities] == [
        ("wellarchitected", "one"),
        ("own", "one"),
    ]


def test_answers_the_mapping_does_not_know_are_passed_over():
    assert outcome(mapping(option("a")), {"q": ["gone"], "lost": ["a"]}) == Outcome()


def test_an_outcome_is_stored_and_read_again():
    found = chosen(option("a", pillars=[("x", 1)], questions=["one"]))
    assert from_dict(to_dict(found)) == found
    assert from_dict({}) == Outcome()


LENS = [("x", ["x1", "x2"]), ("y", ["y1"]), ("z", ["z1", "z2"])]


def test_named_questions_are_marked_in_the_order_of_the_lens():
    found = chosen(option("a", pillars=[("z", 9)], questions=["z1", "x2", "elsewhere"], lens="own"))
    assert list(marks(found, "own", LENS)) == ["x2", "z1"]


def test_in_other_lenses_a_third_of_the_pillars_is_marked():
    found = chosen(option("a", pillars=[("z", 9), ("x", 5)], questions=["one"]))
    marked = marks(found, "own", LENS)
    assert list(marked) == ["z1", "z2"]
    assert marked["z1"] == (Reason("A", "a wants z"),)
    six = [*LENS, ("p", ["p1"]), ("q", ["q1"]), ("r", ["r1"])]
    assert list(marks(found, "own", six)) == ["x1", "x2", "z1", "z2"]


def test_a_lens_with_other_pillars_has_no_marks():
    found = chosen(option("a", pillars=[("cost", 9)]))
    assert marks(found, "own", LENS) == {}


def test_a_lens_of_one_pillar_has_no_marks_since_all_would_be_marked():
    found = chosen(option("a", pillars=[("x", 9)]))
    assert marks(found, "own", LENS[:1]) == {}
