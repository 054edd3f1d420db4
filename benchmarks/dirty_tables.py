"""Made tables with categories that people wrote, and two in which words tell nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

Generator = np.random.Generator

GRADES = {"": 0.0, "Junior": -0.18, "Senior": 0.2, "Lead": 0.32, "Principal": 0.45, "Chief": 0.6, "Assistant": -0.25}
FIELDS = {
    "Police": 0.15,
    "Fire": 0.12,
    "Library": -0.15,
    "Budget": 0.1,
    "Software": 0.35,
    "Network": 0.22,
    "Bus": -0.2,
    "School Health": 0.0,
    "Community Health": 0.03,
    "Highway": -0.05,
    "Correctional": 0.02,
    "Legal": 0.3,
    "Recreation": -0.25,
    "Permitting": 0.05,
    "Income Assistance": -0.05,
    "Public Safety": 0.0,
    "Parking": -0.18,
    "Water Quality": 0.08,
    "Human Resources": 0.06,
    "Property": -0.1,
}
ROLES = {
    "Officer": 0.1,
    "Specialist": 0.08,
    "Engineer": 0.35,
    "Technician": -0.1,
    "Manager": 0.4,
    "Clerk": -0.35,
    "Analyst": 0.2,
    "Supervisor": 0.22,
    "Coordinator": -0.02,
    "Inspector": 0.04,
    "Operator": -0.15,
    "Aide": -0.4,
}
LEVELS = {"": 0.0, "I": -0.06, "II": 0.02, "III": 0.1, "IV": 0.18}
PLACES = {
    "서울특별시": ("강남구", "마포구", "성북구", "송파구", "영등포구"),
    "부산광역시": ("해운대구", "수영구", "사하구"),
    "경기도": ("성남시 분당구", "수원시 팔달구", "고양시 일산동구", "용인시 수지구"),
    "제주특별자치도": ("제주시", "서귀포시"),
}


def salaries(random: Generator, n: int = 3_000, titles: int = 400, typos: float = 0.02) -> pd.DataFrame:
    """Titles of up to four shared parts, each with something of its own; divisions with shared words; some mistyped."""
    drawn = [_zipf(random, titles, list(part), 0.4) for part in (GRADES, FIELDS, ROLES, LEVELS)]
    told = np.array([_joined(*parts) for parts in zip(*drawn, strict=True)], dtype=object)
    worth = sum(_worth(values, part) for values, part in zip(drawn, (GRADES, FIELDS, ROLES, LEVELS), strict=True))
    worth += np.where((drawn[1] == "Software") & (drawn[2] == "Engineer"), 0.15, 0.0) + random.normal(0, 0.06, titles)
    held = _zipf(random, n, list(range(titles)), 0.9).astype(int)
    field = drawn[1][held]
    team = _zipf(random, n, ["Operations", "Field Services", "Administration", "Planning", "Support", "Records"], 0.7)
    area = _zipf(random, n, ["", "North", "South", "East", "West", "Central"], 0.7)
    division = [_joined(f, a, t) for f, a, t in zip(field, area, team, strict=True)]
    years = random.integers(0, 35, n)
    log = 10.9 + worth[held] + 0.012 * years + 0.1 * (team == "Planning") - 0.06 * (area == "North")
    return pd.DataFrame(
        {
            "title": _mistyped(random, list(told[held]), typos),
            "department": [f"Department of {f}" for f in field],
            "division": _mistyped(random, division, typos),
            "years": years,
            "full_time": random.choice(["yes", "no"], n, p=[0.9, 0.1]),
            "y": np.exp(log + random.normal(0, 0.1, n)).round(),
        }
    )


def few_levels(random: Generator, n: int = 1_000) -> pd.DataFrame:
    """As salaries, of 120 titles, which boosters would take as codes alone."""
    return salaries(random, n, titles=120, typos=0.0).drop(columns=["division", "department"])


def titles_ko(random: Generator, n: int = 2_500) -> pd.DataFrame:
    """Korean titles without blanks (영업2팀수석연구원), of two classes."""
    teams = dict(
        zip(("영업", "인사", "재무", "마케팅", "품질관리", "연구개발", "물류"), random.normal(0, 1, 7), strict=True)
    )
    ranks = {
        "사원": -1.2,
        "주임": -0.6,
        "대리": -0.2,
        "과장": 0.3,
        "차장": 0.7,
        "부장": 1.1,
        "수석연구원": 0.9,
        "책임연구원": 0.5,
    }
    places = {"": 0.0, "본사": 0.4, "부산지점": -0.3, "대전지점": 0.1, "광주공장": -0.8, "울산공장": -0.6}
    team, rank, place = (_zipf(random, n, list(part)) for part in (teams, ranks, places))
    number = random.choice(["팀", "1팀", "2팀", "3팀"], n)
    title = [f"{p}{t}{k}{r}" for p, t, k, r in zip(place, team, number, rank, strict=True)]
    z = 1.6 * (_worth(team, teams) + _worth(rank, ranks) + _worth(place, places)) + random.normal(0, 0.8, n)
    frame = pd.DataFrame({"직책": _mistyped(random, title, 0.03), "나이": random.integers(24, 60, n)})
    return frame.assign(y=np.where(z + 0.02 * (frame["나이"] - 40) > 0, "유지", "이탈"))


def addresses(random: Generator, n: int = 2_500) -> pd.DataFrame:
    """Addresses of a province, a district, a street and a number: nearly each its own."""
    pairs = [(region, district) for region, districts in PLACES.items() for district in districts]
    streets = [
        f"{name}{end}"
        for name in ("중앙", "테헤란", "한강", "공원", "학교", "시장", "호수")
        for end in ("로", "대로", "길")
    ]
    place, street = random.integers(0, len(pairs), n), random.integers(0, len(streets), n)
    region, dear = random.normal(0, 0.3, len(PLACES)), random.normal(0, 0.3, len(pairs))
    written = [
        f"{' '.join(pairs[p])} {streets[s]} {random.integers(1, 15)}" for p, s in zip(place, street, strict=True)
    ]
    area = random.uniform(30, 150, n)
    log = 0.9 * np.log(area) + dear[place] + region[[list(PLACES).index(pairs[p][0]) for p in place]]
    log += random.normal(0, 0.15, len(streets))[street] + random.normal(0, 0.12, n)
    return pd.DataFrame(
        {"주소": written, "면적": area.round(1), "층": random.integers(1, 25, n), "y": np.exp(log).round(3)}
    )


def products(random: Generator, n: int = 3_000) -> pd.DataFrame:
    """Product names of a brand, a colour, a thing and a size; the class is who buys them (four of them)."""
    brands = ["Nordica", "Hanil", "Acme", "Blue Sky", "Kestrel", "Umi"]
    things = ["running shoes", "rain jacket", "wool socks", "desk lamp", "water bottle", "yoga mat", "office chair"]
    colours = ["black", "navy blue", "dark green", "red", "white", "light grey"]
    brand, thing, colour = (_zipf(random, n, part) for part in (brands, things, colours))
    size = random.choice(["S", "M", "L", "XL", "250 ml", "1 litre", "set of 2"], n)
    name = [f"{b} {t} {c} {s}" for b, t, c, s in zip(brand, thing, colour, size, strict=True)]
    weights = [
        dict(zip(part, random.normal(0, 1.5, (len(part), 4)), strict=True)) for part in (brands, things, colours)
    ]
    z = sum(np.array([w[x] for x in part]) for w, part in zip(weights, (brand, thing, colour), strict=True))
    told = np.array(["men", "women", "children", "offices"])[(z + random.gumbel(size=(n, 4))).argmax(axis=1)]
    return pd.DataFrame(
        {"product": _mistyped(random, name, 0.1), "price": random.lognormal(3, 0.5, n).round(2), "y": told}
    )


def codes(random: Generator, n: int = 3_000) -> pd.DataFrame:
    """No words: codes of 400 shops, each with a level of its own. Nothing should be taken apart."""
    shop = random.integers(0, 400, n)
    x = random.normal(size=n)
    y = random.normal(size=400)[shop] + x + random.normal(0, 0.5, n)
    return pd.DataFrame({"shop": [f"A{s:03d}" for s in shop], "x": x.round(3), "y": y.round(3)})


def words_alone(random: Generator, n: int = 3_000, titles: int = 400) -> pd.DataFrame:
    """Written values whose words say nothing: each value has a level of its own, whatever it is made of."""
    frame = salaries(random, n, titles, typos=0.0)[["title", "years"]]
    title, _ = pd.factorize(frame["title"])
    y = random.normal(size=title.max() + 1)[title] + 0.03 * frame["years"] + random.normal(0, 0.5, n)
    return frame.assign(y=y.round(3))


MADE: dict[str, Callable[[Generator], pd.DataFrame]] = {
    "salaries_500": lambda random: salaries(random, 500),
    "salaries": salaries,
    "salaries_10000": lambda random: salaries(random, 10_000),
    "few_levels": few_levels,
    "titles_ko": titles_ko,
    "addresses": addresses,
    "products": products,
    "codes": codes,
    "words_alone": words_alone,
    "words_alone_few": lambda random: words_alone(random, titles=150),
}


def _zipf(random: Generator, n: int, values: list[Any], power: float = 0.7) -> np.ndarray:
    """Values drawn so that a few are common and many rare."""
    share = 1.0 / np.arange(1, len(values) + 1) ** power
    return np.array(values, dtype=object)[
        random.permutation(len(values))[random.choice(len(values), n, p=share / share.sum())]
    ]


def _worth(values: np.ndarray, table: dict[str, float]) -> np.ndarray:
    return np.array([table[value] for value in values])


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _mistyped(random: Generator, values: list[str], share: float) -> list[str]:
    """A letter left out of some values."""
    cut = np.where(random.uniform(size=len(values)) < share, random.integers(1, 200, len(values)), 0)
    return [
        value[: k % len(value)] + value[k % len(value) + 1 :] if k else value
        for value, k in zip(values, cut, strict=True)
    ]
