"""A page as Qt writes it becomes the same drawing in SVG; whatever cannot become one is refused."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zlib

import pytest

from linreg_gui.core.writing.pdf_to_svg import svg_of

SVG = "{http://www.w3.org/2000/svg}"
CMAP = b"2 beginbfrange\n<0000> <0000> <0000>\n<0001> <0004> [<0047> <00DF> <FB01> <0009> ]\nendbfrange\n"
PIXELS = bytes([255, 0, 0, 0, 0, 255])


def page(drawing: str, *, state: str = "/ca 0.5 /CA 0.25", filter_: str = "/FlateDecode") -> bytes:
    """A PDF like those of Qt, of 75 × 150 points, which are 100 × 200 pixels."""
    content = zlib.compress(b"/GSa gs /CSp cs /CSp CS\n0.75 0 0 -0.75 0 150 cm\n" + drawing.encode())
    image = zlib.compress(PIXELS)
    parts = [
        b"<<\n/Type /Page\n/Contents 2 0 R\n/Resources 4 0 R\n/MediaBox [0 0 75.0 150.0]\n>>",
        b"<<\n/Length 3 0 R\n/Filter /FlateDecode\n>>\nstream\n" + content + b"\nendstream",
        str(len(content)).encode(),
        b"<<\n/ExtGState <<\n/GSa 5 0 R\n/G 6 0 R\n>>\n/Pattern <<\n/Pat 7 0 R\n>>\n"
        b"/Font <<\n/F 8 0 R\n>>\n/XObject <<\n/Im 10 0 R\n>>\n>>",
        b"<<\n/ca 1.0\n/CA 1.0\n/SMask /None>>",
        f"<<\n{state}\n>>".encode(),
        b"<<\n/Type /Pattern\n/XStep 8\n/Length 16\n>>\nstream\n1 w\n0 0 m\n8 8 l\nS\n\nendstream",
        b"<< /Type /Font\n/BaseFont /DejaVuSans-Bold\n/ToUnicode 9 0 R>>",
        b"<< /Length %d >>\nstream\n" % len(CMAP) + CMAP + b"\nendstream",
        f"<<\n/Width 2\n/Height 1\n/ColorSpace /DeviceRGB\n/Length {len(image)}\n".encode()
        + f"/Filter {filter_}\n>>\nstream\n".encode()
        + image
        + b"\nendstream",
    ]
    data, starts = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(data))
        data += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    return data + head + table + b"startxref\n%d\n%%%%EOF\n" % len(data)


def drawn(drawing: str) -> ET.Element:
    return ET.fromstring(svg_of(page(drawing), {"DejaVuSans": "DejaVu Sans"}, "A <title>", "What it is"))


def test_the_size_and_what_it_is_are_told() -> None:
    root = drawn("")
    assert root.get("viewBox") == "0 0 100 200"
    assert root.get("width") == "26.458mm"
    assert root.findtext(f"{SVG}title") == "A <title>"
    assert root.findtext(f"{SVG}desc") == "What it is"


def test_lines_have_their_width_dashes_colour_and_opacity_where_they_are() -> None:
    path = drawn(
        "q\n/G gs\n1 0 0.2 SCN\n2.5 w 1 J 2 j [8 4 ]0 d\n0.1 0 m\n200 1e2 l\n10.5 7 5 3 1 2 c\nS\nQ"
    ).find(f".//{SVG}path")
    assert path is not None
    assert path.get("d") == "M0.1,0L200,100C10.5,7 5,3 1,2"
    assert path.get("stroke") == "#ff0033"
    assert (path.get("stroke-width"), path.get("stroke-dasharray")) == ("2.5", "8 4")
    assert (path.get("stroke-linecap"), path.get("stroke-linejoin")) == ("round", "bevel")
    assert (path.get("stroke-opacity"), path.get("fill")) == ("0.25", "none")


def test_filled_shapes_and_hatched_ones() -> None:
    paths = drawn("0 1 0 scn\n0 0 m\n9 0 l\n9 9 l\nh f*\n/PCSp cs\n0 0 1 /Pat scn\n1 2 3 4 re\nf").findall(
        f"{SVG}path"
    )
    assert (paths[0].get("fill"), paths[0].get("fill-rule")) == ("#00ff00", "evenodd")
    assert paths[1].get("fill") == "url(#Pat0000ff)"
    assert paths[1].get("d") == "M1,2L4,2 4,6 1,6Z"


def test_what_is_clipped_stays_clipped_also_within_another_clip() -> None:
    clip = "0 0 m\n50 0 l\n50 50 l\nh\nW* n\n"
    root = drawn(
        f"q\n{clip}q\n1 1 m\n9 1 l\n9 9 l\nh\nW n\n0 0 m\n100 100 l\nS\n"
        "Q\n5 5 m\n6 6 l\nS\nQ\n7 7 m\n8 8 l\nS"
    )
    groups = root.findall(f"{SVG}g")
    clips = {part.get("id"): part for part in root.iter(f"{SVG}clipPath")}
    assert len(groups) == 2
    inner, outer = (clips[group.get("clip-path", "")[5:-1]] for group in groups)
    assert outer[0].get("clip-path") is None
    assert inner[0].get("clip-path") == f"url(#{outer.get('id')})"
    assert [path.get("d") for path in root.findall(f"{SVG}path")] == ["M7,7L8,8"]


def test_letters_have_their_places_and_stay_letters() -> None:
    root = drawn(
        "q\n0 -1 1 0 0 0 cm\nBT\n/F 12 Tf 1 0 0 -1 0 0 Tm\n-90 -20 Td <0001> Tj\n"
        "9 0 Td <0003> Tj\n8 0 Td <0004> Tj\n4 0 Td <0002> Tj\n7 0 Td <0009> Tj\nET\nQ"
    )
    text = root.find(f"{SVG}text")
    assert text is not None
    assert text.text == "Gfi ß\ufffd"
    assert text.get("x") == "-90 -81 -77 -73 -69 -62"
    assert text.get("y") == "20"
    assert text.get("transform") == "matrix(0 -1 1 0 0 0)"
    assert text.get("font-family") == "DejaVu Sans, sans-serif"
    assert text.get("font-weight") == "bold"


def test_an_image_is_the_same_pixels() -> None:
    image = drawn("q\n25 0 0 10 50 60 cm\n2 0 0 -2 0 2 cm /Im Do\nQ").find(f"{SVG}image")
    assert image is not None
    assert image.get("transform") == "matrix(25 0 0 20 50 60)"
    assert image.get("{http://www.w3.org/1999/xlink}href", "").startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    "pdf",
    [
        b"",
        b"%PDF-1.4 without anything",
        page("/Sh1 sh"),
        page("", state="/SMask 9 0 R"),
        page("", filter_="/DCTDecode"),
        page("").replace(b"/Type /Page\n", b"/Type /Side\n"),
        page("").replace(b"/XStep 8", b"/XStop 8"),
    ],
)
def test_what_cannot_be_told_in_svg_is_refused_and_never_left_out(pdf: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        svg_of(pdf)


def test_places_have_no_more_digits_than_are_seen() -> None:
    path = drawn("0.123456789 1e-7 m\n100.0 -0.0001 l\nS").find(f"{SVG}path")
    assert path is not None
    assert re.fullmatch(r"M0\.123,0L100,0", path.get("d", ""))
