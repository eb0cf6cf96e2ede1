"""Small files that become much more than they are; to be opened under a memory limit only."""

from __future__ import annotations

import zipfile
from pathlib import Path

_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f"{_OFFICE}/spreadsheetml/2006/main"
_XLSX_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
}


def write_xlsx(path: Path, rows: str, strings: str = "", names: tuple[str, ...] = ("S",)) -> Path:
    """A workbook with this XML as the rows of its first sheet, and as its shared strings."""
    sheets, relations = "", ""
    kind = f"{_OFFICE}/officeDocument/2006/relationships"
    for number, name in enumerate(names, start=1):
        sheets += f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        target = f"worksheets/sheet{number}.xml"
        relations += f'<Relationship Id="rId{number}" Type="{kind}/worksheet" Target="{target}"/>'
    relations += f'<Relationship Id="rIdS" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in _XLSX_PARTS.items():
            archive.writestr(part, text)
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{kind}"><sheets>{sheets}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{relations}</Relationships>',
        )
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{strings}</sst>')
        for number in range(1, len(names) + 1):
            data = rows if number == 1 else ""
            archive.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>',
            )
    return path


def column_letters(number: int) -> str:
    """How a spreadsheet calls a column, from A for 1 on."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def xlsx_row(number: int, **cells: float | str) -> str:
    """A row of a sheet; a text is the number of a shared one."""
    made = "".join(
        f'<c r="{column}{number}" t="s"><v>{value}</v></c>'
        if isinstance(value, str)
        else f'<c r="{column}{number}"><v>{value}</v></c>'
        for column, value in cells.items()
    )
    return f'<row r="{number}">{made}</row>'


def write_ods(path: Path, *tables: str) -> Path:
    """A workbook with this XML as the rows of its sheets S, S2 and so on."""
    body = "".join(
        f'<table:table table:name="S{number if number > 1 else ""}">{rows}</table:table>'
        for number, rows in enumerate(tables, start=1)
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{names}:office:1.0" '
            f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
            f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def ods_row(*cells: str, repeated: int = 1) -> str:
    """A row of a sheet that goes on for some rows."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def ods_cell(value: float | str | None, repeated: int = 1) -> str:
    """A cell that goes on for some columns; None for an empty one."""
    count = f'table:number-columns-repeated="{repeated}"'
    if value is None:
        return f"<table:table-cell {count}/>"
    if isinstance(value, str):
        kind = 'office:value-type="string"'
        return f"<table:table-cell {count} {kind}><text:p>{value}</text:p></table:table-cell>"
    return (
        f'<table:table-cell {count} office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
        "</table:table-cell>"
    )
