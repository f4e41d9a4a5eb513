"""The annotator's screen: Label Studio in a real Chromium, driven by mouse and keys, and waited for by what it shows."""

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
_PATIENCE = 60
_SIZE = (1500, 1100)

_TEXT = ".lsf-htx-richtext"
_REGIONS = f"{_TEXT} [data-label]"
"""One highlight of each region says its label: the last of those that it is cut into."""
_ACTIVE = f"{_TEXT} .htx-highlight.__active"
_SIDE = ".q-side"

# What is shown, as code points with the places where they stand; a line's end is an element of its own.
_READ = """
const places = [], walk = document.createTreeWalker(
  document.querySelector('.lsf-htx-richtext'), NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
for (let node; node = walk.nextNode();) {
  if (node.nodeName === 'BR') places.push(['\\n', node, 0]);
  if (node.nodeType === Node.TEXT_NODE) {
    let at = 0;
    for (const point of node.data) { places.push([point, node, at]); at += point.length; }
  }
}
"""
_WORDS = f"{_READ} return places.map(place => place[0]).join('');"
# The middles of the first and the last character of a span as a person sees them: a family of emoji is one.
_EDGES = (
    _READ
    + """
const [start, end] = arguments, shown = places.slice(start, end).map(place => place[0]).join('');
const widths = [...new Intl.Segmenter().segment(shown)].map(each => [...each.segment].length);
const box = (from, to) => {
  const range = document.createRange(), [point, node, at] = places[to - 1];
  range.setStart(places[from][1], places[from][2]);
  range.setEnd(node, at + point.length);
  return range.getBoundingClientRect();
};
places[start][1].parentElement.scrollIntoView({block: 'center'});
const first = box(start, start + widths[0]), last = box(end - widths.at(-1), end);
return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2].map(Math.round);
"""
)


def missing():
    """Which of the two programs that a browser test needs are not installed."""
    return [name for name in ("chromium", "chromedriver") if not shutil.which(name)]


