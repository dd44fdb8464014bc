"""What is said of an export that was taken in: how many files, which lines not, which names are in no list."""

from collections.abc import Iterator

from dashboard.case_file import DAY_ROLES
from dashboard.metrics import format as text
from dashboard.report import Finding
from dashboard.store.cases import CaseBatch

_TOLD = 20
_REASONS = {
    "code": "không có mã hồ sơ",
    "resolving": "không có đơn vị giải quyết",
    "columns": "số cột khác dòng tiêu đề",
    "duplicate": "mã hồ sơ đã có ở dòng trước",
    **dict.fromkeys(DAY_ROLES, "ngày không đọc được"),
}
_BASES = {
    "stated": "như tệp ghi",
    "given": "theo kỳ được chọn khi nạp",
    "derived": "suy từ ngày trong tệp; hãy chọn kỳ khi nạp nếu không đúng",
}
_KINDS = {
    "unit": "đơn vị", "field": "lĩnh vực", "status": "trạng thái", "channel": "kênh tiếp nhận", "level": "mức độ",
}  # fmt: skip


def findings_of(batch: CaseBatch) -> Iterator[Finding]:
    """All findings of one export, each a Vietnamese sentence; none quotes a column that is not stored."""
    rows, layout = batch.rows, batch.layout
    days = f"{text.day(batch.covers_from)} đến {text.day(batch.covers_to)}"
    yield Finding(
        "info", "case_file",
        f"Danh sách hồ sơ: nhận {text.count(rows.n_rows)} hồ sơ, bao trùm từ {days} ({_BASES[batch.basis]}). Số này "
        "đứng bên cạnh số báo cáo để đối chiếu, không cộng vào.",
    )  # fmt: skip
    if layout.dropped:
        yield Finding(
            "info", "case_columns", f"Không lưu các cột: {', '.join(text_[:40] for text_ in layout.dropped[:_TOLD])}."
        )
    if rows.n_rejected:
        parts = ", ".join(f"{text.count(n)} dòng {reason_text(reason)}" for reason, n in rows.reasons.items())
        yield Finding(
            "warning",
            "case_lines",
            f"Bỏ qua {text.count(rows.n_rejected)} dòng: {parts}. Danh sách đầy đủ ở trang Đối chiếu.",
        )
    for line in rows.first_rejected:
        what = f" “{line.value}”" if line.value else ""
        code = f" (mã hồ sơ {line.code})" if line.code else ""
        yield Finding(
            "warning", "case_line",
            f"Dòng {line.line}{code}: {reason_text(line.reason)}{what}; hồ sơ này không được tính.",
            cell=str(line.line), value=line.value,
        )  # fmt: skip
    for kind, called in _KINDS.items():
        yield from _unmatched(batch, kind, called)


def reason_text(reason: str) -> str:
    """Why a line was left out, for the middle of a sentence."""
    return _REASONS[reason]


def _unmatched(batch: CaseBatch, kind: str, called: str) -> Iterator[Finding]:
    names = batch.rows.names[kind]
    unknown = [(written, n) for written, n in names.items() if batch.matched[kind].get(written) is None]
    resolving = {written for _, written, _ in batch.rows.shares}
    for written, n in sorted(unknown, key=lambda pair: -pair[1])[:_TOLD]:
        consequence = "hãy bổ sung cách ghi này rồi nạp lại tệp"
        if written in resolving and kind == "unit":
            consequence = (
                "hồ sơ của tên này chưa được tính cho đơn vị nào; hãy thêm tên khác cho đơn vị rồi nạp lại tệp"
            )
        message = (
            f"{called.capitalize()} “{written[:80]}” ({text.count(n)} hồ sơ) không có trong danh mục: {consequence}."
        )
        yield Finding("warning", "V14", message, value=written[:80])
