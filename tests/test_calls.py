"""How formulas are called: with arrays of indices where that is the same, singly, or a sample."""

from __future__ import annotations

import numpy as np
import pytest

import gradcheck
from gradcheck.calls import alike
from gradcheck.worker import Worker

PROBLEM = """
import numpy as np
from gradcheck import normal

SIZES = {"m": 12, "n": 11}
INPUTS = {"W": normal("m", "n")}


def J(W):
    return (W**2).sum() / 2


"""


@pytest.fixture
def judged(tmp_path):
    """Check a formula for dJ/dW of the sum of squares, and return its result."""

    def judged(text: str, **settings) -> gradcheck.Report:
        path = tmp_path / "mine.py"
        path.write_text(PROBLEM + text)
        return gradcheck.run(path, **{"trials": 2, "causes": False, **settings}).results[0]

    return judged


@pytest.fixture
def few_calls(monkeypatch):
    """Allow for 800 calls: a hundred entries, in two trials, four times each."""
    monkeypatch.setattr("gradcheck.calls.SINGLE_CALLS", 800)


def told(result) -> str:
    return "; ".join(result.remarks)


class TestElementwise:
    @pytest.mark.parametrize(
        "text",
        ["return W[r, c]", "return W[r, c] if W[r, c] > 0 else -abs(W[r, c])",
         "return max(W[r, c], W[r, c])", "return [W[r, c]]"],
    )  # fmt: skip
    def test_right_formulas_agree_however_they_are_written(self, judged, text):
        result = judged(f"def dJ_dW(r, c, W):\n    {text}\n")
        assert (str(result.verdict), result.counts.agree) == ("agree", 132)

    @pytest.mark.parametrize(
        "text", ["return W[r, c] * (1 + 1e-6)", "return W[r, c] if r != 11 else -W[r, c]"]
    )
    def test_wrong_ones_do_not(self, judged, text):
        assert str(judged(f"def dJ_dW(r, c, W):\n    {text}\n").verdict) == "disagree"

    def test_one_that_is_right_only_for_arrays_of_indices(self, judged):
        result = judged("""
def dJ_dW(r, c, W):
    return W[r, c] if isinstance(r, np.ndarray) else 2 * W[r, c]
""")
        assert result.counts.disagree == 132

    def test_one_that_is_wrong_only_for_arrays_of_indices(self, judged):
        """A rare entry that the spot checks may pass by is called singly before it is accused."""
        result = judged("""
def dJ_dW(r, c, W):
    return np.where((r == 7) & (c == 5) & isinstance(r, np.ndarray), 0.0, W[r, c])
""")
        assert str(result.verdict) == "agree"

    def test_where_all_are_too_many_a_sample_is_called(self, judged, few_calls):
        result = judged(
            "def dJ_dW(r, c, W):\n    return W[r, c] if W[r, c] > 0 else -abs(W[r, c])\n",
        )
        assert str(result.verdict) == "agree"
        assert result.counts.total == 100
        assert "a random sample of 100 of 132 entries" in told(result)

    def test_a_sample_finds_what_is_wrong_everywhere(self, judged, few_calls):
        result = judged(
            "def dJ_dW(r, c, W):\n    return W[r, c] if W[r, c] > 0 else abs(W[r, c])\n",
        )
        assert str(result.verdict) == "disagree"
        assert 50 < result.counts.disagree < 100


@pytest.fixture
def messages(monkeypatch):
    """Return how many sets of arguments each message brings, as it is sent."""
    sent = []
    evaluate = Worker.evaluate

    def counted(self, calls, arguments):
        sent.append(len(arguments))
        return evaluate(self, calls, arguments)

    monkeypatch.setattr(Worker, "evaluate", counted)
    return sent


