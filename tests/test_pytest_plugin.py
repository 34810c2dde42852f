"""The pytest plugin, by pytest itself: items, failures, selections, fixtures, and its absence."""

from __future__ import annotations

import builtins
import re

import pytest

import gradcheck.drawn  # with numpy, which no run of pytest can import anew
import gradcheck.pipeline  # noqa: F401

pytest_plugins = ["pytester"]

RIGHT = "def dJ_db(O, T, m):\n    return (O - T) / m\n"
WRONG = "def dJ_dW(r, c, O, T, x, m):\n    return (O[r] - 1.0005 * T[r]) * x[c] / m\n"


@pytest.fixture
def project(pytester, monkeypatch):
    """A project with two formula files and a test, and a run of pytest in it."""
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makeini("[pytest]\ngradcheck_files = formulas/*.py\n")
    folder = pytester.mkdir("formulas")
    (folder / "mine.py").write_text(RIGHT + "\n\n" + WRONG)
    (folder / "other.py").write_text(RIGHT)
    (folder / "_helpers.py").write_text("raise SystemExit\n")
    pytester.makepyfile(test_it="def test_it():\n    pass\n")
    return pytester


@pytest.fixture
def ran(project):
    """Run pytest within this one, which is faster."""

    def run(*words):
        return project.runpytest_inprocess("-p", "no:cacheprovider", *words)

    return run


@pytest.fixture
def started(project):
    """Run pytest in a process of its own."""

    def run(*words):
        return project.runpytest_subprocess("-p", "no:cacheprovider", *words)

    return run


class TestItems:
    """Every formula is an item."""

    def test_each_formula_passes_or_fails(self, ran):
        ran("-v").assert_outcomes(passed=3, failed=1)

    def test_their_names(self, ran):
        lines = ran("--collect-only", "-q").outlines
        assert lines[:4] == ["formulas/mine.py::dJ_db", "formulas/mine.py::dJ_dW",
                             "formulas/other.py::dJ_db", "test_it.py::test_it"]  # fmt: skip

    def test_a_failure_is_the_report_and_no_traceback(self, ran):
        told = ran("-q").stdout.str()
        for words in ("mine.py: dJ_dW disagrees", "12 of 12 entries disagree", "reproduce: "):
            assert words in told
        assert "pytest_plugin.py" not in told
        assert "Traceback" not in told
        assert "dJ_db disagrees" not in told

    def test_the_reproduce_line_works(self, ran, project):
        line = re.search(r"reproduce: gradcheck (.*)", ran("-q").stdout.str())[1]
        import shlex
        import sys

        done = project.run(sys.executable, "-m", "gradcheck", *shlex.split(line))
        assert done.ret == 1
        done.stdout.fnmatch_lines(["*mine.py: dJ_dW disagrees*"])

    def test_k_selects(self, ran):
        ran("-k", "dJ_dW").assert_outcomes(failed=1, deselected=3)
        ran("-k", "other").assert_outcomes(passed=1, deselected=3)

    def test_m_selects(self, ran):
        ran("-m", "gradcheck", "--strict-markers").assert_outcomes(passed=2, failed=1, deselected=1)

    def test_x_stops(self, ran):
        ran("-x").assert_outcomes(passed=1, failed=1)

    def test_lf_runs_what_failed(self, project):
        project.runpytest_inprocess().assert_outcomes(passed=3, failed=1)
        project.runpytest_inprocess("--lf").assert_outcomes(failed=1)
        mine = project.path / "formulas" / "mine.py"
        mine.write_text(mine.read_text().replace("1.0005 * ", ""))
        project.runpytest_inprocess("--lf").assert_outcomes(passed=1)

    def test_xdist(self, started):
        started("-n", "2").assert_outcomes(passed=3, failed=1)

    def test_one_file_alone(self, ran):
        ran("formulas/other.py").assert_outcomes(passed=1)
        ran("formulas/mine.py::dJ_dW").assert_outcomes(failed=1)

    @pytest.mark.parametrize("words", [[], ["formulas/mine.py"], ["formulas"]])
    def test_pytest_imports_none_of_them(self, ran, project, words):
        """They are run in processes of their own only."""
        (project.path / "formulas" / "mine.py").write_text(
            f"import builtins\nbuiltins.formula_was_here = True\n{RIGHT}"
        )
        assert ran("-k", "mine", *words).parseoutcomes()["passed"] == 1
        assert not hasattr(builtins, "formula_was_here")

    def test_a_file_may_hold_tests_too(self, ran, project):
        project.makeini("[pytest]\ngradcheck_files = test_*.py\n")
        project.makepyfile(test_both=RIGHT + "def test_it():\n    assert dJ_db(3, 2, 1) == 1\n")
        ran("test_both.py").assert_outcomes(passed=2)

    def test_beside_testpaths(self, ran, project):
        project.makeini("[pytest]\ngradcheck_files = formulas/*.py\ntestpaths = tests\n")
        project.mkdir("tests")
        (project.path / "tests" / "test_a.py").write_text("def test_a():\n    pass\n")
        ran().assert_outcomes(passed=3, failed=1)
        ran("tests").assert_outcomes(passed=1)

    def test_labelled_and_imported_formulas(self, ran, project):
        folder = project.path / "formulas"
        (folder / "_lib.py").write_text(RIGHT)
        text = "from _lib import dJ_db\n" + WRONG.replace("dJ_dW", "dJ_dW__a") + "\n"
        text += WRONG.replace("1.0005 * ", "") + "\ndef gradient(O, T, x, m):\n    return T\n"
        (folder / "mine.py").write_text(text)
        result = ran("formulas/mine.py", "-v")
        result.assert_outcomes(passed=2, failed=2)
        result.stdout.fnmatch_lines(["*::dJ_db PASSED*", "*::dJ_dW__a FAILED*", "*::dJ_dW PASSED*",
                                     "*::gradient FAILED*"])  # fmt: skip

    def test_a_helper_with_a_derivative_s_name_is_skipped(self, ran, project):
        (project.path / "formulas" / "mine.py").write_text(
            RIGHT + "def do_dont(x):\n    return x\n"
        )
        ran("formulas/mine.py").assert_outcomes(passed=1, skipped=1)


