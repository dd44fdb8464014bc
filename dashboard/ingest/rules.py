"""What is said of a cell that cannot be read: one Vietnamese sentence for each kind of problem."""

from collections.abc import Sequence

from dashboard.ingest.numbers import parse_count
from dashboard.ingest.workbook import CellValue, Sheet, address
from dashboard.report import Finding, Severity

_COUNT_PROBLEMS = {
    "negative": "Số hồ sơ, văn bản không thể âm: ô {cell} ghi {value}; hãy sửa lại số đúng.",
    "not_whole": "Ô {cell} ghi {value}, không phải số nguyên; hãy ghi lại số đếm.",
    "excel_thousands": (
        "Ô {cell} ghi {value}: có thể Excel đã đổi 1.234 thành số thập phân; hãy gõ lại số không có dấu chấm."
    ),
    "not_a_number": "Ô {cell} ghi “{value}”, không phải số; hãy chỉ ghi số, phần chữ đưa vào cột ghi chú.",
}


def finding(
    severity: Severity,
    rule: str,
    message: str,
    sheet: Sheet | None = None,
    row: int | None = None,
    column: int | None = None,
    *,
    unit: str | None = None,
    unit_id: str | None = None,
    column_id: str | None = None,
    value: CellValue = None,
) -> Finding:
    """A finding at a cell given by its row and column from 0."""
    return Finding(
        severity,
        rule,
        message,
        sheet=(sheet.name or None) if sheet else None,
        cell=address(row, column) if row is not None and column is not None else None,
        unit=unit,
        unit_id=unit_id,
        column=column_id,
        value=None if value is None else shown(value),
    )


def shown(value: CellValue) -> str:
    """A cell's value as a person reads it; a decimal has its comma."""
    return repr(value).replace(".", ",") if isinstance(value, float) and not value.is_integer() else str(value)


def count_problem(problem: str, sheet: Sheet, row: int, column: int, column_id: str, value: CellValue) -> Finding:
    """V06: the cell holds something that is no count."""
    message = _COUNT_PROBLEMS[problem].format(cell=address(row, column), value=shown(value))
    return finding("reject", "V06", message, sheet, row, column, column_id=column_id, value=value)


def hidden_sheets(sheets: Sequence[Sheet]) -> list[Finding]:
    """A hidden sheet that holds figures is not read, and that is said."""
    found = []
    for sheet in sheets:
        if not sheet.is_hidden:
            continue
        at = next(((r, c) for r, row in enumerate(sheet.rows) for c, cell in enumerate(row) if _is_figure(cell)), None)
        if at is not None:
            message = (
                f"Trang tính “{sheet.name}” đang ẩn nhưng có số liệu và không được đọc: "
                "hãy bỏ ẩn rồi nạp lại, hoặc xóa trang đó."
            )
            found.append(finding("warning", "hidden_sheet", message, sheet, *at))
    return found


def _is_figure(cell: CellValue) -> bool:
    return (isinstance(cell, int | float) and not isinstance(cell, bool)) or (
        isinstance(cell, str) and cell[:1].isdigit() and parse_count(cell).value is not None
    )  # fmt: skip


def without_value(sheet: Sheet, row: int, column: int, column_id: str) -> Finding:
    message = (
        f"Ô {address(row, column)} là công thức chưa có kết quả nên chưa biết là bao nhiêu: "
        "hãy mở tệp bằng Excel, lưu lại rồi nạp lại."
    )
    return finding("error", "formula_without_value", message, sheet, row, column, column_id=column_id)


def shifted_row(sheet: Sheet, row: int, column: int, value: CellValue) -> Finding:
    message = (
        f"Dòng {row + 1} bị lệch cột: tên “{shown(value)}” nằm ở ô {address(row, column)}; "
        "hãy đưa các ô về đúng cột rồi nạp lại."
    )
    return finding("reject", "shifted_row", message, sheet, row, column, value=value)


def merged_header(sheet: Sheet, row: int, column: int, letters: str) -> Finding:
    message = (
        f"Tiêu đề ở ô {address(row, column)} bị gộp qua các cột {letters}, nên các cột này được đọc theo thứ tự; "
        "hãy tách ô và kiểm tra lại số liệu."
    )
    return finding("warning", "merged_header", message, sheet, row, column)


def unmatched(kind: str, sheet: Sheet, row: int, column: int, text: str, candidates: Sequence[str]) -> Finding:
    """V14 for a row whose name fits nothing or several: a unit's row is left out, a field's counts in the total."""
    if candidates:
        why = f"có thể là {', '.join(candidates[:4])}"
        what = "hãy ghi đầy đủ tên"
    else:
        why = "không có trong danh mục"
        what = "hãy sửa tên hoặc thêm tên gọi khác vào danh mục"
    is_unit = kind.startswith("Đơn vị")
    effect = "dòng này chưa được nhận" if is_unit else "số được tính vào tổng, chưa vào lĩnh vực nào"
    message = f"{kind} “{text}” ở ô {address(row, column)} {why}: {effect}; {what}."
    return finding("warning", "V14", message, sheet, row, column, unit=text if is_unit else None, value=text)


def duplicate(sheet: Sheet, row: int, column: int, first: str, name: str) -> Finding:
    message = (
        f"“{name}” ở dòng {row + 1} lặp lại dòng {first} (cùng kỳ, đơn vị, lĩnh vực, hệ thống, phần): hãy giữ một dòng."
    )
    return finding("reject", "V13", message, sheet, row, column, value=name)