class TestMessages:
    """What is quick and small travels together."""

    WHOLE = "def dJ_dW(W):\n    return W\n"
    ALL = (1, 39, 1)
    """Of 20 trials: the first call, the rest with each trial's second, and one more at the end."""

    @pytest.fixture(autouse=True)
    def _patience(self, monkeypatch):
        monkeypatch.setattr("gradcheck.calls.MESSAGE_SECONDS", 60.0)

    def test_all_trials_travel_together(self, judged, messages):
        judged(self.WHOLE, trials=20)
        assert messages == list(self.ALL)

    def test_but_not_large_results(self, judged, messages, monkeypatch):
        monkeypatch.setattr("gradcheck.calls.MESSAGE_BYTES", 12 * 11 * 8 * 4)
        judged(self.WHOLE, trials=20)
        assert set(messages) <= {1, 3, 4}
        assert sum(messages) == sum(self.ALL)

    def test_nor_many_arrays(self, judged, messages, monkeypatch):
        """Their names and shapes are in the head of a message, which has its own limit."""
        monkeypatch.setattr("gradcheck.calls.MESSAGE_ARRAYS", 4)
        judged(self.WHOLE, trials=20)
        assert set(messages) <= {1, 3, 4}
        assert sum(messages) == sum(self.ALL)

    def test_nor_what_takes_its_time(self, judged, messages, monkeypatch):
        monkeypatch.setattr("gradcheck.calls.MESSAGE_SECONDS", 1e-6)
        judged(self.WHOLE, trials=20)
        assert messages == [1] * sum(self.ALL)

    def test_a_change_in_any_call_is_noticed(self, judged):
        text = "CALLS = []\ndef dJ_dW(W):\n    CALLS.append(1)\n    W[0] *= 1 + (len(CALLS) == 9)\n"
        assert "it changes its arguments" in told(judged(f"{text}    return W\n", trials=20))


REMEMBERS = """
CALLS = []
def dJ_dW(W):
    CALLS.append(1)
    n = len(CALLS)
"""
"""At the top of formulas that do not always do the same."""

FICKLE = {
    "right": "    return W",
    "slightly wrong later": "    return W * (1 + 1e-6 * (n > 8))",
    "another value the second time": "    return W + (n == 12)",
    "single precision, large and small": """
    return W * 1e-3 if W[0, 0] < 0 else W.astype(np.float32)""",
    "single precision once": "    return W.astype(np.float32) if n == 9 else W",
    "single precision always": "    return W.astype(np.float32)",
    "an argument changed in one call": "    W[0] *= 1 + (n == 9)\n    return W",
    "all arguments kept": "    CALLS[-1] = W\n    CALLS[0] = CALLS[0] * 2\n    return W",
    "raising in one call": "    return W if n != 9 else 1 // 0",
    "another shape, then raising": "    return W[0] if n == 9 else W if n < 12 else 1 // 0",
    "another shape for good": "    return W if n < 9 else W[0] if n < 11 else W[:, 0]",
    "another shape, then ending": """
    if n == 12:
        import os
        os._exit(3)
    return W[0] if n == 9 else W""",
    "ending itself": "    raise SystemExit if n == 9 else KeyError",
    "complex once": "    return W * (1j if n == 9 else 1)",
    "infinite once": "    return W * (np.inf if n == 9 else 1)",
    "numpy told to raise, once": """
    if n == 7:
        np.seterr(all="raise")
    return W if n < 8 else W + 0 * (np.ones(1) / np.zeros(1) == 0)""",
    "printing": "    print(n)\n    return 2 * W if n == 9 else W",
}