class TestErrors:
    """What cannot be judged fails, in the shape of the report's errors."""

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("def f(:\n", "error: *mine.py:1:*"),
            ("def helper(x):\n    return x\n", "error: no formula in *mine.py*"),
            ("def dJ_db(T):\n    return T[9]\n", "*raised IndexError*"),
            ("def dJ_db(O, t, m):\n    return O\n", "*help: did you mean `T`?"),
            ("PROBLEM = 'nosuch'\n" + RIGHT, "error: *nosuch*"),
            ("import nowhere\n" + RIGHT, "error: *nowhere*"),
            ("import os\ndef dJ_db(O):\n    os._exit(0)\n", "error: *exit*"),
        ],
    )
    def test_it_is_told(self, ran, project, text, told):
        (project.path / "formulas" / "mine.py").write_text(text)
        result = ran("formulas/mine.py")
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines([f"*{told}"])
        assert "pytest_plugin.py" not in result.stdout.str()

    def test_inconclusive_is_not_passed(self, ran, project):
        text = ("import numpy as np\nfrom gradcheck import constant\n"
                "INPUTS = {'x': constant(0.0, 2)}\n"
                "def C(x): return np.abs(x).sum()\ndef dC_dx(x): return np.sign(x)\n")  # fmt: skip
        (project.path / "formulas" / "mine.py").write_text(text)
        result = ran("formulas/mine.py")
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["*dC_dx inconclusive"])

    def test_wrong_settings_are_told(self, ran, project):
        project.makepyprojecttoml("[tool.gradcheck]\ntrails = 3\n")
        ran("formulas/other.py").stdout.fnmatch_lines(["*unknown setting `trails`*"])


class TestSettings:
    """The settings are those of `gradcheck run` here."""

    def test_of_the_project(self, ran, project):
        (project.path / "formulas" / "mine.py").write_text(
            "import numpy as np\ndef dJ_dW(O, T, x, m):\n    return np.outer(O - T, x) / m\n"
        )
        ran("formulas/mine.py").assert_outcomes(passed=1)
        project.makepyprojecttoml("[tool.gradcheck]\ninput = {T = 'uniform'}\n")
        ran("formulas/mine.py").assert_outcomes(failed=1)

    def test_the_seed(self, ran):
        first, second = (
            ran("-k", "dJ_dW", "--gradcheck-seed", str(seed)).stdout.str() for seed in (1, 2)
        )
        assert "seed 1" in first
        assert "seed 2" in second


