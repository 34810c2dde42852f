"""Wrong: runs bytecode that Python would never make."""

EXPECT = ["crashed", "raised", "exit", "timeout", "cpu"]
NEEDS = []


def _odd():
    pass


def dJ_dW(O, T, x, m):
    code = _odd.__code__
    return eval(code.replace(co_code=b"\x64\xff" * 40 + b"\x53\x00", co_consts=()))
