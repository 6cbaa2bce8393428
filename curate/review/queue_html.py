"""The queue of disagreements as one HTML file to print: cards with the places on the pages, to be filled by hand."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from html import escape

from curate.model.protocol import Protocol
from curate.model.record import fact_of
from curate.store.disputes import Dispute, Side

STYLE = """
body { font: 12pt/1.35 system-ui, sans-serif; margin: 1.5em auto; max-width: 50em; color: #222; }
.card { border: 1px solid #888; padding: 0.6em 1em; margin: 0 0 1em; break-inside: avoid; }
.card h2 { font-size: 1em; margin: 0 0 0.2em; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(18em, 1fr)); gap: 1em; }
.value { font-size: 1.3em; font-weight: 600; }
img { max-width: 100%; border: 1px solid #bbb; }
blockquote { margin: 0.2em 0; padding-left: 0.6em; border-left: 3px solid #bbb; }
.why, .codebook { font-style: italic; }
.answer { border-top: 1px dashed #888; margin-top: 0.6em; padding-top: 0.4em; }
code { white-space: nowrap; }
"""

CHOICES = ("neither: ________ on page ____", "not reported", "reject", "ask the authors")


def queue_html(protocol: Protocol, queue: Sequence[Dispute], crops: Mapping[str, bytes]) -> str:
    """Return a page of HTML that needs no other file; no card names a reader or a direction.

    Parameters
    ----------
    crops
        Reading → PNG of its place, where there is one.
    protocol
        For its title and its codebook lines.
    """
    cards = "\n".join(
        _card(dispute, place, len(queue), crops, protocol) for place, dispute in enumerate(queue, 1)
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(protocol.title)}</title>
<style>{STYLE}</style>
</head>
<body>
<h1>{escape(protocol.title)}</h1>
<p>In the order in which they could move a pooled estimate. A decision needs a reason.</p>
{cards}
</body>
</html>
"""


def _card(dispute: Dispute, place: int, of: int, crops: Mapping[str, bytes], protocol: Protocol) -> str:
    fact = fact_of(dispute.key)
    band = f", impact {dispute.impact.band}" if dispute.impact else ""
    line = protocol.codebook_line(dispute.key)
    asked = f'<p class="codebook">{escape(line)}</p>' if line else ""
    sides = "".join(
        _side(number, side, crops.get(side.reading)) for number, side in enumerate(dispute.sides, 1)
    )
    if dispute.judgement == "omission":
        sides += '<div><p class="value">–</p><p>The other reader left it out.</p></div>'
    why = "".join(f'<p class="why">{escape(sentence)}</p>' for sentence in dispute.because)
    boxes = " ".join(
        f"☐ {choice}" for choice in (*(str(n) for n in range(1, len(dispute.sides) + 1)), *CHOICES)
    )
    return f"""<section class="card">
<h2>{place} of {of} · {escape(dispute.study_name)} · {escape(fact)}</h2>
<p>{escape(dispute.difference)}{band} · <code>curate decide {dispute.id}</code></p>
{asked}<div class="sides">{sides}</div>
{why}<p class="answer">{boxes}</p>
<p>cause: ______________ reason: ______________________________________________</p>
</section>"""


def _side(number: int, side: Side, png: bytes | None) -> str:
    value = f"{'' if side.operator == '=' else side.operator}{side.value}" if side.value else side.status
    page = f"page {side.page}" if side.page else side.place
    where = ", ".join(filter(None, (side.file_name, page, side.table)))
    quote = f"<blockquote>{escape(side.quote)}</blockquote>" if side.quote else ""
    reason = f"<p>{escape(side.reason)}</p>" if side.reason else ""
    picture = ""
    if png:
        data = base64.b64encode(png).decode("ascii")
        picture = f'<img alt="the place on the page" src="data:image/png;base64,{data}">'
    return (
        f'<div><p><b>{number}</b> <span class="value">{escape(value)}</span> {escape(where)}</p>'
        f"{quote}{reason}{picture}</div>"
    )
