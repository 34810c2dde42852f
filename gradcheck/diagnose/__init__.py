"""Diagnose: why a formula is wrong, as causes that have been tested.

**The search space.** A hypothesis is a small repair: of the formula F (N is the numeric
derivative),

- `factor`, `inside`: N = c F p^a q^b, with c a recognised constant, p and q pieces, a and b among
  +-1, +-2, +-3, +-1/2. A *piece* is an input, a quantity, its sum over an axis, or a simple
  function of one, laid along the axes of the derivative in every way that the lengths of axes
  allow.
- `layout`: N is F with axes exchanged, reversed or shifted by one, times a constant.
- `term`, `nested`: N = alpha F + b_1 t_1 + ... with up to three terms, each a product of up to
  three pieces, perhaps summed over one more index; 1,300 terms, of which all singles and pairs
  are tried, and triples after screening; alpha and every b a recognised constant, alpha not 0.
- `product`: N = c M F or c F M, with M one of the problem's square matrices, or its transpose.
- `swapped`, `argument`: F is right, times a constant, when it is called with another array in the
  place of one of its arguments: any of the problem's arrays, the same one turned, shifted or
  negated; an argument times, divided by, plus or minus another, or multiplied by a matrix; 700
  such calls at most.
- `chain`: F lacks a path of the chain rule or two, or one factor dP/dQ of a path, or all but its
  diagonal, or has one twice; the Jacobians of all quantities on the way are differenced for this,
  and no formula is guessed.
- `stand_in`: in place of a factor dP/dQ of a path F has the derivative of another activation, one
  of the usual.
- `convention`, `assumption`: F is right for a neighbouring problem, or for another distribution.
- `collapse`, `part`: F is a sum, mean, trace or single term of N, or leaves a term out.
- `region`, `regional`: N = c F outside a set of entries that an index or an input tells, and d F,
  0 or anything inside; what it is inside is looked for by `inside` and `term`.
- `not_finite`: F overflows, or divides by 0, where N is finite.
- `numerics`: F computes in low precision, or is itself a numerical difference.
- `integrability`: the Jacobian of F - N is antisymmetric, so that no cost has it. That the
  Jacobian of F is not symmetric, or is, narrows a mistake down, and is told as a fact.

A *recognised constant* is a number, a function of the sizes, or a product of the two
(`constants`); coefficients are fitted at three sizes that differ, so that m, m + 1, k and 3 are
told apart.

**The order.** Each hypothesis has a cost, a description length: what it says, how many pieces,
how unusual its constants. The families are asked by tiers; a cheap cause that passes ends the
search. A cause that needs a condition which the run's own distribution brings along (sum(T) = 1)
gives way to a sum of no more terms that needs none.

**The test.** What fits where it was found is applied to fresh draws: of the run's own
distribution, at the run's sizes and at sizes that no fit has seen. Every entry that it speaks of
must agree by the rule of the verdict. Then it is tried on each declared distribution, and what
does not hold there is told with its condition. What fails is not printed.

**Chance.** A wrong hypothesis agrees with one entry to the bound, about 1e-7 of its size, with a
probability of about 1e-7 if its values are spread over their own size. The search forms about
10^6 pairs and 10^8 triples and pairs of constants at most; the fit in some hundred entries leaves
room for four numbers, and the test consists of a hundred entries more. So many coincidences do
not come up unless the two sides are equal for all inputs, or wherever the declared distributions
reach.

**What it costs.** About ten differentiations of the problem at small sizes and a few hundred
calls of the formula; the linear algebra takes some hundredths of a second. Sizes above 6 are
taken down to it.

A new family is one new module in `families`, which has `TIER` and `propose(evidence)`.
"""

from gradcheck.diagnose.run import Diagnosis, assumptions, diagnose

__all__ = ["Diagnosis", "assumptions", "diagnose"]
