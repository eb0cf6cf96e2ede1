"""screenshot.py FILE: the screen as a picture, once something is drawn on it and nothing moves any more."""

from __future__ import annotations

import sys
import time

from PySide6.QtGui import QGuiApplication, QImage

SECONDS, PAUSE = 60.0, 0.5
FEWEST_COLOURS = 200


def colours(picture: QImage) -> int:
    data = picture.convertToFormat(QImage.Format.Format_RGB32).constBits().tobytes()
    return len({data[place : place + 3] for place in range(0, len(data), 4)})


def main() -> int:
    application = QGuiApplication([])
    end, before = time.monotonic() + SECONDS, QImage()
    while time.monotonic() < end:
        application.processEvents()
        picture = application.primaryScreen().grabWindow(0).toImage()
        if picture == before and colours(picture) >= FEWEST_COLOURS:
            sys.stdout.write(f"{picture.width()} × {picture.height()}, {colours(picture)} colours\n")
            return 0 if picture.save(sys.argv[1]) else 1
        before = picture
        time.sleep(PAUSE)
    before.save(sys.argv[1])
    sys.stdout.write("nothing is drawn, or it never comes to rest\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
