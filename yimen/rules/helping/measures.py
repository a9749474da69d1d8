"""帮办员的办件: what a helper's work came to over a span. Every figure is defined here."""

from __future__ import annotations

from dataclasses import dataclass

#: The span that pages show, in natural days back from now.
SPAN_DAYS = 90


@dataclass(frozen=True)
class Tally:
    """Counts of one helper over the span.

    `filed`: cases begun with the helper and handed in within the span; `over`: of those, decided by now;
    `corrected`: of those handed in, that were sent back at least once to be mended; `days`: of those over,
    the sum of natural days from handing in to the decision; `ratings`, `points`, `good`: ratings given within
    the span, the sum of their levels (1 to 5), and how many were 4 or 5; `visits`: visits at home done;
    `guided`, `unguided`: guidances noted within the span, and those of them that helped nobody.
    """

    filed: int = 0
    over: int = 0
    corrected: int = 0
    days: float = 0.0
    ratings: int = 0
    points: int = 0
    good: int = 0
    visits: int = 0
    guided: int = 0
    unguided: int = 0

    @property
    def mean_days(self) -> float | None:
        """Natural days from handing in to the decision, on average; None where nothing was decided."""
        return round(self.days / self.over, 1) if self.over else None

    @property
    def corrected_share(self) -> int | None:
        """Per cent of what was handed in that had to be mended, whole; None where nothing was."""
        return round(100 * self.corrected / self.filed) if self.filed else None

    @property
    def score(self) -> float | None:
        """The mean level, 1 to 5; None where nobody rated."""
        return round(self.points / self.ratings, 1) if self.ratings else None

    @property
    def good_share(self) -> int | None:
        """Per cent of the ratings that were 4 or 5, whole; None where nobody rated."""
        return round(100 * self.good / self.ratings) if self.ratings else None
