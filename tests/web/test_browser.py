"""The page in a real browser: typing, input methods, keyboard, copying, dropping files.

Needs Chromium and its driver (Debian: ``apt-get install chromium chromium-driver``). The check of
accessibility needs axe-core; ``AXE_JS`` says where its ``axe.min.js`` lies.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from policy_align import load_corpus
from policy_align.web.application import create_app
from policy_align.web.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

CHROMIUM, DRIVER = (shutil.which(name) for name in ("chromium", "chromedriver"))
AXE = os.environ.get("AXE_JS", "")
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
PATIENCE = 30
STATES = (
    "/",
    "/?q=碳达峰",
    "/?q=碳达峰&open=2030-carbon-peak:9&since=2020",
    "/?q=揚水発電&ui=ja",
    "/?q=这里没有的词&ui=zh",
    "/?q=x&min_score=9",
    "/documents",
    "/documents/2030-carbon-peak",
    "/documents/hostile?show=doubtful",
    "/add",
    "/nothing",
)

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="there is no Chromium here")


@pytest.fixture(scope="module")
def site(aligned: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a corpus of the user's own; yield the address."""
    folder = tmp_path_factory.mktemp("own") / "corpus"
    shutil.copytree(aligned, folder)
    app = create_app(Library(partial(load_corpus, folder), folder))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(PATIENCE)


