"""A headless Chromium of this system, in which pages are tried; nothing is downloaded for it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
except ImportError:
    webdriver = None
MISSING = (
    "selenium is not installed"
    if webdriver is None
    else "there is no Chromium with its driver here"
    if CHROMIUM is None or DRIVER is None
    else ""
)
_ARGUMENTS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"),
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no network, whatever there is
)


class Browser:
    """A page in a window, and what went on in it."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, path: Path, *, width: int = 1280, **media: str) -> None:
        """Open a file in a window of a width, as a person wants it who prefers such ``media``."""
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
        self.tell("Emulation.setEmulatedMedia", features=features)
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.tell("Emulation.setDeviceMetricsOverride", **size)
        self.driver.get(path.as_uri())

    def tell(self, command: str, **values: Any) -> Any:
        """Ask the browser by its own protocol."""
        return self.driver.execute_cdp_cmd(command, values)

    def run(self, script: str, *values: Any) -> Any:
        """What a function body gives back in the page."""
        return self.driver.execute_script(script, *values)

    def text(self, selector: str) -> str:
        """What stands in an element."""
        return str(self.run("return document.querySelector(arguments[0]).textContent", selector))

    def cells(self, selector: str) -> list[list[str]]:
        """What stands in the rows of a table."""
        rows = "[...document.querySelectorAll(arguments[0] + ' tr')]"
        return [*self.run(f"return {rows}.map(r => [...r.cells].map(c => c.textContent))", selector)]

    def press(self, key: str, *, shift: bool = False) -> None:
        """A key, as the keyboard sends it to what has the focus."""
        code = {" ": "Space"}.get(key, key)
        number = {" ": 32, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowRight": 39, "Tab": 9}[key]
        told = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": 8 * shift}
        typed = {"text": key} if key == " " else {}
        self.tell("Input.dispatchKeyEvent", type="keyDown", **told, **typed)
        self.tell("Input.dispatchKeyEvent", type="keyUp", **told)

    def accessible(self, *roles: str) -> list[tuple[str, str, dict[str, Any]]]:
        """Role, name and properties of what a screen reader is told, of these roles."""
        found = []
        for node in self.tell("Accessibility.getFullAXTree")["nodes"]:
            role = node.get("role", {}).get("value")
            if role in roles and not node.get("ignored"):
                told = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
                told["value"] = node.get("value", {}).get("value")
                found.append((role, node.get("name", {}).get("value", ""), told))
        return found

    def complaints(self) -> list[str]:
        """What the console has been told since the last time."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses that were asked for since the last time."""
        messages = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]


@contextmanager
def browser(folder: Path, arguments: Sequence[str] = ()) -> Iterator[Browser]:
    """One that has started, with a profile of its own."""
    options = webdriver.ChromeOptions()
    for argument in (*_ARGUMENTS, f"--user-data-dir={folder}", *arguments):
        options.add_argument(argument)
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, Service(DRIVER))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