class TestPace:
    """How many calls travel together depends on the machine's pace, and no result may on that."""

    @pytest.fixture
    def told(self, command, write, monkeypatch):
        """Check a file at a pace; return all that is told of it."""

        def told(text: str, seconds: float) -> str:
            monkeypatch.setattr("gradcheck.calls.MESSAGE_SECONDS", seconds)
            return command("run", write("mine.py", PROBLEM + text), "-v")

        return told

    @pytest.mark.parametrize("name", FICKLE)
    def test_of_a_whole_array(self, told, name):
        text = REMEMBERS + FICKLE[name] + "\n"
        assert told(text, 1e-6) == told(text, 60.0)

    @pytest.mark.parametrize(
        "text",
        ["return W[r, c]", "return W[r, c] if len(CALLS) < 90 else 2 * W[r, c]",
         "return np.float32(W[r, c]) if W[0, 0] < 0 else W[r, c]",
         "return W[r, c] if len(CALLS) < 90 else 1 // 0"],
    )  # fmt: skip
    def test_of_single_entries(self, told, text):
        text = f"CALLS = []\ndef dJ_dW(r, c, W):\n    CALLS.append(1)\n    {text}\n"
        assert told(text, 1e-6) == told(text, 60.0)


class TestMixedPrecision:
    """A result in single precision is judged as one, and no other is."""

    @pytest.fixture(autouse=True)
    def _together(self, monkeypatch):
        monkeypatch.setattr("gradcheck.calls.MESSAGE_SECONDS", 60.0)

    SINGLE = "def dJ_dW(W):\n    if W[0, 0] > 0:\n        return W.astype(np.float32)\n"

    def test_a_mistake_beside_it_is_found(self, judged):
        mistake = f"{self.SINGLE}    return W * (1 + 3.5e-7)\n"
        result = judged(mistake, trials=20)
        assert str(result.verdict) == "disagree"
        assert "float32" in told(result)

    def test_what_is_right_beside_it_agrees(self, judged):
        result = judged(f"{self.SINGLE}    return W\n", trials=20)
        assert str(result.verdict) == "agree"
        assert "float32" in told(result)
        assert "not deterministic" not in told(result)

    def test_values_that_single_precision_does_not_have(self, tmp_path):
        path = tmp_path / "mine.py"
        cost = "def J(W):\n    return (W**2).sum() / 2 * (1.0 if W[0, 0] > 0 else 1e60)\n"
        problem = PROBLEM.partition("def J")[0] + cost
        path.write_text(f"{problem}{self.SINGLE}    return W * 1e60\n")
        result = gradcheck.run(path, trials=20, causes=False).results[0]
        assert str(result.verdict) == "agree", result.error


class TestRemarks:
    def test_changed_arguments(self, judged):
        result = judged("def dJ_dW(W):\n    W *= 1\n    W[0] = 0\n    return W\n")
        assert "it changes its arguments: `W`" in told(result)
        assert told(judged("def dJ_dW(W):\n    return W\n")) == ""

    def test_single_precision(self, judged):
        result = judged("def dJ_dW(W):\n    return W.astype(np.float32)\n")
        assert str(result.verdict) == "agree"
        assert "float32" in told(result)

    def test_a_mistake_is_not_taken_for_single_precision(self, judged):
        result = judged("def dJ_dW(W):\n    return (W * (1 + 1e-4)).astype(np.float32)\n")
        assert str(result.verdict) == "disagree"

    def test_one_that_is_not_deterministic(self, judged):
        result = judged("""
calls = []
def dJ_dW(W):
    calls.append(1)
    return W if len(calls) < 5 else W + np.eye(12, 11)
""")
        assert "not deterministic" in told(result)
        assert "11 of 132 entries differ, [0,0] among them" in told(result)
        assert result.counts.disagree == 11

    def test_random_noise_is_no_excuse(self, judged):
        result = judged(
            "def dJ_dW(W):\n    return W + np.random.default_rng().normal(size=W.shape)\n"
        )
        assert "not deterministic" in told(result)
        assert str(result.verdict) != "agree"


def test_what_is_alike():
    one = np.array([1.0, np.nan, np.inf, 0.0])
    assert alike(one, one * (1 + 1e-15))
    assert not alike(one, one * (1 + 1e-9))
    assert not alike(one, one[:3])
    assert not alike(one, np.array([1.0, 0.0, np.inf, 0.0]))
