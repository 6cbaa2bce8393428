"""A changed protocol in the words of the text before."""

from dataclasses import replace

from hypothesis import given, settings

from curate.model.protocol import Arm, PoolOptions, Protocol
from curate.parse.protocol import read_protocol, sample, write_protocol
from curate.parse.protocol_rewrite import rewrite
from tests.parse.test_protocol_round_trip import protocols

TEXT = """\
# Ours since 2020.
[review]
title = "Ketamine"  # as registered

# The arms of all trials.

# asked of Feder
[[arm]]
code = "ketamine"   # short
label = "Ketamine"   # racemic
# no esketamine

# active placebo
[[arm]]
code = "midazolam"
label = "Midazolam"
aliases = [
  "Mid",  # Table 2
]

[[outcome]]
code = "caps5"
label = "CAPS-5"
direction = "lower"
"""


def lines_of(protocol: Protocol) -> list[str]:
    text = rewrite(TEXT, protocol)
    assert read_protocol(text) == protocol
    return [line for line in text.splitlines() if line not in TEXT.splitlines()]


def test_what_did_not_change_stays_to_the_letter() -> None:
    assert rewrite(TEXT, read_protocol(TEXT)) == TEXT
    text = sample("Ketamine")
    assert rewrite(text, read_protocol(text)) == text


def test_only_a_changed_entry_is_written_anew() -> None:
    before = read_protocol(TEXT)
    changed = replace(before, outcomes=(replace(before.outcomes[0], maximum=80.0),))
    assert lines_of(changed) == ["maximum = 80"]
    changed = replace(before, arms=(replace(before.arms[0], label="Esketamine"), before.arms[1]))
    text = rewrite(TEXT, changed)
    assert "# asked of Feder\n[[arm]]" in text
    assert "# active placebo\n[[arm]]" in text
    assert '"Mid",  # Table 2' in text
    assert 'code = "ketamine"   # short' in text
    assert "# racemic" not in text


def test_entries_come_go_and_move_with_their_comments() -> None:
    before = read_protocol(TEXT)
    moved = replace(before, arms=before.arms[::-1])
    assert lines_of(moved) == []
    assert "# no esketamine" in rewrite(TEXT, moved)
    gone = rewrite(TEXT, replace(before, arms=before.arms[1:]))
    assert "# The arms of all trials." in gone
    assert "# asked of Feder" not in gone
    more = replace(before, arms=(*before.arms, Arm("saline", "Saline")))
    assert lines_of(more) == ['code = "saline"', 'label = "Saline"']
    said = replace(before, options=replace(PoolOptions(), method="DL"))
    assert 'method = "DL"' in lines_of(said)


def test_a_text_of_another_shape_is_written_anew() -> None:
    text = 'arm = [{ code = "a", label = "A" }]\n[review]\ntitle = "T"\n'
    before = read_protocol(text)
    changed = replace(before, title="U")
    assert read_protocol(rewrite(text, changed)) == changed


@given(protocols(), protocols())
@settings(max_examples=60, deadline=None)
def test_any_protocol_can_follow_any_other(before: Protocol, after: Protocol) -> None:
    text = write_protocol(before)
    assert read_protocol(rewrite(text, after)) == after
    assert rewrite(text, before) == text
