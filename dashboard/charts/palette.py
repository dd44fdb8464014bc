"""Every colour that a picture uses, for light and for dark ground.

The hues are Okabe and Ito's (Color Universal Design, 2008), darkened or lightened until marks stand out 3:1 and text
4.5:1 from the ground. One hue raises the alarm, one says good, grey is "no data", and colour is never the only sign.
"""

from dataclasses import dataclass
from typing import Literal

from dashboard.report import Level

Theme = Literal["light", "dark"]

INKS = ("#14202B", "#FFFFFF")
"""What words on a fill are written in."""
FONT = "'Be Vietnam Pro', 'Noto Sans', 'Segoe UI', Arial, 'DejaVu Sans', sans-serif"


@dataclass(frozen=True)
class Palette:
    """The colours of one theme; `ramp` runs from harmless to alarming, `blues` from little to much.

    `calm` fills what is as it should be.
    """

    ground: str
    panel: str
    ink: str
    muted: str
    grid: str
    series: str
    pale: str
    alarm: str
    alarm_text: str
    good: str
    good_text: str
    calm: str
    missing: str
    missing_ink: str
    levels: dict[Level, str]
    ramp: tuple[str, ...]
    blues: tuple[str, ...]

    def ink_on(self, fill: str) -> str:
        """The text colour that reads best on a fill."""
        return max(INKS, key=lambda ink: contrast(ink, fill))


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        ground="#FFFFFF",
        panel="#F3F6F9",
        ink="#1B2733",
        muted="#52606D",
        grid="#E1E7ED",
        series="#0072B2",
        pale="#7F8C9A",
        alarm="#D55E00",
        alarm_text="#B04A00",
        good="#009E73",
        good_text="#00704F",
        calm="#CFE9DD",
        missing="#D3DAE1",
        missing_ink="#3E4B57",
        levels={"province": "#0072B2", "district": "#AD5A8C", "commune": "#857000"},
        ramp=("#FCEFE6", "#F8D3B8", "#F0AC7C", "#D9702B", "#9C3F00"),
        blues=("#EAF3FA", "#C3DFF1", "#8CC1E3", "#3C8FC4", "#005A8F"),
    ),
    "dark": Palette(
        ground="#121920",
        panel="#1B252F",
        ink="#E8EDF2",
        muted="#A7B4C1",
        grid="#2D3944",
        series="#56B4E9",
        pale="#74828F",
        alarm="#F0803C",
        alarm_text="#F59A60",
        good="#2FC39A",
        good_text="#4BD3AC",
        calm="#1A4438",
        missing="#3B4752",
        missing_ink="#D5DDE5",
        levels={"province": "#56B4E9", "district": "#E08FBE", "commune": "#D9CE4A"},
        ramp=("#33261F", "#5C3521", "#8C471B", "#D1712F", "#F7B184"),
        blues=("#17293A", "#1D405C", "#235F88", "#3F93C9", "#9BD2F3"),
    ),
}


def palette(theme: Theme) -> Palette:
    return PALETTES[theme]


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours by WCAG 2.2, from 1 to 21."""
    lights = sorted((_luminance(first), _luminance(second)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
