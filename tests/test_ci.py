"""The pre-commit hook, by pre-commit itself; the action's steps, by bash; README's CI snippets."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]

SECONDS = 600
"""Patience with what installs packages; nothing is measured by it."""

UNREACHABLE = re.compile(r"No matching distribution|connection|resolve host", re.IGNORECASE)
"""What pip says where there is no package index."""


def skip_without_index(done):
    """Skip where packages cannot be had, unless this is the CI, where they must."""
    told = done.stdout + done.stderr
    if done.returncode and UNREACHABLE.search(told) and not os.environ.get("CI"):
        pytest.skip("there is no package index here")


RIGHT = "def dJ_db(O, T, m):\n    return (O - T) / m\n"

BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None, reason="there is no bash here")
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")


def git(*words, cwd):
    identity = ["-c", "user.name=tests", "-c", "user.email=tests@localhost"]
    done = subprocess.run(
        ["git", *identity, *words], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="session")
def source(tmp_path_factory):
    """A repository with what an installation is made from."""
    folder = tmp_path_factory.mktemp("source") / "gradcheck"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "gradcheck", folder / "gradcheck", ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "action.yml"):
        shutil.copy(ROOT / name, folder / name)
    git("init", "--quiet", cwd=folder)
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message", "All of it", cwd=folder)
    return folder


@needs_git
class TestHook:
    """`.pre-commit-hooks.yaml`."""

    @pytest.fixture
    def hook(self, source, here, monkeypatch):
        """A repository that uses the hook, and a run of pre-commit in it."""
        monkeypatch.setenv("PRE_COMMIT_HOME", str(source.parent / "pre-commit"))
        rev = git("rev-parse", "HEAD", cwd=source)
        hooks = [{"id": "gradcheck"}]
        config = {"repos": [{"repo": str(source), "rev": rev, "hooks": hooks}]}
        (here / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        (here / "formulas").mkdir()
        (here / "formulas" / "_notes.py").write_text("raise SystemExit\n")
        git("init", "--quiet", cwd=here)

        def run(**files):
            for name, text in files.items():
                (here / "formulas" / f"{name}.py").write_text(text)
            git("add", "--all", cwd=here)
            return subprocess.run(
                [sys.executable, "-m", "pre_commit", "run", "--all-files"], cwd=here,
                capture_output=True, text=True, check=False, timeout=SECONDS,
            )  # fmt: skip

        return run

    def test_a_wrong_formula_stops_the_commit(self, hook):
        done = hook(a=RIGHT, b=RIGHT.replace("-", "+"))
        skip_without_index(done)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "exit code: 1" in done.stdout
        assert "formulas/b.py: dJ_db disagrees" in done.stdout
        done = hook(b=RIGHT)
        assert done.returncode == 0, done.stdout + done.stderr
        assert re.search(r"gradcheck\.+Passed", done.stdout)

    def test_it_is_serial_and_for_formulas_alone(self):
        (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
        assert hook["require_serial"] is True
        pattern = re.compile(hook["files"])
        for path, meant in {
            "formulas/a.py": True, "course/formulas/a.py": True, "formulas/_a.py": False,
            "formulas.py": False, "src/a.py": False, "formulas/a.txt": False,
        }.items():  # fmt: skip
            assert bool(pattern.search(path)) is meant, path


@needs_bash
class TestAction:
    """`action.yml`: its steps as bash runs them, with inputs as GitHub hands them over."""

    def environment(self, here, **inputs):
        """What the runner sets, and the step's own `env` from the inputs."""
        given = {name: one["default"] for name, one in ACTION["inputs"].items()} | inputs
        own = {}
        for step in (INSTALL, CHECK):
            for name, value in step["env"].items():
                own[name] = given[re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value)[1]]
        files = {"RUNNER_TEMP": here / "runner", "GITHUB_OUTPUT": here / "output"}
        (here / "runner").mkdir(exist_ok=True)
        return {**os.environ, **{k: str(v) for k, v in files.items()}, **own}

    def bash(self, step, environment, cwd):
        words = [str(BASH), "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
        return subprocess.run(
            words, env=environment, cwd=cwd, capture_output=True, text=True, timeout=SECONDS,
            check=False,
        )  # fmt: skip

    @pytest.fixture
    def checked(self, here):
        """Run the second step, with gradcheck as it is here."""
        programs = here / "runner" / "gradcheck" / "bin"
        programs.mkdir(parents=True)
        (programs / "gradcheck").write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" > words\nexec {shlex.quote(sys.executable)} '
            '-m gradcheck "$@"\n'
        )
        (programs / "gradcheck").chmod(0o755)

        def run(**inputs):
            environment = self.environment(here, **{"format": "table", **inputs})
            return self.bash(CHECK, environment, here)

        return run

    @pytest.fixture
    def recorded(self, here, checked):
        """Run the second step, with a program that only writes down its words."""
        program = here / "runner" / "gradcheck" / "bin" / "gradcheck"
        program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > words\n')
        return checked

    def words(self, here):
        return (here / "words").read_text().splitlines()

    def test_its_inputs_never_reach_the_shell_s_text(self):
        assert ACTION["runs"]["using"] == "composite"
        for step in (INSTALL, CHECK):
            assert "${{" not in step["run"]
            assert step["shell"] == "bash"

    def test_every_input_is_used_and_told(self):
        used = " ".join(value for step in (INSTALL, CHECK) for value in step["env"].values())
        for name, told in ACTION["inputs"].items():
            assert f"inputs.{name} " in used
            assert told["description"]

    def test_it_can_be_installed(self, source, here):
        environment = self.environment(here, python=sys.executable)
        environment["GITHUB_ACTION_PATH"] = str(source)
        done = self.bash(INSTALL, environment, here)
        skip_without_index(done)
        assert done.returncode == 0, done.stderr
        program = here / "runner" / "gradcheck" / "bin" / "gradcheck"
        done = subprocess.run([program, "run", "textbook", "-q"], cwd=here, check=False)
        assert done.returncode == 0

    @pytest.mark.parametrize(
        ("formulas", "code"),
        [("right.py", 0), ("right.py\nwrong.py", 1), ("  right.py  \n\n", 0), ("[rw]*.py", 1),
         ("missing.py", 2), ("folder", 0), ("", 2), ("textbook", 0), ("with space.py", 0),
         ("-dash.py", 0)],
    )  # fmt: skip
    def test_the_exit_code_is_that_of_gradcheck(self, checked, write, here, formulas, code):
        (here / "folder").mkdir()
        for name in ("right.py", "folder/a.py", "with space.py", "-dash.py"):
            write(name, RIGHT)
        write("wrong.py", RIGHT.replace("-", "+"))
        done = checked(formulas=formulas)
        assert done.returncode == code, done.stdout + done.stderr
        assert (here / "output").read_text() == f"exit-code={code}\n"

    def test_options_and_configuration(self, checked, write, here):
        write("run.toml", "seed = 7\n")
        checked(formulas="textbook", options="--trials 3\n --input T=one_hot -q", config="run.toml",
                format="table\njson=report.json")  # fmt: skip
        assert self.words(here) == [
            "run", "--config=run.toml", "--format=table", "--format=json=report.json", "--trials",
            "3", "--input", "T=one_hot", "-q", "--", "textbook",
        ]  # fmt: skip
        assert '"seed": 7' in (here / "report.json").read_text()

    @pytest.mark.parametrize("name", ["formulas", "options", "config", "format"])
    @pytest.mark.parametrize(
        "value",
        ["$(touch ran)", "`touch ran`", "; touch ran", "a\ntouch ran", '"; touch ran; "',
         "' ; touch ran ; '", "&& touch ran", "| touch ran", "${IFS}touch${IFS}ran", "> ran",
         "<(touch ran)", "x[$(touch ran)]", "%s\\ntouch ran", "*"],
    )  # fmt: skip
    def test_hostile_values_are_words(self, recorded, here, name, value):
        assert recorded(**{"formulas": "textbook", name: value}).returncode == 0
        assert not (here / "ran").exists()
        assert "textbook" in self.words(here) or name == "formulas"

    def test_the_twin_a_careless_step_would_be_caught(self, here):
        careless = {"run": 'eval "echo $CHECK_FORMULAS"'}
        self.bash(careless, self.environment(here, formulas="$(touch ran)"), here)
        assert (here / "ran").exists()
