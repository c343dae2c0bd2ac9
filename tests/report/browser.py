"""A real browser without a window, told what to do through DevTools' pipe: no driver, no port, no package."""

import base64
import json
import os
import select
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.programs import require_chromium

_END = b"\0"
_OVERLAPS = Path(__file__).with_name("overlaps.js")


class Browser:
    """One Chromium with one page; use it as a context."""

    def __init__(self) -> None:
        """Start Chromium with a profile of its own."""
        chromium = require_chromium()
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        (to_read, self._write), (self._read, to_write) = os.pipe(), os.pipe()
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
        flags += ["--remote-debugging-pipe", f"--user-data-dir={self._folder.name}", "--no-first-run"]
        self._process = subprocess.Popen(
            # Chromium reads commands from file 3 and answers on file 4.
            ["bash", "-c", f'exec "$@" 3<&{to_read} 4>&{to_write}', "bash", chromium, *flags, "about:blank"],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._number, self._buffer, self.events = 0, b"", []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self._call(f"{domain}.enable")

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._write)
        os.close(self._read)
        self._folder.cleanup()

    def open(self, path: Path | str, width: int = 1280, height: int = 900, scheme: str = "light") -> None:
        """Load a page and wait until it and what it loads are there; ``events`` then holds what happened."""
        self.begin_to_open(path, width, height, scheme)
        self.run("document.fonts.ready.then(() => true)")

    def begin_to_open(self, path: Path | str, width: int = 1280, height: int = 900, scheme: str = "light") -> None:
        """Load a page without asking it anything, since it may lead on to another at once."""
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self._call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        for address in ("about:blank", path.resolve().as_uri() if isinstance(path, Path) else path):
            self.events = []
            self._call("Page.navigate", url=address)
            self.wait_for(lambda: any(event["method"] == "Page.loadEventFired" for event in self.events))

    def run(self, expression: str) -> Any:
        """Evaluate JavaScript in the page and give its value; wait for it where it is a promise."""
        answer = self._call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def press_enter(self) -> None:
        """Press and release the enter key."""
        for kind, text in (("keyDown", "\r"), ("keyUp", "")):
            self._call("Input.dispatchKeyEvent", type=kind, key="Enter", text=text, windowsVirtualKeyCode=13)

    def wait_for(self, condition: Any, seconds: float = 20) -> None:
        """Let the page work until a condition holds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"nothing after {seconds} s; events: {self.events[-3:]}")
            if _END in self._buffer or select.select([self._read], [], [], 0.05)[0]:
                self.events.append(self._receive())

    def press(self, key: str, shift: bool = False) -> None:
        """Press and release a key, as a person does: "Tab", "Enter", " ", "ArrowLeft"…"""
        codes = {"Tab": 9, "Enter": 13, " ": 32, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
        what = {"key": key, "windowsVirtualKeyCode": codes[key], "modifiers": 8 if shift else 0}
        text = {"Enter": "\r", " ": " "}.get(key)
        self._call(
            "Input.dispatchKeyEvent",
            type="keyDown" if text else "rawKeyDown",
            **what,
            **({"text": text} if text else {}),
        )
        self._call("Input.dispatchKeyEvent", type="keyUp", **what)

    def drag(self, *points: tuple[float, float]) -> None:
        """Press the mouse at the first point of the window, move it along the others, release it at the last."""
        button = {"button": "left", "buttons": 1, "clickCount": 1}
        self._call("Input.dispatchMouseEvent", type="mousePressed", x=points[0][0], y=points[0][1], **button)
        for x, y in points[1:]:
            self._call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, **button)
        self._call("Input.dispatchMouseEvent", type="mouseReleased", x=points[-1][0], y=points[-1][1], **button)

    def swipe(self, *points: tuple[float, float]) -> None:
        """Touch the first point of the window with a finger, move it along the others, lift it at the last."""
        for number, (x, y) in enumerate(points):
            kind = "touchMove" if number else "touchStart"
            self._call("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": x, "y": y}])
        self._call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def picture(self, path: Path, whole: bool = False) -> None:
        """Save what the page looks like."""
        data = self._call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(data))

    def complaints(self) -> list[str]:
        """Console messages, exceptions and failed requests since the page was opened."""
        found = []
        for event in self.events:
            params = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                found.append(str(params["exceptionDetails"]))
            elif event["method"] == "Log.entryAdded":
                found.append(params["entry"]["text"])
            elif event["method"] == "Runtime.consoleAPICalled":
                found.append(f"{params['type']}: {params['args']}")
            elif event["method"] == "Network.loadingFailed" and not params.get("canceled"):
                found.append(f"request failed: {params['errorText']}")
        return found

    def overlaps(self) -> list[list[Any]]:
        """Pairs of texts that lie upon one another in the open page, with the width and height that they share."""
        return self.run(_OVERLAPS.read_text(encoding="utf-8"))

    def requests(self) -> list[str]:
        """Addresses that the page asked for."""
        sent = [event for event in self.events if event["method"] == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in sent]

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if not method.startswith("Target."):
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + _END)
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def _receive(self) -> dict[str, Any]:
        while _END not in self._buffer:
            chunk = os.read(self._read, 1 << 16)
            if not chunk:
                raise RuntimeError("Chromium ended")
            self._buffer += chunk
        message, _, self._buffer = self._buffer.partition(_END)
        return json.loads(message)
