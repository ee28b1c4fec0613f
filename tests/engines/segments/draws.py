"""Random people, acts and trees of conditions."""

from hypothesis import strategies as st

from belvedere.engines.segments import (
    DAY,
    PAST,
    Act,
    Acts,
    Age,
    All,
    Any,
    Clue,
    Compare,
    Field,
    Flag,
    Known,
    Lean,
    Not,
    OneOf,
    Person,
    Schema,
    Segment,
    Starts,
    Window,
    Within,
)

NOW = 20_000 * DAY
THEMES = ("culture", "nature", "fete")
LANGUAGES = ("fr", "en", "nl")
KINDS = ("visite", "achat", "demande")
POSTCODES = ("59000", "59800", "62100", "75011")

SCHEMA = Schema(
    people=(
        Field("children", "number", "enfants"),
        Field("language", "choice", "langue", {"fr": "français", "en": "anglais", "nl": "néerlandais"}),
        Field("postcode", "choice", "code postal"),
        Field("letter", "flag", "accepte la lettre"),
        Field("born", "moment", "inscription"),
        Field("tastes", "tags", "goûts", {"culture": "culture", "nature": "nature", "fete": "fête"}),
    ),
    acts=(
        Field("amount", "number", "montant", unit="€", scale=100),
        Field("theme", "choice", "thème", {"culture": "culture", "nature": "nature", "fete": "fête"}),
        Field("dog", "flag", "avec un chien"),
    ),
    kinds={"visite": "visites", "achat": "achats", "demande": "demandes"},
)

# Few days and whole multiples, so that windows end exactly where acts lie.
days = st.integers(0, 6)
moments = st.integers(-6, 4).map(lambda d: NOW + d * DAY) | st.integers(-500_000, 300_000).map(lambda s: NOW + s)
act = st.builds(
    Act,
    st.sampled_from(KINDS),
    moments,
    st.fixed_dictionaries(
        {},
        optional={
            "amount": st.none() | st.integers(-3, 5),
            "theme": st.none() | st.sampled_from(THEMES),
            "dog": st.none() | st.booleans(),
        },
    ),
)
person = st.builds(
    Person,
    st.fixed_dictionaries(
        {},
        optional={
            "children": st.none() | st.integers(0, 3),
            "language": st.none() | st.sampled_from(LANGUAGES),
            "postcode": st.none() | st.sampled_from(POSTCODES),
            "letter": st.none() | st.booleans(),
            "born": st.none() | moments,
            "tastes": st.lists(st.sampled_from(THEMES), max_size=3, unique=True).map(tuple),
        },
    ),
    st.lists(act, max_size=6).map(tuple),
)
people = st.lists(person, min_size=1, max_size=8)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)


operators = st.sampled_from(("<", "<=", ">", ">=", "=", "!="))
person_test = st.one_of(
    st.builds(Compare, st.just("children"), operators, st.integers(0, 3)),
    st.builds(OneOf, st.just("language"), some(LANGUAGES)),
    st.builds(OneOf, st.just("tastes"), some(THEMES)),
    st.builds(OneOf, st.just("postcode"), some(POSTCODES)),
    st.builds(Starts, st.just("postcode"), some(("59", "6", "750"))),
    st.just(Flag("letter")),
    st.builds(Known, st.sampled_from([field.name for field in SCHEMA.people])),
    st.builds(Age, st.just("born"), st.sampled_from(("<", ">=")), days),
)
act_test = st.one_of(
    st.builds(Compare, st.just("amount"), operators, st.integers(-2, 4)),
    st.builds(OneOf, st.just("theme"), some(THEMES)),
    st.just(Flag("dog")),
    st.builds(Known, st.sampled_from([field.name for field in SCHEMA.acts])),
)
windows = st.just(PAST) | st.tuples(st.none() | st.integers(1, 7), st.integers(-4, 3)).map(
    lambda pair: Window(None if pair[0] is None else pair[1] + pair[0], pair[1])
)
kinds = st.lists(st.sampled_from(KINDS), max_size=2, unique=True).map(tuple)
wheres = st.lists(act_test, max_size=2).map(tuple)
acts = st.one_of(
    st.builds(Acts, kinds, operators, st.integers(0, 4), st.just("count"), st.none(), wheres, windows),
    st.builds(Acts, kinds, operators, st.integers(-3, 8), st.just("sum"), st.just("amount"), wheres, windows),
    st.builds(
        Acts, kinds, operators, st.integers(0, 3), st.just("distinct"), st.sampled_from(("amount", "theme", "dog")),
        wheres, windows,
    ),
    st.builds(Acts, kinds, operators, st.integers(0, 100), st.just("share"), st.none(), wheres, windows),
    st.builds(Acts, kinds, st.sampled_from(("<", ">=")), days, st.sampled_from(("last", "first")), st.none(), wheres),
)  # fmt: skip


def leans(inner: st.SearchStrategy) -> st.SearchStrategy[Lean]:
    clue = st.builds(Clue, st.just("indice"), inner, st.integers(1, 4), st.integers(0, 4))
    clues = st.lists(clue, min_size=1, max_size=3).map(tuple)
    return st.builds(Lean, clues, st.integers(0, 3), st.integers(3, 5), st.integers(1, 100))


def trees(inner: st.SearchStrategy) -> st.SearchStrategy:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(All, parts), st.builds(Any, parts), st.builds(Not, inner), leans(inner))


conditions = st.recursive(person_test | acts, trees, max_leaves=6)


@st.composite
def segments(draw: st.DrawFn, most: int = 5) -> list[Segment]:
    """Each segment may lean on the ones before it."""
    made: list[Segment] = []
    for rank in range(draw(st.integers(1, most))):
        condition = draw(conditions)
        if made and draw(st.booleans()):
            other = Within(draw(st.sampled_from(made)).key)
            condition = draw(st.sampled_from((All((condition, other)), Any((Not(other), condition)), Not(other))))
        made.append(Segment(f"s{rank}", f"Segment {rank}", condition))
    return made