@contextmanager
def chromium():
    """A browser that knows nobody yet."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in _FLAGS:
        options.add_argument(flag)
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        width, height = _SIZE
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        yield driver
    finally:
        driver.quit()


@dataclass
class Screen:
    """What an annotator sees of the server at ``url``, and does; ``done`` counts keys, clicks and drags."""

    driver: Chrome
    url: str
    done: Counter = field(default_factory=Counter)

    def log_in(self, login):
        """Through the form, as anybody."""
        self.driver.get(self.url)
        self._first("input[name=email]").send_keys(login["email"])
        self._first("input[name=password]").send_keys(login["password"] + Keys.ENTER)
        self._wait(lambda: self._texts("Recent Projects"))

    def open_project(self, url):
        """By the address that its annotator was given; the rows of the articles are there."""
        self.driver.get(url)
        self._first("[data-testid=table-row]")

    def open_article(self, article):
        """By its row; its sentences are shown."""
        row = f"//*[@data-testid='table-row'][.//*[text()='{article}']]"
        self._click(self._wait(lambda: self.driver.find_elements(By.XPATH, row))[0])
        self._first(_REGIONS)
        self.__dict__.pop("text", None)

    @cached_property
    def text(self):
        """The article's text as the screen shows it."""
        return self.driver.execute_script(_WORDS)

    def select_what_is_drawn(self):
        """The setting that the guide asks for, once in a browser."""
        self._click(self._first("[data-testid=bottombar-settings-button]"))
        toggle = self._field("Select region after creating it")
        if not toggle.find_element(By.CSS_SELECTOR, "input").is_selected():
            self._click(toggle)
        self._click(self._first(".ant-modal-close"))
        self._wait(lambda: not [each for each in self._all(".ant-modal-wrap") if each.is_displayed()])

    def draw(self, key, words, *, after=""):
        """The label of the key, and the mouse over the words, which stand behind others; the new region is selected."""
        before = len(self._all(_REGIONS))
        self.press(key)
        self._wait(lambda: self._all("[class*=lsf-label_selected]"))
        left, top, right, bottom = self._edges(words, after)
        actions = ActionChains(self.driver)
        pointer = actions.w3c_actions.pointer_action
        pointer.move_to_location(left, top).pointer_down()
        pointer.move_to_location((left + right) // 2, (top + bottom) // 2)
        pointer.move_to_location(right, bottom).pointer_up()
        actions.perform()
        self.done["drags"] += 1
        self._wait(lambda: len(self._all(_REGIONS)) == before + 1 and self._all(_ACTIVE))

    def leave(self):
        """Nothing is selected any more."""
        self.press(Keys.ESCAPE)
        self._wait(lambda: not self._all(_ACTIVE))

    def select(self, words, *, after=""):
        """The uppermost region at the words, by a click."""
        self._point_at(words, after)
        self._wait(lambda: self._all(_ACTIVE))

    def relabel(self, key):
        """The label of the key for the region that is selected."""
        before = self.labels
        self.press(key)
        self._wait(lambda: self.labels != before)

    def relate(self, words, *, after=""):
        """From the region that is selected to the one at the words."""
        before = len(self._all(".relations-overlay path"))
        self.press(Keys.ALT, "r")
        self._point_at(words, after)
        self._wait(lambda: len(self._all(".relations-overlay path")) > before and not self._all(_ACTIVE))

    def tick(self, key):
        """The choice of the key, for the region that is selected."""
        before = self.ticked
        self.press(*key.split("+"))
        self._wait(lambda: self.ticked != before)

    def choose_kind(self, title):
        """From the list of kinds that an entity may have."""
        trigger = f"{_SIDE} [data-testid^=select-trigger]"
        self._click(self._first(trigger))
        self._click(self._wait(lambda: [each for each in self._all("[role=option]") if each.text == title])[0])
        self._wait(lambda: self._first(trigger).text == title)

    def choose_entity(self, name):
        """One that the article has, from their list; the one before has to be taken away first."""
        cross = f"{_SIDE} .htx-taxonomy .ant-select-selection-item-remove"
        for each in self._all(cross):
            self._click(each)
        self._wait(lambda: not self._all(cross))
        if not self._entities():
            self._click(self._first(f"{_SIDE} .htx-taxonomy"))
        self._click(self._wait(lambda: [each for each in self._entities() if each.text == name])[0])
        self._wait(lambda: self._all(cross))
        self.press(Keys.ESCAPE)
        self._wait(lambda: not self._entities())

    def name_entity(self, name):
        """A new one, typed."""
        area = self._first(f"{_SIDE} [name=new_entity]")
        self._click(area)
        area.send_keys(name + Keys.ENTER)
        self._wait(lambda: name in self._first(_SIDE).text)

    def submit(self):
        """The button of a first time; the server has said that it has what was sent."""
        self._click(self._button("Submit"))
        self._wait(lambda: self._texts("Annotation saved successfully"))
        self._button("Update")

    def update(self):
        """The button of later times, as ``submit``."""
        self._wait(lambda: self._button("Update").is_enabled())
        self._click(self._button("Update"))
        self._wait(lambda: self._texts("Annotation updated successfully"))

    @property
    def authors(self):
        """Whose annotations and predictions of the article can be opened."""
        return [each.text for each in self._all(".lsf-annotation-button__name")]

    @property
    def labels(self):
        """What each region is labelled as."""
        return [each.get_attribute("data-label") for each in self._all(_REGIONS)]

    @property
    def ticked(self):
        """The choices that are made, by the names that are shown."""
        return [each.get_attribute("name") for each in self._all(f"{_SIDE} input:checked")]

    def press(self, *keys):
        """The last key, with those before it held."""
        actions = ActionChains(self.driver)
        *held, last = [Keys.SHIFT if key == "shift" else key for key in keys]
        for key in held:
            actions.key_down(key)
        actions.send_keys(last)
        for key in held:
            actions.key_up(key)
        actions.perform()
        self.done["keys"] += 1

    def _entities(self):
        """The list of entities, while it is open."""
        return [each for each in self._all(".ant-select-tree-title") if each.is_displayed()]

    def _point_at(self, words, after):
        left, top, *_ = self._edges(words, after)
        actions = ActionChains(self.driver)
        actions.w3c_actions.pointer_action.move_to_location(left + 3, top).click()
        actions.perform()
        self.done["clicks"] += 1

    def _edges(self, words, after):
        start = self.text.index(words, self.text.index(after))
        return self.driver.execute_script(_EDGES, start, start + len(words))

    def _click(self, element):
        element.click()
        self.done["clicks"] += 1

    def _all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def _first(self, selector):
        return self._wait(lambda: [each for each in self._all(selector) if each.is_displayed()])[0]

    def _texts(self, text):
        return [each for each in self.driver.find_elements(By.XPATH, f"//*[text()='{text}']") if each.is_displayed()]

    def _field(self, title):
        path = f"//label[.//*[text()='{title}']]"
        return self._wait(lambda: [e for e in self.driver.find_elements(By.XPATH, path) if e.is_displayed()])[0]

    def _button(self, title):
        path = f"//button[normalize-space()='{title}']"
        return self._wait(lambda: [e for e in self.driver.find_elements(By.XPATH, path) if e.is_displayed()])[0]

    def _wait(self, condition: Callable[[], object]):
        """What the condition gives, once it gives something."""
        wait = WebDriverWait(self.driver, _PATIENCE, 0.1, ignored_exceptions=[StaleElementReferenceException])
        return wait.until(lambda _: condition())
