"""The HTML report: one file that says all, escapes all, and works in a real browser."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace

import numpy as np
import pytest
from lxml import html
from markupsafe import Markup

from gradcheck.records import Counts, Derivation, FileReport, Report
from gradcheck.report import Style, render
from gradcheck.report import html as page_module
from tests.findings import HOSTILE, agreeing, disagreeing, everything, hostile_report, report

REQUIRED = "browser" in os.environ.get("GRADCHECK_REQUIRE", "").split(",")
HAS_BROWSER = bool(shutil.which("chromium") and shutil.which("chromedriver"))

needs_browser = pytest.mark.skipif(
    not HAS_BROWSER and not REQUIRED, reason="chromium and chromedriver are not installed"
)


def parsed(found):
    return html.fromstring(render("html", found, Style()))


class TestPage:
    """What stands in the page, without a browser."""

    def test_every_verdict_is_told_in_words(self):
        text = parsed(everything()).text_content()
        for word in (
            "agrees",
            "disagrees",
            "inconclusive",
            "error",
            "add the missing term",
            "O_r x_c (sum(T) - T_r) / m",
            "a remark",
            "seed 0",
            "Worked",
        ):
            assert word in text

    def test_nothing_is_loaded(self):
        page = parsed(everything())
        assert not page.xpath("//@src | //link | //img | //iframe")
        assert all(href.startswith("#") for href in page.xpath("//@href"))

    def test_a_formulas_text_becomes_no_markup(self):
        page = parsed(hostile_report())
        assert not page.xpath("//@onload")
        assert not page.xpath("//b")
        assert len(page.xpath("//script")) == len(parsed(report(disagreeing())).xpath("//script"))

    def test_without_escaping_it_would(self, monkeypatch):
        """The twin: the hostile text is markup where it is not escaped."""
        monkeypatch.setattr(page_module, "_shown", lambda value: Markup(value)
                            if isinstance(value, str) else value)  # fmt: skip
        assert parsed(hostile_report()).xpath("//@onload")

    def test_no_control_character_is_left(self):
        text = render("html", hostile_report(), Style())
        assert HOSTILE not in text
        assert not re.search("[\x00\x1b\r\ufffe]", text)

    def test_the_map_has_the_signs_of_the_entries(self):
        cells = parsed(report(disagreeing())).xpath("//i[@role='gridcell']")
        assert [(cell.get("class"), cell.text) for cell in cells] == [
            ("a", "·"), ("a", "·"), ("d", "×"), ("a", "·")
        ]  # fmt: skip

    def test_the_first_wrong_line_of_a_derivation_is_marked(self):
        lines = (replace(agreeing(), label="line1"), disagreeing(label="line2"))
        derivation = Derivation("dJ_dW", "dJ_dW__line2", "two", 2, 2, "dJ_dW__line1", "one")
        page = parsed(Report(0, 3, (FileReport(lines, (derivation,)),)))
        (marked,) = page.xpath("//li[@aria-current]")
        assert "dJ_dW__line2" in marked.text_content()


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium, in which no page can reach a network."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(word)
    options.binary_location = shutil.which("chromium")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options, service)
    yield driver
    driver.quit()
    service.stop()


@needs_browser
class TestBrowser:
    """The page in a real browser."""

    @pytest.fixture
    def opened(self, browser, tmp_path):
        def show(found):
            path = tmp_path / "report.html"
            path.write_text(render("html", found, Style()), encoding="utf-8")
            browser.get(path.as_uri())
            return browser

        yield show
        assert browser.get_log("browser") == []

    def test_hovering_tells_the_numbers(self, opened):
        driver = opened(report(disagreeing()))
        from selenium.webdriver import ActionChains

        cell = driver.find_element("css selector", ".map .d")
        ActionChains(driver).move_to_element(cell).perform()
        told = driver.find_element("css selector", ".told").text
        assert told.startswith("dJ_dW[1,0] disagrees: formula 1, numeric 2, difference 1.0e+00")

    def test_arrow_keys_move_the_one_tab_stop(self, opened):
        driver = opened(report(disagreeing()))
        cell = driver.find_element("css selector", ".map [tabindex='0']")
        cell.send_keys("\ue014")  # to the right
        assert driver.find_element("css selector", ".told").text == "dJ_dW[1,1] agrees"
        assert len(driver.find_elements("css selector", ".map [tabindex]")) == 1

    def test_hostile_text_runs_nothing(self, opened):
        assert "owned" in opened(hostile_report()).page_source

    def test_ten_thousand_entries(self, opened):
        codes = np.zeros((100, 100), np.int8)
        codes[99, 99] = 2
        found = replace(disagreeing(), map=codes, counts=Counts(9999, 1))
        driver = opened(report(found))
        assert len(driver.find_elements("css selector", ".map i")) == 10_000
        driver.find_element("css selector", ".map .d").send_keys("\ue012")  # to the left
        assert driver.find_element("css selector", ".told").text == "dJ_dW[99,98] agrees"

    def test_no_phone_scrolls_sideways(self, opened):
        driver = opened(everything())
        driver.set_window_size(500, 844)
        wide = driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0
