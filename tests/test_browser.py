"""The page in a real Chromium, opened from a file: cells, pointer, keyboard, no complaints.

Skipped where there is no browser; GRADCHECK_REQUIRE=browser makes that a failure.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace

import numpy as np
import pytest

from gradcheck.records import Counts, Verdict
from gradcheck.report import html as pages
from tests.findings import agreeing, cells, everything, explained, hostile_report, report

MISSING = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
REQUIRED = "browser" in os.environ.get("GRADCHECK_REQUIRE", "").split(",")

if not REQUIRED:
    pytest.importorskip("selenium", reason="selenium is not installed: extra `browser`")
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}", allow_module_level=True)

from selenium import webdriver  # noqa: E402  # only where it is there
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

PHONE, DESK = 390, 1280
SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")


@pytest.fixture(scope="module")
def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for switch in SWITCHES:
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def opened(browser, tmp_path):
    """Open a report as a page of the given width, and close it without a complaint."""

    def show(found, width=DESK, **features):
        path = tmp_path / "page.html"
        path.write_text(pages.write(found), encoding="utf-8")
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width == PHONE},
        )
        told = [
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()
        ]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": told})
        browser.get(path.as_uri())
        return browser

    yield show
    assert browser.get_log("browser") == []


def the_map(browser):
    return browser.find_element(By.CSS_SELECTOR, "details[open] .map")


def readout(browser):
    return browser.find_element(By.CSS_SELECTOR, "details[open] .readout").text.split("\n")


def point_at(browser, line, column, click=False):
    """Move the pointer onto an entry, by the geometry of the picture."""
    x, y = browser.execute_script(
        """const svg = arguments[0].querySelector("svg");
        svg.scrollIntoView({block: "center", behavior: "instant"});
        const box = svg.getBoundingClientRect(), view = svg.viewBox.baseVal;
        return [box.left + (arguments[2] * 10 + 5 - view.x) / view.width * box.width,
                box.top + (arguments[1] * 10 + 5 - view.y) / view.height * box.height]""",
        the_map(browser), line, column,
    )  # fmt: skip
    actions = ActionChains(browser)
    actions.w3c_actions.pointer_action.move_to_location(int(x), int(y))
    if click:
        actions.click()
    actions.perform()


def large():
    """A result of 10,000 entries, each with numbers of its own, 25 of them wrong."""
    analytic = np.arange(10_000, dtype=float).reshape(100, 100)
    codes = np.zeros((100, 100), np.int8)
    codes[::20, ::20] = 2
    numbers = cells(analytic, np.where(codes == 2, analytic + 1, analytic))
    counts = Counts(agree=9975, disagree=25)
    return replace(explained(), map=codes, cells=numbers, counts=counts, entries=())


class TestPointer:
    """Hovering and tapping shows an entry's numbers."""

    def test_the_right_entry_is_shown(self, opened):
        browser = opened(report(explained()))
        point_at(browser, 1, 0)
        assert readout(browser) == [
            "dJ_dW[1,0] disagrees, worst in trial 2", "formula", "1", "numeric", "2", "difference",
            "1.0e+00", "allowed", "1.0e-07",
        ]  # fmt: skip
        point_at(browser, 0, 1)
        assert readout(browser)[0] == "dJ_dW[0,1] agrees, worst in trial 2"

    def test_a_tap_is_enough_and_it_stays(self, opened):
        browser = opened(report(explained()), PHONE)
        point_at(browser, 1, 0, click=True)
        ActionChains(browser).move_by_offset(0, 60).perform()
        assert readout(browser)[0].startswith("dJ_dW[1,0]")

    def test_before_that_there_is_a_hint(self, opened):
        assert "arrow keys" in readout(opened(report(explained())))[0]


def test_another_script_is_not_run_and_complained_of(browser, tmp_path):
    """The twin: the log that is empty everywhere else does tell."""
    text = pages.write(report(explained())).replace(
        "</body>", "<script>document.title = 'x'</script>"
    )
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    browser.get((tmp_path / "page.html").as_uri())
    assert browser.title != "x"
    assert "Content Security Policy" in browser.get_log("browser")[0]["message"]


