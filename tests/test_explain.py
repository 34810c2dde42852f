"""`gradcheck explain`: the causes, what is also true, and the smallest case."""

from __future__ import annotations

import json

import gradcheck


class TestAsker:
    def test_it_reads_like_the_answer(self, command):
        told = command("explain", "asker").judged(1).out
        assert "cause: multiply by ln(10) and add O_r x_c (sum(T) - T_r) / m" in told
        assert "help: right: dJ_dW = ln(10) formula + O_r x_c (sum(T) - T_r) / m" in told
        assert "the smallest case on which it fails: m = 1, k = 1" in told

    def test_the_smallest_case_is_in_json(self, command):
        result = json.loads(command("explain", "asker", "-f", "json").out)["results"][0]
        case = result["smallest_case"]
        assert case["sizes"] == {"m": 1, "k": 1}
        assert case["analytic"] != case["numeric"]
        assert result["causes"][0]["kind"] == "term"


class TestOthers:
    def test_a_right_formula_needs_no_explanation(self, command):
        told = command("explain", "exact", "--only", "dJ_dW").judged(0).out
        assert "cause" not in told
        assert "smallest case" not in told

    def test_mlxtend_is_the_trace(self, command):
        told = command("explain", "mlxtend").judged(1).out
        assert "the trace of the right one, while sum(T) = 1" in told

    def test_a_sign(self, command, write):
        mine = write("mine.py", "def dJ_db(O, T, m):\n    return (T * 0 + T - O * T.sum()) / m\n")
        assert "cause: multiply by -1" in command("explain", mine).judged(1).out
        assert "multiply by -1" not in command("run", mine, "--no-causes").judged(1).out

    def test_a_formula_without_a_cause_says_so(self, command, write):
        text = "import numpy as np\ndef dJ_db(O, T, m):\n    return np.sin(40 * O) + T**3\n"
        assert "cause unknown" in command("explain", write("mine.py", text)).judged(1).out


def test_in_python():
    result = gradcheck.explain("asker").results[0]
    assert result.causes[0].message.startswith("multiply by ln(10)")
    assert gradcheck.run("asker", trials=2, causes=False).results[0].causes == ()
