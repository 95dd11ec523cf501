"""Colour arithmetic for the palette tests: contrast, colour-vision simulation, perceptual distance.

Contrast and relative luminance follow WCAG 2.1. Colour-vision deficiency is simulated with the matrices of
Machado, Oliveira and Fernandes (2009) at severity 1.0, applied in linear RGB. Distance is CIEDE2000
(Sharma, Wu and Dalal 2005), white point D65.
"""

from __future__ import annotations

import math

import numpy as np

MACHADO_2009 = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def linear_rgb(colour: str) -> np.ndarray:
    """Linear RGB in 0..1 of ``#rrggbb``."""
    srgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.1."""
    return float(linear_rgb(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.1, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def inverted(colour: str) -> str:
    """A colour after the dark page's ``invert(1) hue-rotate(180deg)``, with the matrix of CSS Filter Effects."""
    channels = 1 - np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    turned = np.clip(2 * channels @ [0.213, 0.715, 0.072] - channels, 0, 1)
    return "#" + "".join(f"{round(255 * float(c)):02x}" for c in turned)


def lab(colour: str, vision: str = "normal") -> np.ndarray:
    """CIELAB of a colour as somebody with that colour vision sees it."""
    rgb = np.clip(MACHADO_2009[vision] @ linear_rgb(colour), 0, 1)
    ratio = (_TO_XYZ @ rgb) / _WHITE
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    """CIEDE2000 distance of two CIELAB colours; about 2 is just noticeable."""
    l1, a1, b1 = one
    l2, a2, b2 = other
    c_mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(c_mean**7 / (c_mean**7 + 25.0**7)))
    a1p, a2p = (1 + g) * a1, (1 + g) * a2
    c1, c2 = math.hypot(a1p, b1), math.hypot(a2p, b2)
    h1 = math.degrees(math.atan2(b1, a1p)) % 360 if c1 else 0.0
    h2 = math.degrees(math.atan2(b2, a2p)) % 360 if c2 else 0.0
    dh = 0.0
    if c1 * c2:
        dh = (h2 - h1 + 180) % 360 - 180
    big_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh) / 2)
    l_mean, cp = (l1 + l2) / 2, (c1 + c2) / 2
    if not c1 * c2:
        h_mean = h1 + h2
    elif abs(h1 - h2) <= 180:
        h_mean = (h1 + h2) / 2
    else:
        h_mean = (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2

    def cosine(degrees: float) -> float:
        return math.cos(math.radians(degrees))

    t = (
        1
        - 0.17 * cosine(h_mean - 30)
        + 0.24 * cosine(2 * h_mean)
        + 0.32 * cosine(3 * h_mean + 6)
        - 0.20 * cosine(4 * h_mean - 63)
    )
    s_l = 1 + 0.015 * (l_mean - 50) ** 2 / math.sqrt(20 + (l_mean - 50) ** 2)
    s_c, s_h = 1 + 0.045 * cp, 1 + 0.015 * cp * t
    r_c = 2 * math.sqrt(cp**7 / (cp**7 + 25.0**7))
    r_t = -r_c * math.sin(math.radians(60 * math.exp(-(((h_mean - 275) / 25) ** 2))))
    dl, dc, dhh = (l2 - l1) / s_l, (c2 - c1) / s_c, big_h / s_h
    return math.sqrt(dl**2 + dc**2 + dhh**2 + r_t * dc * dhh)


def distance(one: str, other: str, vision: str = "normal") -> float:
    """CIEDE2000 distance of two ``#rrggbb`` colours under one kind of colour vision."""
    return ciede2000(lab(one, vision), lab(other, vision))
