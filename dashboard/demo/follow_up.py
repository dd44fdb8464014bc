"""What units of the invented province say about their late files, and what is said to them: causes, promises, notes,
reminders, and a closed month."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.report import Explanation, Note, Outcome, Reminder

MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10")
"""The months that are explained; of the last, most explanations are still owed."""

CLOSED = "2026-08"
CLOSED_NAME = "Chốt số liệu tháng 08/2026"
CLOSED_NOTE = "Phục vụ họp giao ban tháng 9"
REMINDED_ON = date(2026, 10, 21)

Ended = tuple[Outcome, date, str, date | None]

_MOST = 30
_SAID = (
    ("dong_bo", "Đã trả kết quả đúng hẹn nhưng phần mềm chuyên ngành chậm đồng bộ trạng thái về hệ thống tỉnh."),
    ("chuyen_mon", "Khâu thẩm định tại phòng chuyên môn kéo dài do nhiều hồ sơ phải xác minh thực địa."),
    ("dong_bo", "Mã hồ sơ trùng sau khi chuyển hệ thống nên trạng thái hoàn thành không cập nhật."),
    ("cho_thue", "Hồ sơ chờ xác định nghĩa vụ tài chính; thời gian chờ vẫn bị tính vào thời hạn giải quyết."),
    ("lien_thong", "Chờ ý kiến bằng văn bản của cơ quan phối hợp trong thủ tục liên thông."),
    ("nguoi_dan", "Người nộp bổ sung giấy tờ muộn so với thông báo, đơn vị chưa dừng tính thời hạn."),
    ("nhan_su", "Địa bàn mới sắp xếp, một công chức địa chính phụ trách khối lượng của ba xã cũ."),
)  # fmt: skip
_PEOPLE = ("Nguyễn Minh Khuê", "Trần Thị Hạnh", "Lê Quang Duy", "Phạm Thu Ngân", "Hoàng Đình Lộc", "Vũ Thị Mai")
_POSITIONS = {
    "province": ("Phó Giám đốc", "Trưởng phòng chuyên môn"),
    "district": ("Phó Chủ tịch UBND huyện", "Trưởng phòng"),
    "commune": ("Phó Chủ tịch UBND xã", "Trưởng phòng Kinh tế"),
}


def explanations(label: str, owed: Sequence[Mapping[str, Any]]) -> list[tuple[Explanation, list[Ended]]]:
    """Explanations of one month for units that owe them (rows of `explanations_owed`), with how promises ended."""
    given = []
    for at, row in enumerate(owed[:_MOST]):
        if at % 3 if label == MONTHS[-1] else at % 5 == 4:
            continue
        explanation = _explanation(label, at, row)
        given.append((explanation, _ended(label, at, explanation)))
    return given


def notes(owed: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Note]:
    """One note on the province, one on the communes, and one on each of a few units."""
    july = "cchc/2025-07"
    found = [
        Note("province", july, "Bỏ cấp huyện từ 01/07/2025; việc của huyện chuyển về xã và một phần lên tỉnh."),
        Note("level", july, "Khối lượng tăng do nhận việc của cấp huyện, không phải nhu cầu tăng.", level="commune"),
    ]
    words = ("Chuyển sang phần mềm chuyên ngành mới trong tháng.", "Trụ sở một cửa dời địa điểm, tạm ngừng ba ngày.")
    for row, body in zip(owed["2026-08"], words, strict=False):
        found.append(Note("unit", "cchc/2026-08", body, unit_id=row["unit_id"], metric_id="late_rate"))
    for row in owed["2026-10"][:1]:
        body = "Tổ công tác liên ngành hỗ trợ xử lý hồ sơ tồn từ 15/10."
        found.append(Note("unit", "cchc/2026-10", body, unit_id=row["unit_id"]))
    return found


def reminders(unit_ids: Sequence[str]) -> list[Reminder]:
    """A numbered letter to each unit whose report of the last month is missing, and a call to every other one."""
    period_id = f"cchc/{MONTHS[-1]}"
    letters = [
        Reminder(unit_id, period_id, REMINDED_ON, "document", f"{1241 + at}/SNV-CCHC")
        for at, unit_id in enumerate(unit_ids)
    ]
    calls = [
        Reminder(unit_id, period_id, REMINDED_ON + timedelta(5), "phone", person=_PEOPLE[at % len(_PEOPLE)],
                 note="Hẹn gửi trong tuần.")
        for at, unit_id in enumerate(unit_ids[::2])
    ]  # fmt: skip
    return [*letters, *calls]


def _explanation(label: str, at: int, row: Mapping[str, Any]) -> Explanation:
    cause, body = _SAID[(at + int(label[-2:])) % len(_SAID)]
    positions = _POSITIONS[row["level"]]
    return Explanation(
        unit_id=row["unit_id"],
        field_id=row["field_id"],
        period_id=f"cchc/{label}",
        metric_id="late_rate",
        cause_id=cause,
        body=body,
        person=_PEOPLE[at % len(_PEOPLE)],
        person_position=positions[at % len(positions)],
        promised_on=None if at % 7 == 6 else _promised(label, at),
        promised_late=None if at % 7 == 6 or at % 3 == 2 else row["numerator"] // 3,
        late_files=row["numerator"],
    )


def _promised(label: str, at: int) -> date:
    return date(int(label[:4]), int(label[-2:]), 28) + timedelta(45 + 20 * (at % 3))


def _ended(label: str, at: int, explanation: Explanation) -> list[Ended]:
    """Of the earlier months: some kept, some not, some extended, and some on which nobody has said anything."""
    day = explanation.promised_on
    if day is None or label > "2026-08":
        return []
    match at % 4:
        case 0:
            return [("kept", day, "Đã trả kết quả toàn bộ hồ sơ nêu trong giải trình.", None)]
        case 1:
            return [("extended", day, "Cơ quan thuế chưa chuyển thông báo, xin lùi thời hạn.", date(2026, 12, 31))]
        case 2:
            return [("not_kept", day, "Vẫn còn hồ sơ quá hạn tại ngày cam kết.", None)]
    return []
