"""Counts of the news articles: every number of their text is read or named here with its reason."""

from __future__ import annotations

from decimal import Decimal

import pytest

from egov.documents.corpus import Corpus
from egov.documents.counters.news import NEWS_2020, NEWS_2021, NEWS_2022, SECTIONS
from egov.documents.counters.news_metrics import shared
from egov.documents.counters.spec import Section, read, read_twice, unclaimed, unclaimed_words
from egov.documents.locate import Document, ReadError
from egov.tables.schemas import TABLES

ARTICLES = {"news2020": NEWS_2020, "news2021": NEWS_2021, "news2022": NEWS_2022}
SIZES = {"news2020": 25, "news2021": 32, "news2022": 11}
LAST_LINE = {"news2020": 47, "news2021": 67, "news2022": 84}
"""Line behind the text read: a footer, the hardware index (its own tables), the end of the page."""

IGNORED: dict[str, dict[tuple[int, str], str]] = {
    "news2020": {
        (3, "2020 06 04 13 53 41"): "byline",
        (7, "2020 2019"): "edition and year",
        (13, "2019 5"): "date",
        (15, "2018 2018 2018"): "years",
        (15, "1"): "the other side of three internet users to one platform user",
        (17, "2019 2019 2016 2016"): "years",
        (17, "3 8 9 15"): "units by band: capacity_distribution",
        (41, "2019"): "year",
        (43, "2019"): "year",
        (45, "8"): "a working day",
    },
    "news2021": {
        (3, "45"): "UN rank: egdi",
        (9, "2018 65 2020 45"): "UN ranks: egdi",
        (21, "2020"): "year of a report",
        (27, "5"): "month",
        (35, "7 6 24"): "date of a photograph; round the clock",
        (45, "2020"): "year",
        (57, "12345"): "hotline number",
        (59, "12345 2020"): "hotline number; year",
        (61, "12345"): "hotline number",
    },
    "news2022": {
        (9, "2018"): "year",
        (15, "2018 4"): "date",
        (23, "2022 193 2012 78 2022 43"): "UN ranks and members: egdi",
        (25, "8"): "a working day",
        (29, "2022 11 23"): "date",
        (81, "2022 12 28"): "date of a photograph",
    },
}

pytestmark = pytest.mark.documents


@pytest.fixture(scope="module")
def documents(corpus: Corpus) -> dict[str, Document]:
    return {key: corpus[key] for key in ARTICLES}


@pytest.fixture(scope="module")
def rows(documents: dict[str, Document]) -> list[dict[str, object]]:
    return [row for key, sections in ARTICLES.items() for row in read(documents[key], sections)]


def whole(source: str) -> Section:
    return Section(source, "all of the document", "", "", "national", "全国", "2020", "stated", ())


def test_sections_are_those_of_the_articles() -> None:
    assert sorted(SECTIONS, key=repr) == sorted(NEWS_2020 + NEWS_2021 + NEWS_2022, key=repr)
    assert all(s.source == key for key, sections in ARTICLES.items() for s in sections)


@pytest.mark.parametrize("source", ARTICLES)
def test_every_number_is_read_or_ignored(source: str, documents: dict[str, Document]) -> None:
    document = documents[source]
    lines = document.text.split("\n")
    left: dict[int, list[str]] = {}
    for line, col, _ in unclaimed(document, [*ARTICLES[source], whole(source)]):
        if line <= LAST_LINE[source]:
            digits = lines[line - 1][col - 1 :]
            left.setdefault(line, []).append(digits[: next(i for i, c in enumerate(f"{digits} ") if not c.isdigit())])
    expected: dict[int, list[str]] = {}
    for line, numbers in IGNORED[source]:
        expected.setdefault(line, []).extend(numbers.split())
    assert {k: sorted(v) for k, v in left.items()} == {k: sorted(v) for k, v in expected.items()}


