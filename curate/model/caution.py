"""What a reader of an estimate must know, in words, each of a kind that can be filtered."""

from __future__ import annotations


class PoolingWarning(UserWarning):
    """Something about a pooled estimate that a reader must know."""


class LeftOut(PoolingWarning):
    """A study is not in the estimate."""


class FewStudies(PoolingWarning):
    """One or two studies: an interval or a variance says less than it seems to."""


class IntervalChanged(PoolingWarning):
    """Another interval than the one expected is given, or one that is narrower than the classic one."""


class SparseEvents(PoolingWarning):
    """Empty cells: what was added to them, or the method, decides the estimate."""


class DoubtfulNumbers(PoolingWarning):
    """Numbers of a table that may be on another scale, or of another kind, than their column says."""


class DominantStudy(PoolingWarning):
    """One study holds nearly all the weight."""


class SharedGroup(PoolingWarning):
    """Several effects of one study against one group of people."""


class SeveralMaxima(PoolingWarning):
    """The likelihood of tau² has more than one maximum."""


class Caution(str):
    """A sentence with the class of warning that it is.

    It is a plain text everywhere; `curate.meta.pool` warns with its category.
    """

    __slots__ = ("category",)
    category: type[PoolingWarning]

    def __new__(cls, text: str, category: type[PoolingWarning] = PoolingWarning) -> Caution:
        """Return the text with its category."""
        made = super().__new__(cls, text)
        made.category = category
        return made

    def __reduce__(self) -> tuple[type[Caution], tuple[str, type[PoolingWarning]]]:
        """Return what a copy is made of."""
        return Caution, (str(self), self.category)