class TestKeyboard:
    """One tab stop for a map, and arrow keys within it."""

    def press(self, browser, *keys):
        the_map(browser).send_keys(*keys)
        return readout(browser)[0].split()[0]

    def test_arrows(self, opened):
        browser = opened(report(explained()))
        assert self.press(browser, Keys.ARROW_RIGHT) == "dJ_dW[0,1]"
        assert self.press(browser, Keys.ARROW_DOWN) == "dJ_dW[1,1]"
        assert self.press(browser, Keys.ARROW_DOWN) == "dJ_dW[1,1]"
        assert self.press(browser, Keys.HOME) == "dJ_dW[1,0]"
        assert self.press(browser, Keys.ARROW_UP) == "dJ_dW[0,0]"

    def test_the_next_that_does_not_agree(self, opened):
        browser = opened(report(large()))
        assert self.press(browser, "n") == "dJ_dW[0,20]"
        assert self.press(browser, "n", "n", "n", "n") == "dJ_dW[20,0]"
        assert self.press(browser, "p") == "dJ_dW[0,80]"

    def test_a_map_is_one_tab_stop(self, opened):
        browser = opened(report(large()))
        stops = browser.find_elements(By.CSS_SELECTOR, "figure :is([tabindex], a, button, input)")
        assert len(stops) == 1
        assert the_map(browser).get_attribute("tabindex") == "0"


class TestLarge:
    """A page with 10,000 entries stays light: what a browser holds does not grow with them."""

    def test_every_entry_can_be_asked_for(self, opened):
        browser = opened(report(large()))
        for line, column in [(0, 0), (99, 99), (42, 17), (20, 40)]:
            point_at(browser, line, column)
            verdict = "disagrees" if line % 20 == column % 20 == 0 else "agrees"
            assert readout(browser)[0].startswith(f"dJ_dW[{line},{column}] {verdict}")
            assert float(readout(browser)[2]) == 100 * line + column

    def test_it_has_few_elements(self, opened):
        browser = opened(report(large()))
        count = browser.execute_script("return document.querySelectorAll('*').length")
        assert count < 400

    def test_the_picture_has_every_wrong_entry(self, opened):
        browser = opened(report(large()))
        path = the_map(browser).find_element(By.CSS_SELECTOR, ".signs.disagree")
        assert path.get_attribute("d").count("l4 4") == 25


class TestLook:
    """Phones, dark rooms, paper."""

    @pytest.mark.parametrize("found", [everything(), hostile_report(), report(large())])
    @pytest.mark.parametrize("width", [320, PHONE, DESK])
    def test_a_page_is_never_wider_than_the_screen(self, opened, found, width):
        browser = opened(found, width)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_every_text_stands_out(self, opened, scheme):
        """4.5 to 1, what WCAG 2 asks for (level AA)."""
        browser = opened(everything(), prefers_color_scheme=scheme)
        assert browser.execute_script(CONTRASTS) == []

    def test_light_and_dark_differ(self, opened):
        colours = {
            opened(everything(), prefers_color_scheme=scheme).execute_script(
                "return getComputedStyle(document.documentElement).backgroundColor"
            )
            for scheme in ("light", "dark")
        }
        assert len(colours) == 2

    def test_on_paper_everything_is_unfolded(self, opened):
        browser = opened(report(agreeing(), *[agreeing()] * 5))
        assert not browser.execute_script("return document.querySelector('details').open")
        browser.execute_cdp_cmd("Page.printToPDF", {})
        assert browser.execute_script("return document.querySelector('details').open")

    def test_without_script_everything_but_the_hover_is_there(self, opened):
        opened(everything()).execute_cdp_cmd(
            "Emulation.setScriptExecutionDisabled", {"value": True}
        )
        browser = opened(everything())
        try:
            shown = browser.find_element(By.TAG_NAME, "body").text
            assert "add the missing term" in shown
            assert the_map(browser).get_attribute("role") == "img"
            assert the_map(browser).find_element(By.CSS_SELECTOR, "path.disagree").is_displayed()
            assert not browser.find_element(By.CSS_SELECTOR, ".readout").is_displayed()
        finally:
            browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

    def test_a_verdict_is_told_in_words(self, opened):
        browser = opened(everything())
        words = [one.text for one in browser.find_elements(By.CSS_SELECTOR, "nav .verdict")]
        assert [word.split("\n")[-1][1:] for word in words] == [
            "agrees", "disagrees", "inconclusive", "error",
        ]  # fmt: skip
        assert Verdict.AGREE not in words


CONTRASTS = """
const bright = colour => {
  const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = element => {
  for (; element; element = element.parentElement) {
    const colour = getComputedStyle(element).backgroundColor;
    if (colour !== "rgba(0, 0, 0, 0)") return colour;
  }
  return "rgb(255, 255, 255)";
};
const weak = [];
for (const element of document.querySelectorAll("body *")) {
  if (element.closest("script, defs")) continue;
  if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
  const style = getComputedStyle(element);
  const isDrawn = element instanceof SVGElement;
  const [a, b] = [bright(isDrawn ? style.fill : style.color), bright(ground(element))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) weak.push([element.outerHTML.slice(0, 80), ratio]);
}
return weak;
"""
