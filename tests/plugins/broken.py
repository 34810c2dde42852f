"""Wrong: cannot be run, as it imports what is not there."""

import a_module_that_is_not_there


def dJ_dW(r, c, O):
    return a_module_that_is_not_there.value(O[r])
