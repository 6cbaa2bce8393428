from curate.extract.sentences.topic.heard import Heard


def asked_of(sentences: list[str]) -> tuple[Heard[str], list[str]]:
    """Return what is heard of sentences whose last word in capitals counts, and which of them were asked."""
    asked: list[str] = []

    def ask(text: str) -> str:
        asked.append(text)
        return next((word for word in reversed(text.split()) if word.isupper()), "")

    heard = Heard(ask, "")
    for sentence in sentences:
        heard.hear(sentence)
    return heard, asked


def test_no_sentence_is_asked_before_anybody_wants_to_know():
    _, asked = asked_of(["first ONE", "then TWO"])
    assert asked == []


def test_the_last_sentence_that_says_something_holds():
    heard, asked = asked_of(["first ONE", "then TWO", "and nothing"])
    assert heard.last == "TWO"
    assert asked == ["and nothing", "then TWO"]


def test_a_sentence_is_asked_once():
    heard, asked = asked_of(["first ONE", "nothing"])
    assert (heard.last, heard.last) == ("ONE", "ONE")
    heard.hear("nothing again")
    assert heard.last == "ONE"
    assert asked == ["nothing", "first ONE", "nothing again"]


def test_what_is_known_already_is_not_asked_for():
    heard, asked = asked_of(["first ONE"])
    heard.tell("THREE")
    assert heard.last == "THREE"
    heard.tell("")
    assert heard.last == "THREE"
    assert asked == []
