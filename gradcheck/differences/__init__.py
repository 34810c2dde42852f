"""Differentiate: central finite differences that know how wrong they are.

`lines` is the entry. It settles what it can by few steps, and climbs the rest:

- `stepping` takes steps, `tableau` extrapolates them, and `brief` says what a few of them show;
  `quick`, `thirds` and `foretell` choose which to take; `scatter`, `finer` and `saturation` look
  for what they miss;
- `climb`, with `found` and `watch`, goes from small steps to large; `closer`, with `surroundings`,
  `departures`, `jumps` and `flat`, looks into what may have misled a climb.

What few runs need stands apart, and is imported from where it is: `screen`, with `directions` and
`slope`, compares a huge gradient block by block, and `curve` is what a plot shows of one entry.
"""

from gradcheck.differences.brief import examine
from gradcheck.differences.climb import Phi
from gradcheck.differences.directions import typical_scales
from gradcheck.differences.lines import differentiate_lines, line_scales, typical_steps
from gradcheck.differences.stepping import FEWEST_STEPS, Lines

__all__ = [
    "FEWEST_STEPS", "Lines", "Phi", "differentiate_lines", "examine", "line_scales",
    "typical_scales", "typical_steps",
]  # fmt: skip
