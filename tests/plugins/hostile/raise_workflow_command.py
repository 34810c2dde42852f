"""Wrong: raises exceptions that a CI service takes for commands, and a terminal for colours."""

EXPECT = ["raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    raise ValueError(
        "\n::error file=a.py::gotcha\n::add-mask::a\n::set-output name=a::b\x1b[2J\x9b31m\r\u202eeerga"
    )