@pytest.mark.parametrize("source", ARTICLES)
def test_every_number_in_words_is_read(source: str, documents: dict[str, Document]) -> None:
    words = unclaimed_words(documents[source], [*ARTICLES[source], whole(source)])
    assert [w for w in words if w[0] <= LAST_LINE[source]] == []


@pytest.mark.parametrize("source", ARTICLES)
def test_number_of_figures(source: str, rows: list[dict[str, object]]) -> None:
    assert sum(row["source"] == source for row in rows) == SIZES[source]


def test_figures_stand_once_where_they_say(documents: dict[str, Document], rows: list[dict[str, object]]) -> None:
    assert read_twice(rows) == []
    for row in rows:
        line = documents[str(row["source"])].text.split("\n")[int(str(row["line"])) - 1]
        assert line.startswith(str(row["printed"]), int(str(row["col"])) - 1)


def test_only_two_figures_are_printed_twice(rows: list[dict[str, object]]) -> None:
    keys = [tuple(row[k] for k in TABLES["platform_counters"].key) for row in rows]
    assert {k[2] for k in keys if keys.count(k) > 1} == {
        "share_accept_online_one_visit",
        "services_opening_best_practice_cases",
    }


@pytest.mark.parametrize(
    ("metric", "as_of", "printed", "value", "qualifier"),
    [
        ("certificate_query_services", "2020-06-04", "54.77億余", "5477000000", "over"),
        ("enterprise_registration_verifications", "2020-06-04", "384.21萬", "3842100", "exact"),
        ("national_platform_real_name_users", "2020-06-04", "超過1億", "100000000", "over"),
        ("national_platform_mini_programme_users", "2020-06-04", "突破5000萬", "50000000", "over"),
        ("national_and_provincial_personal_users_increase", "2018/2019", "7300萬", "73000000", "exact"),
        ("provincial_application_items_mean", "2018", "1353", "1353", "exact"),
        ("regions_with_five_level_coverage", "2020", "30", "30", "exact"),
        ("assessed_provinces_without_corps", "2020", "31", "31", "exact"),
        ("services_opening_innovations", "2022-12", "60余", "60", "over"),
        ("hotlines_merged", "2021-07", "几十", "20", "over"),
        ("data_sharing_calls", "2020-12-31", "540余亿", "54000000000", "over"),
        ("share_regions_with_digital_government_plan", "2021-07", "五成以上", "50", "over"),
        ("share_items_promised_time_reduced", "2020", "一半以上", "50", "over"),
        ("cross_province_convenience_services", "2021-07", "近200", "200", "nearly"),
        ("hotline_requests", "2020", "1100多万", "11000000", "over"),
        ("national_platform_registered_users", "2022-12", "超过7.8亿", "780000000", "over"),
        ("service_hall_round_trip", "2022-12", "上百", "100", "over"),
    ],
)
def test_figures(
    metric: str, as_of: str, printed: str, value: str, qualifier: str, rows: list[dict[str, object]]
) -> None:
    row = next(r for r in rows if (r["metric"], r["as_of"]) == (metric, as_of))
    assert (row["printed"], row["value"], row["qualifier"]) == (printed, Decimal(value), qualifier)


def test_metrics_of_the_report_keep_their_meaning() -> None:
    assert shared("data_sharing_calls")[2:] == ("data_sharing", "calls")
    with pytest.raises(KeyError, match="national_platform_uses"):
        shared("national_platform_uses")


def test_a_damaged_document_is_an_error(documents: dict[str, Document]) -> None:
    text = documents["news2022"].text
    with pytest.raises(ReadError, match=r"'platform_real_name_users'|实名用户"):
        list(read(Document("news2022", text.replace("实名用户超过10亿", "实名用户很多")), NEWS_2022))
    with pytest.raises(ReadError, match="不论是各地"):
        list(read(Document("news2022", text.replace("不论是各地", "")), NEWS_2022))