class TestOptIn:
    """Nothing is imported or collected unasked."""

    def test_without_the_setting_nothing_is_collected(self, started, project):
        project.makeini("[pytest]\n")
        started().assert_outcomes(passed=1)

    def test_without_the_plugin_nothing_changes(self, started, project):
        project.makeini("[pytest]\n")
        outputs = [re.sub(r"in [\d.]+s|gradcheck[-\w.]*,? ?", "", started(*words).stdout.str())
                   for words in ([], ["-p", "no:gradcheck"])]  # fmt: skip
        assert outputs[0] == outputs[1]

    def test_without_the_plugin_no_formula_is_collected(self, started):
        started("-p", "no:gradcheck", "-W", "ignore::pytest.PytestConfigWarning").assert_outcomes(
            passed=1
        )

    @pytest.mark.parametrize(
        ("words", "loaded"),
        [(["test_it.py"], False), (["--collect-only"], False), (["-k", "dJ_db"], True)],
    )
    def test_numpy_is_loaded_when_a_formula_is_run(self, started, project, words, loaded):
        project.makeconftest(
            "import sys\n"
            "def pytest_unconfigure():\n"
            "    print('loaded:', 'numpy' in sys.modules, 'gradcheck.pipeline' in sys.modules)\n"
        )
        told = started("-p", "no:hypothesispytest", *words).stdout.str()
        assert f"loaded: {loaded} {loaded}" in told


class TestFixtures:
    """`assert_gradient` in any test, and what to hand it."""

    TEST = """
        import numpy as np
        import pytest
        from gradcheck import assert_gradient

        @pytest.mark.parametrize("factor", [1.0, 1.0005])
        def test_mine(gradcheck_problem, factor):
            problem = gradcheck_problem("softmax-cross-entropy", sizes={"m": 2}, trial=3)

            def gradient(W, x, b, T):
                S = W @ x + b
                O = np.exp(S) / np.exp(S).sum()
                return np.outer(O * T.sum() - factor * T, x) / 2

            assert problem.at["W"].shape == (3, 3)
            assert problem.cost(**problem.at) == problem.values["J"]
            assert_gradient(problem.cost, gradient, problem.at, "W")
    """

    def test_a_wrong_gradient_is_told_entry_by_entry(self, pytester):
        pytester.makepyfile(self.TEST)
        result = pytester.runpytest_inprocess()
        result.assert_outcomes(passed=1, failed=1)
        result.stdout.fnmatch_lines(["*9 of 9 entries disagree (100%), 0 inconclusive",
                                     "*Max absolute difference: * at W?*,*?",
                                     "*W?*,*?  *disagrees"])  # fmt: skip

    def test_the_seed_is_told_where_a_test_fails(self, pytester):
        pytester.makepyfile(self.TEST)
        told = pytester.runpytest_inprocess("--gradcheck-seed", "5").stdout.str()
        assert "`--gradcheck-seed 5` draws the same again" in told

    def test_the_seed_draws_the_same_again(self, pytester):
        pytester.makepyfile(
            """
            def test_it(gradcheck_problem, gradcheck_seed, request):
                first, again = (gradcheck_problem("sigmoid").at for _ in range(2))
                other = gradcheck_problem("sigmoid", seed=gradcheck_seed + 1).at
                for name in first:
                    assert (first[name] == again[name]).all()
                    assert (first[name] != other[name]).any()
                assert gradcheck_seed == request.config.getoption("gradcheck_seed")
            """
        )
        pytester.runpytest_inprocess("--gradcheck-seed", "5").assert_outcomes(passed=1)

    @pytest.mark.parametrize(
        ("call", "told"),
        [
            ("gradcheck_problem('sigmoyd')", "no problem|called `sigmoyd`"),
            ("gradcheck_problem('sigmoid', sizes={'q': 3})", "`q`"),
            ("gradcheck_problem('sigmoid').quantity('q')", "`q`"),
        ],
    )
    def test_what_there_is_not_is_told(self, pytester, call, told):
        pytester.makepyfile(f"def test_it(gradcheck_problem):\n    {call}\n")
        result = pytester.runpytest_inprocess()
        result.assert_outcomes(failed=1)
        assert re.search(told, result.stdout.str())