@pytest.fixture(scope="module")
def chrome(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Start Chromium."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for option in (*OPTIONS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}", "--lang=en"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    permissions = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": site}
    driver.execute_cdp_cmd("Browser.grantPermissions", permissions)
    yield driver
    driver.quit()


@pytest.fixture
def browser(chrome: Chrome) -> Chrome:
    """Give the browser in its usual size and colours, with no complaints left over."""
    resize(chrome, 1280, 900)
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    chrome.get_log("browser")
    return chrome


def resize(chrome: Chrome, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def address(site: str, path: str) -> str:
    return site + quote(path, safe="/?=&%:")


def until(browser: Chrome, condition: Callable[[], Any]) -> Any:  # noqa: ANN401
    waiting = WebDriverWait(browser, PATIENCE, poll_frequency=0.05)
    return waiting.until(lambda _: condition())


def all_of(browser: Chrome, path: str) -> list[WebElement]:
    return browser.find_elements(By.CSS_SELECTOR, path)


def renderings(browser: Chrome) -> list[str]:
    found: list[str] = browser.execute_script(
        "return [...document.querySelectorAll('[data-item=rendering] [data-copy]')]"
        ".map((each) => each.textContent)"
    )
    return found


def query(browser: Chrome) -> dict[str, list[str]]:
    return parse_qs(urlsplit(browser.current_url).query)


def clipboard(browser: Chrome) -> str:
    script = "navigator.clipboard.readText().then(arguments[0], (e) => arguments[0](String(e)))"
    return str(browser.execute_async_script(script))


def press(browser: Chrome, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


def count_requests(browser: Chrome) -> Callable[[], int]:
    """Count the questions that the page asks from now on."""
    browser.execute_script(
        "window.asked = new Set(); const real = window.fetch;"
        "window.fetch = (...all) => {"
        "  asked.add(String(all[0]).split('?')[1]); return real(...all); };"
    )
    return lambda: int(browser.execute_script("return window.asked.size"))


def test_typing_searches_and_the_address_can_be_shared(browser: Chrome, site: str) -> None:
    browser.get(site)
    box = browser.find_element(By.ID, "q")
    assert browser.switch_to.active_element == box
    box.send_keys("抽水蓄能")
    until(browser, lambda: renderings(browser))
    assert query(browser)["q"] == ["抽水蓄能"]
    assert "抽水蓄能" in browser.title
    status = browser.find_element(By.ID, "status").get_attribute("textContent")
    assert status
    assert "pairs" in status
    shown = renderings(browser)
    browser.refresh()
    assert renderings(browser) == shown
    assert browser.find_element(By.ID, "q").get_attribute("value") == "抽水蓄能"


def test_nothing_is_asked_while_an_input_method_composes(browser: Chrome, site: str) -> None:
    browser.get(site)
    browser.find_element(By.ID, "q").click()
    asked = count_requests(browser)
    for text in ("c", "ch", "chou", "chou shui"):
        composition = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        browser.execute_cdp_cmd("Input.imeSetComposition", composition)
        time.sleep(0.2)
    assert browser.find_element(By.ID, "q").get_attribute("value") == "chou shui"
    assert asked() == 0
    assert not query(browser)
    browser.execute_cdp_cmd("Input.insertText", {"text": "抽水"})
    until(browser, lambda: renderings(browser))
    assert asked() == 1
    assert query(browser)["q"] == ["抽水"]


def test_fast_typing_asks_once_and_late_answers_are_dropped(browser: Chrome, site: str) -> None:
    browser.get(site)
    box = browser.find_element(By.ID, "q")
    browser.execute_script(
        "const real = window.fetch; window.fetch = (input, options) => real(input, options)"
        ".then((answer) => new Promise((resolve, reject) => {"
        "  options?.signal?.addEventListener('abort', () => reject(options.signal.reason));"
        "  setTimeout(() => resolve(answer), String(input).includes('q=%E8%83%BD&') ||"
        "    String(input).endsWith('q=%E8%83%BD') ? 1500 : 0); }));"
    )
    box.send_keys("能")
    time.sleep(0.4)
    box.send_keys("源")
    until(browser, lambda: renderings(browser))
    first = [each.text for each in all_of(browser, "mark.q")]
    time.sleep(1.6)
    assert {each.text for each in all_of(browser, "mark.q")} == set(first) == {"能源"}


def test_sentences_do_not_wait_for_renderings(browser: Chrome, site: str) -> None:
    browser.get(site)
    browser.execute_script(
        "const real = window.fetch; window.fetch = (input, options) =>"
        " String(input).startsWith('/results') ? new Promise((resolve) => { window.release ="
        " () => resolve(real(input, options)); }) : real(input, options);"
    )
    browser.find_element(By.ID, "q").send_keys("电力")
    until(browser, lambda: all_of(browser, "[data-item=hit]"))
    assert not renderings(browser)
    hit = all_of(browser, "[data-item=hit]")[1]
    name = hit.get_attribute("data-id")
    browser.execute_script("arguments[0].focus()", hit)
    until(browser, lambda: browser.execute_script("return Boolean(window.release)"))
    time.sleep(0.3)
    assert not browser.find_element(By.ID, "results").get_attribute("aria-busy")
    browser.execute_script("window.release()")
    until(browser, lambda: renderings(browser))
    assert browser.switch_to.active_element.get_attribute("data-id") == name


def test_a_click_filters_and_back_undoes_it(browser: Chrome, site: str) -> None:
    browser.get(address(site, "/?q=能源"))
    rendering = renderings(browser)[0]
    all_of(browser, "[data-item=rendering] a")[0].click()
    until(browser, lambda: query(browser).get("rendering") == [rendering])
    until(browser, lambda: all_of(browser, "[data-item=rendering].chosen"))
    marked = {each.text for each in all_of(browser, "mark.r")}
    assert marked == {rendering}
    browser.back()
    until(browser, lambda: not all_of(browser, "[data-item=rendering].chosen"))
    assert "rendering" not in query(browser)


def test_the_keyboard_is_enough(browser: Chrome, site: str) -> None:
    browser.get(address(site, "/?q=抽水蓄能"))
    browser.execute_script("document.activeElement.blur()")
    press(browser, "/")
    assert browser.switch_to.active_element.get_attribute("id") == "q"
    press(browser, Keys.ARROW_DOWN)
    assert browser.switch_to.active_element.get_attribute("data-item") == "rendering"
    press(browser, "c")
    first = renderings(browser)[0]
    until(browser, lambda: clipboard(browser) == first)
    press(browser, Keys.ENTER)
    until(browser, lambda: all_of(browser, "[data-item=rendering].chosen"))
    assert query(browser)["rendering"] == [first]
    until(
        browser, lambda: browser.switch_to.active_element.get_attribute("data-item") == "rendering"
    )
    press(browser, *[Keys.ARROW_DOWN] * len(renderings(browser)))
    hit = browser.switch_to.active_element
    assert hit.get_attribute("data-item") == "hit"
    zh, ja = (each.text for each in hit.find_elements(By.CSS_SELECTOR, ".texts > .side"))
    press(browser, "c")
    until(browser, lambda: clipboard(browser) == f"{zh}\t{ja}")
    press(browser, "z")
    until(browser, lambda: clipboard(browser) == zh)
    press(browser, "j")
    until(browser, lambda: clipboard(browser) == ja)
    press(browser, "q")
    until(browser, lambda: clipboard(browser) == hit.find_element(By.CSS_SELECTOR, "cite").text)
    press(browser, Keys.ENTER)
    until(browser, lambda: len(all_of(browser, ".neighbours li")) == 5)
    assert query(browser)["open"] == [hit.get_attribute("data-id")]
    browser.refresh()
    assert len(all_of(browser, ".neighbours li")) == 5
    browser.find_element(By.ID, "q").click()
    press(browser, Keys.ESCAPE)
    until(browser, lambda: all_of(browser, ".welcome"))
    assert not query(browser)
    browser.execute_script("document.activeElement.blur()")
    press(browser, "?")
    assert browser.find_element(By.ID, "help").is_displayed()
    press(browser, Keys.ESCAPE)
    assert not browser.find_element(By.ID, "help").is_displayed()


def test_buttons_copy_too(browser: Chrome, site: str) -> None:
    browser.get(address(site, "/?q=抽水蓄能"))
    browser.find_element(By.CSS_SELECTOR, "[data-item=hit] [data-action=cite]").click()
    until(browser, lambda: clipboard(browser) == browser.find_element(By.TAG_NAME, "cite").text)
    assert "Copied" in str(browser.find_element(By.ID, "toast").get_attribute("textContent"))


def test_a_hit_opens_at_its_place(browser: Chrome, site: str) -> None:
    browser.get(address(site, "/?q=抽水蓄能"))
    browser.find_element(By.CSS_SELECTOR, "[data-action=open]").click()
    target = until(browser, lambda: browser.find_element(By.CSS_SELECTOR, ".row:target"))
    assert "抽水蓄能" in target.text
    top = browser.execute_script("return arguments[0].getBoundingClientRect().top", target)
    assert 0 <= top < 900


def test_it_works_without_scripts(browser: Chrome, site: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(site)
        box = browser.find_element(By.ID, "q")
        box.send_keys("抽水蓄能", Keys.ENTER)
        until(browser, lambda: all_of(browser, "[data-item=hit]"))
        assert not [each for each in all_of(browser, "button[data-action]") if each.is_displayed()]
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


DROP = """
const [files, event] = [arguments[0], arguments[1]];
const data = new DataTransfer();
for (const [name, text] of files) { data.items.add(new File([text], name)); }
const options = { dataTransfer: data, bubbles: true, cancelable: true };
document.body.dispatchEvent(new DragEvent(event, options));
"""


def test_dropped_files_are_aligned_and_kept(
    browser: Chrome, site: str, notice: tuple[Path, Path]
) -> None:
    browser.get(site)
    files = [(path.name, path.read_text(encoding="utf-8")) for path in notice]
    browser.execute_script(DROP, files, "dragover")
    assert browser.find_element(By.ID, "drop").is_displayed()
    browser.execute_script(DROP, files, "drop")
    until(browser, lambda: "/jobs/" in browser.current_url)
    until(browser, lambda: all_of(browser, ".row"))
    assert "緑地" in browser.find_element(By.CSS_SELECTOR, ".rows").text
    name = browser.find_element(By.ID, "keep-name")
    name.clear()
    name.send_keys("dropped", Keys.ENTER)
    until(browser, lambda: browser.current_url.endswith("/documents/dropped"))
    browser.get(address(site, "/?q=绿地&document=dropped"))
    assert all_of(browser, "[data-item=hit]")


def test_a_dropped_file_that_cannot_be_used_says_why(browser: Chrome, site: str) -> None:
    browser.get(site + "/documents")
    browser.execute_script(DROP, [("half.txt", "推动能源转型。\n发展新能源。\n" * 3)], "drop")
    until(browser, lambda: all_of(browser, ".problem"))
    assert "only Chinese" in browser.find_element(By.CSS_SELECTOR, ".problem").text


def test_too_many_files_are_refused_on_the_spot(browser: Chrome, site: str) -> None:
    browser.get(site)
    browser.execute_script(DROP, [(f"{n}.txt", "推动能源转型。") for n in range(3)], "drop")
    toast = browser.find_element(By.ID, "toast")
    until(browser, lambda: "two files" in str(toast.get_attribute("textContent")))
    assert "/jobs" not in browser.current_url


@pytest.mark.parametrize("path", STATES)
def test_a_phone_shows_all_without_scrolling_sideways(
    browser: Chrome, site: str, path: str
) -> None:
    resize(browser, 390, 844)
    browser.get(address(site, path))
    widths = browser.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= 390
    assert widths[1] <= 390


def test_colours_follow_the_system(browser: Chrome, site: str) -> None:
    brightness = {}
    for scheme in ("light", "dark"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        browser.get(address(site, "/?q=碳达峰"))
        colour = browser.find_element(By.TAG_NAME, "body").value_of_css_property("background-color")
        brightness[scheme] = int(colour.partition("(")[2].split(",")[0])
    assert brightness["light"] > 200
    assert brightness["dark"] < 60


@pytest.mark.parametrize("path", STATES)
def test_the_browser_has_no_complaint(browser: Chrome, site: str, path: str) -> None:
    browser.get(address(site, path))
    complaints = [each["message"] for each in browser.get_log("browser")]
    assert not [each for each in complaints if "Failed to load resource" not in each]
    assert not browser.execute_script(
        "return performance.getEntriesByType('resource')"
        ".filter((each) => !each.name.startsWith(location.origin)).length"
    )


def test_hostile_texts_run_nothing(browser: Chrome, site: str) -> None:
    browser.get(address(site, "/?q=alert"))
    assert all_of(browser, "[data-item=hit]")
    browser.get(site + "/documents/hostile")
    assert "<script>" in browser.find_element(By.CSS_SELECTOR, ".rows").text
    assert not all_of(browser, ".rows script, .rows img")


@pytest.mark.skipif(not AXE, reason="AXE_JS does not say where axe.min.js lies")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", STATES)
def test_axe_finds_nothing(browser: Chrome, site: str, path: str, width: int, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    resize(browser, width, 900)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(address(site, path))
    browser.execute_script(Path(AXE).read_text(encoding="utf-8"))
    found = browser.execute_async_script(
        "axe.run(document, {resultTypes: ['violations']}).then((r) => arguments[0]("
        "r.violations.map((v) => [v.id, v.impact, v.nodes.slice(0, 3).map((n) => n.html)])))"
    )
    assert not found
