"""What single sentences say, as tests ask for it."""

from curate.extract.sentences.arms.arm_names import Arm
from curate.extract.sentences.arms.arms import ArmBook
from curate.extract.sentences.arms.assign import place_values
from curate.extract.sentences.arms.contrasts import place_contrasts
from curate.extract.sentences.arms.named import Named
from curate.extract.sentences.people.in_order import tidy_sizes
from curate.extract.sentences.people.size_arms import place_sizes
from curate.extract.sentences.people.sizes import role_of
from curate.extract.sentences.text.passage import Passage
from curate.extract.sentences.topic.moments import basis_of, timepoint_of
from curate.extract.sentences.topic.topic import topic_of
from curate.parse.sentence import find_statements

BOOK = ArmBook(
    [
        Arm("kava", {"kava", "kava root"}, 9, True),
        Arm("hops", {"hops"}, 8, True),
        Arm("placebo", {"placebo"}, 9, True),
    ]
)


TWO = ("kava", "placebo")


def placed(text, main=TWO, before=()):
    statements = find_statements(text)
    named = Named(BOOK.find(text), main, before)
    values = place_values(text, [s for s in statements if s.kind in ("count", "mean", "median")], named)
    contrasts = [s for s in statements if s.kind in ("p", "estimate")]
    return values, place_contrasts(text, contrasts, values, named)


def arms(text, **more):
    return [(p.statement.values[0].value, *p.arms) for p in placed(text, **more)[0]]


def contrasts(text, **more):
    return [(p.arms, p.comparators) for p in placed(text, **more)[1]]


def sizes(text, methods=False):
    mentions = BOOK.find(text)
    statements = tidy_sizes(text, find_statements(text), mentions)
    found = place_sizes(text, [s for s in statements if s.kind == "size"], Named(mentions, TWO))
    return [
        (p.statement.values[0].value, role_of(text, p.statement, methods, bool(p.arms)), *p.arms)
        for p in found
    ]


def outcomes(text, previous=""):
    statements = find_statements(text)
    return [topic_of(text, s, BOOK.find(text), statements, previous).outcome for s in statements]


def moment(text, which=-1, step=""):
    statements = find_statements(text)
    spans = [(v.start, v.end) for s in statements for v in s.values]
    time = timepoint_of(text, statements[which], step, spans)
    return time, basis_of(text, statements[which], step, time)


def passage(text, section="results"):
    return Passage(text, (), (), section, "body")
