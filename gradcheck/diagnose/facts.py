"""Facts: what can be said for certain of a disagreement without a cause."""

from collections.abc import Iterator

import numpy as np

from gradcheck.diagnose.evidence import Evidence


def facts(evidence: Evidence) -> Iterator[str]:
    """Yield where it disagrees, how often, and by what ratio."""
    if not evidence.draws:
        yield "the formula could not be looked at on more draws, or is too large for it"
        return
    draws = evidence.first
    wrong = draws.disagree
    if not wrong.any():
        sizes = ", ".join(f"{k} = {v}" for k, v in draws.sizes.items())
        yield f"it agrees on fresh draws{' at ' + sizes if sizes else ''}"
        return
    count, size = int(wrong.any(axis=0).sum()), wrong[0].size
    hit_draws = int(wrong.reshape(len(wrong), -1).any(axis=1).sum())
    yield f"{count} of {size} entries disagree in {hit_draws} of {len(wrong)} fresh draws"
    for axis, letter in enumerate(evidence.letters[: wrong.ndim - 1]):
        others = tuple(i for i in range(wrong.ndim) if i != axis + 1)
        hit = wrong.any(axis=others)
        if hit.any() and not hit.all():
            yield f"only where {letter} is {', '.join(map(str, np.flatnonzero(hit)))}"
    with np.errstate(all="ignore"):
        ratio = (draws.numeric / draws.analytic)[draws.known & (draws.analytic != 0)]
    ratio = ratio[np.isfinite(ratio)]
    if ratio.size:
        yield f"numeric / formula is between {ratio.min():.3g} and {ratio.max():.3g}"
