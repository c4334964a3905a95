"""Stylesheets stay as drawn: layers, tokens, no stray colours, and words people can read."""

from __future__ import annotations

import re
from math import cos, radians, sin
from pathlib import Path

import pytest
import tinycss2

from tests.contracts.house import ROOT
from tests.contracts.test_templates import TEMPLATES, pages

CSS = ROOT / "static" / "css"
TOKENS = CSS / "tokens.css"
# Reports on paper: read by WeasyPrint alone, whose margins know no custom properties.
PAPER = CSS / "document.css"
SHEETS = sorted(path for path in CSS.rglob("*.css") if path != PAPER)

# Read by one page only; it need not be linked from every page.
LINKED_ELSEWHERE = {"pages/styleguide.css", "pages/api-docs.css"}

# Reads the sheet of a library into a layer of ours.
IMPORTING = {"pages/api-docs.css"}

# A rule that must win over everything, and why.
IMPORTANT = {"reset.css": "[hidden] means hidden, whatever a component says"}


def name_of(path: Path) -> str:
    return path.relative_to(CSS).as_posix()


def text_of(path: Path) -> str:
    """A sheet without comments and without the insides of strings."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    return re.sub(r"\"[^\"]*\"|url\([^)]*\)", '""', text)


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_a_sheet_is_sound(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    assert [rule for rule in rules if rule.type == "error"] == []
    assert text_of(path).count("{") == text_of(path).count("}")
    allowed = {"layer", "page"} | ({"import"} if name_of(path) in IMPORTING else set())
    assert {rule.at_keyword for rule in rules if rule.type == "at-rule"} <= allowed
    assert [rule for rule in rules if rule.type == "qualified-rule"] == [], "outside of any layer"


def test_colours_are_written_in_the_tokens_only() -> None:
    raw = r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|hwb|lab|lch|oklab|oklch|color|color-mix)\("
    named = r":[^;{}]*\b(?:white|black|red|green|blue|gray|grey|orange|yellow|silver)\b"
    stray = {
        name_of(path): hits
        for path in SHEETS
        if path != TOKENS and (hits := re.findall(f"{raw}|{named}", text_of(path)))
    }
    assert stray == {}


def test_nothing_is_important_without_a_reason() -> None:
    loud = {name_of(path) for path in SHEETS if "!important" in text_of(path)}
    assert loud == set(IMPORTANT)


def test_every_variable_is_defined() -> None:
    everything = "\n".join(text_of(path) for path in SHEETS)
    defined = set(re.findall(r"(--[\w-]+)\s*:", everything))
    assert set(re.findall(r"var\(\s*(--[\w-]+)", everything)) - defined == set()


def test_every_token_is_used() -> None:
    everything = "\n".join(text_of(path) for path in SHEETS)
    tokens = set(re.findall(r"(--[\w-]+)\s*:", text_of(TOKENS)))
    assert tokens - set(re.findall(r"var\(\s*(--[\w-]+)", everything)) == set()


def test_every_sheet_is_linked_and_every_link_leads_somewhere() -> None:
    links = (TEMPLATES / "components/stylesheets.html").read_text(encoding="utf-8")
    linked = {name.removeprefix("css/") for name in re.findall(r"static '([^']+)'", links)}
    present = {name_of(path) for path in SHEETS} - LINKED_ELSEWHERE
    assert present == linked


def classes_in(text: str) -> set[str]:
    """Class names of a template; a name that ends in a variable is given with a star."""
    text = re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", "*", text))
    values = re.findall(r"\bclass=\"([^\"]*)\"|\bclass='([^']*)'", text)
    return {word for pair in values for value in pair for word in value.split()}


def test_every_class_in_templates_has_a_rule() -> None:
    known = {
        name for path in SHEETS for name in re.findall(r"\.(-?[a-zA-Z_][\w-]*)", text_of(path))
    }

    def is_known(word: str) -> bool:
        if "*" not in word:
            return word in known
        return word == "*" or any(name.startswith(word.partition("*")[0]) for name in known)

    unknown = {
        f"{name}: {word}"
        for name, text in pages()
        if not name.startswith(("documents/", "mail/"))
        for word in classes_in(text)
        if not is_known(word)
    }
    assert sorted(unknown) == []


# --- Contrast -------------------------------------------------------------------------------

Rgb = tuple[float, float, float]


def linear(lightness: float, chroma: float, hue: float) -> Rgb:
    """oklch → linear sRGB, clipped to what a screen shows."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    mid = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * mid + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * mid - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * mid + 1.7076147010 * short
    return (min(max(red, 0), 1), min(max(green, 0), 1), min(max(blue, 0), 1))


def roles(theme: int) -> dict[str, Rgb]:
    """Every opaque colour role in light (0) or dark (1)."""
    one = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"
    pattern = rf"--([\w-]+): light-dark\({one}, {one}\)"
    return {
        match[1]: linear(
            float(match[2 + 3 * theme]) / 100,
            float(match[3 + 3 * theme]),
            float(match[4 + 3 * theme]),
        )
        for match in re.finditer(pattern, text_of(TOKENS))
    }


def luminance(colour: Rgb) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def contrast(one: Rgb, other: Rgb) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


BACKGROUNDS = ("ground", "surface", "raised", "sunken")
RISK_WORDS = ("high", "medium", "low", "none")
TEXT = [
    *((ink, back) for ink in ("ink", "ink-2", "ink-3") for back in BACKGROUNDS),
    *(("ink", f"{risk}-wash") for risk in RISK_WORDS),
    *(("ink-2", f"{risk}-wash") for risk in RISK_WORDS),
    *(("accent", f"{risk}-wash") for risk in RISK_WORDS),
    *((risk, f"{risk}-wash") for risk in RISK_WORDS),
    *((risk, back) for risk in RISK_WORDS for back in BACKGROUNDS),
    *(("accent", back) for back in (*BACKGROUNDS, "accent-wash")),
    *((ink, "accent-wash") for ink in ("ink", "ink-2", "ink-3")),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("ink", "accent-line"),
]
GRAPHICS = [
    *(("line-control", back) for back in ("ground", "surface", "raised")),
    *((f"{risk}-mark", "surface") for risk in ("high", "low", "none")),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_reach_aa_contrast(theme: int) -> None:
    role = roles(theme)
    weak = {
        f"{ink} on {back}": round(ratio, 2)
        for ink, back in TEXT
        if (ratio := contrast(role[ink], role[back])) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_controls_and_marks_reach_three_to_one(theme: int) -> None:
    role = roles(theme)
    weak = {
        f"{mark} on {back}": round(ratio, 2)
        for mark, back in GRAPHICS
        if (ratio := contrast(role[mark], role[back])) < 3
    }
    assert weak == {}


def hex_of(colour: Rgb) -> str:
    def encoded(part: float) -> int:
        return round(
            255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)
        )

    return "#" + "".join(f"{encoded(part):02x}" for part in colour)


def test_plain_colours_of_charts_icons_and_paper_are_those_of_the_light_theme() -> None:
    known = {hex_of(colour) for colour in roles(0).values()}
    drawn = {
        f"{name}: {colour}"
        for name, text in pages("*.svg")
        for colour in re.findall(r"#[0-9a-f]{6}\b", text)
        if colour not in known
    }
    assert sorted(drawn) == []
    on_paper = re.findall(r"#[0-9a-f]{6}\b", PAPER.read_text(encoding="utf-8"))
    assert set(on_paper) - known == set()
