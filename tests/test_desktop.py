"""The desktop example without its window: what is typed is read strictly, and answered by the library alone."""

import ast
import re
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import html5lib
import pytest

import ketaclinic as kc
from examples.desktop import files
from examples.desktop.desk import (
    EARLIER,
    FIRST,
    NO,
    NOT_SAID,
    NOW,
    PAGES,
    SECOND,
    YES,
    Desk,
    Page,
    Reply,
    hanging,
    remark,
    said,
    worded,
)
from examples.desktop.fields import (
    YEARS,
    Problem,
    UnreadableError,
    moments,
    read_count,
    read_day,
    read_time,
    stepped_count,
    stepped_day,
)
from examples.desktop.labels import LABELS, mnemonic

ROOT = Path(__file__).parents[1]
ZONE = ZoneInfo("America/Los_Angeles")
AT = datetime(2026, 10, 29, 16, tzinfo=UTC)
DESK = Desk(kc.faq_policy(), "en_US")
BY_NAME = {page.name: page for page in PAGES}


def asked(name: str, **typed: str) -> Reply:
    """The reply of a page where only that was typed."""
    return asked_at(AT, DESK, name, **typed)


def asked_at(now: datetime, desk: Desk, name: str, **typed: str) -> Reply:
    page = BY_NAME[name]
    stands = {field.name: field.initial(desk.language) for field in page.fields}
    assert typed.keys() <= stands.keys()
    return page.ask(stands | typed, desk=desk, now=now)


def reasons(reply: Reply) -> dict[str, str]:
    assert reply.answer is None
    return {name: problem.reason for name, problem in reply.problems.items()}


def smallest_window() -> str:
    """The window that the documentation shows, which a person with a display can also try."""
    page = (ROOT / "docs" / "desktop.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```{code-block} python\n(.+?)^```$", page, re.MULTILINE | re.DOTALL)
    return str(block)


# Counts


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), (" 12 ", 12), ("999", 999), ("007", 7)])
def test_a_count_is_read_from_figures(text: str, number: int) -> None:
    assert number == read_count(text)


@pytest.mark.parametrize("text", ["-1", "1.5", "six", "1000", "1,000", "1e2", "٣", "１", "1 2", "+1", "9" * 10_000])
def test_a_count_is_nothing_but_figures_up_to_999(text: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_count(text)
    assert caught.value.reason == "not_a_count"


def test_a_count_that_is_missing_is_not_taken_for_none() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_count("  ")
    assert caught.value.reason == "missing_count"


def test_a_visits_number_counts_from_one() -> None:
    assert read_count("1", least=1) == 1
    for text, reason in (("0", "counts_from_one"), ("", "missing_number")):
        with pytest.raises(UnreadableError) as caught:
            read_count(text, least=1)
        assert caught.value.reason == reason


# Days and times


@pytest.mark.parametrize("text", ["2026-12-03", "2026-12-3", " 2026-12-03 "])
@pytest.mark.parametrize("month_first", [True, False])
def test_a_day_is_read_with_the_year_first_in_every_language(text: str, *, month_first: bool) -> None:
    assert date(2026, 12, 3) == read_day(text, month_first=month_first)


def test_a_day_with_slashes_is_read_only_where_everybody_puts_the_month_first() -> None:
    assert date(2026, 12, 3) == read_day("12/3/2026", month_first=True)
    with pytest.raises(UnreadableError) as caught:
        read_day("12/3/2026", month_first=False)
    assert caught.value.reason == "not_a_day"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing_day"),
        ("12/3", "not_a_day"),
        ("12/3/26", "not_a_day"),
        ("tomorrow", "not_a_day"),
        ("20261203", "not_a_day"),
        ("1899-12-31", "year_not_taken"),
        ("2200-01-01", "year_not_taken"),
        ("1850-01-01", "year_not_taken"),
        ("9999-12-31", "year_not_taken"),
        ("0000-00-00", "year_not_taken"),
        ("1/1/2200", "year_not_taken"),
        ("2026-12-03 10:00", "not_a_day"),
        ("2" * 100_000, "not_a_day"),
        ("٢٠٢٦-١٢-٠٣", "not_a_day"),
        ("2026-02-29", "no_such_day"),
        ("13/1/2026", "no_such_day"),
        ("2026-00-10", "no_such_day"),
    ],
)
def test_any_other_day_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_day(text, month_first=True)
    assert caught.value.reason == reason


@pytest.mark.parametrize("text", ["1900-01-01", "2199-12-31", "1/1/1900", "12/31/2199"])
def test_the_first_and_the_last_day_that_are_taken_are_read(text: str) -> None:
    assert read_day(text, month_first=True) in {date(1900, 1, 1), date(2199, 12, 31)}


def test_the_years_that_are_taken_are_the_librarys() -> None:
    taken = []
    for year in (YEARS[0] - 1, YEARS[0], YEARS[-1], YEARS[-1] + 1):
        try:
            kc.Visit.at(datetime(year, 7, 1, tzinfo=UTC), number=1)
        except kc.InvalidInputError:
            continue
        taken.append(year)

    assert taken == [YEARS[0], YEARS[-1]]


@pytest.mark.parametrize("language", LABELS)
def test_a_year_that_is_not_taken_is_told_with_those_that_are(language: str) -> None:
    told = worded(Problem("year_not_taken"), language)

    assert re.findall("[0-9]+", told) == ["1900", "2199"]
    assert told not in {worded(Problem(reason), language) for reason in ("not_a_day", "no_such_day")}


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("14:30", time(14, 30)),
        ("02:30", time(2, 30)),
        ("10:00", time(10)),
        ("00:00", time(0)),
        ("2:30 PM", time(14, 30)),
        ("2:30pm", time(14, 30)),
        ("2:30 p. m.", time(14, 30)),
        ("2:30 P.M.", time(14, 30)),
        ("2:30\u202fPM", time(14, 30)),
        ("9am", time(9)),
        ("12 AM", time(0)),
        ("12:05 am", time(0, 5)),
        ("12:05 pm", time(12, 5)),
    ],
)
def test_a_time_is_read_by_24_hours_or_with_its_half_of_the_day(text: str, clock: time) -> None:
    assert clock == read_time(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing_time"),
        ("2:30", "which_half_of_the_day"),
        ("9:00", "which_half_of_the_day"),
        ("24:00", "not_a_time"),
        ("10:60", "not_a_time"),
        ("13:00 PM", "not_a_time"),
        ("0:30 AM", "not_a_time"),
        ("1430", "not_a_time"),
        ("10", "not_a_time"),
        ("noon", "not_a_time"),
        ("10:00:00", "not_a_time"),
        ("1" * 100_000, "not_a_time"),
    ],
)
def test_any_other_time_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_time(text)
    assert caught.value.reason == reason


@pytest.mark.parametrize("name", ["America/Los_Angeles", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_the_moments_of_a_clock_reading_are_all_at_which_the_clocks_show_it(name: str) -> None:
    zone = ZoneInfo(name)
    shows: dict[datetime, list[datetime]] = {}
    for quarter in range(-96, 366 * 96):
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarter)
        shows.setdefault(moment.astimezone(zone).replace(tzinfo=None), []).append(moment)
    counts = set()
    for quarter in range(365 * 96):
        reading = datetime(2026, 1, 1) + timedelta(minutes=15 * quarter)  # noqa: DTZ001  # what a clock shows
        meant = moments(reading.date(), reading.time(), zone)
        assert meant == tuple(shows.get(reading, ()))
        counts.add(len(meant))

    assert counts == ({1} if name == "Asia/Kolkata" else {0, 1, 2})


def test_the_arrow_keys_step_counts_and_days() -> None:
    today = date(2026, 12, 31)

    assert [stepped_count(text, 1) for text in ("", "4", "999", "x")] == ["0", "5", "999", "x"]
    assert [stepped_count(text, -1) for text in ("", "4", "0")] == ["0", "3", "0"]
    assert stepped_day("", 1, today=today, month_first=False) == "2026-12-31"
    assert stepped_day("2026-12-31", 1, today=today, month_first=False) == "2027-01-01"
    assert stepped_day("3/1/2028", -1, today=today, month_first=True) == "2028-02-29"
    assert stepped_day("3/1/2028", -1, today=today, month_first=False) == "3/1/2028"
    assert stepped_day("2199-12-31", 1, today=today, month_first=False) == "2199-12-31"
    assert stepped_day("1900-01-01", -1, today=today, month_first=False) == "1900-01-01"
    assert stepped_day("1900-01-01", 1, today=today, month_first=False) == "1900-01-02"


# The price


def test_the_price_counts_what_the_patient_has_had() -> None:
    assert asked("price", completed="4", planned="3").answer == kc.quote(3, completed=4)


def test_chronic_pain_that_was_not_asked_for_differs_from_none() -> None:
    assert asked("price", completed="0", planned="6").answer == kc.quote(6)
    assert asked("price", completed="0", planned="6", pain=NO).answer == kc.quote(6, treating=())


def test_each_consultation_that_is_ticked_is_priced() -> None:
    ticked = {service.value: service.value for service in kc.Service if service is not kc.Service.INFUSION}
    services = [service for service in kc.Service if service is not kc.Service.INFUSION]

    assert asked("price", completed="0", planned="0", **ticked).answer == kc.quote(0, services=services)


def test_a_price_for_chronic_pain_is_not_given_and_that_is_an_answer() -> None:
    reply = asked("price", completed="0", planned="6", pain=YES)

    assert isinstance(reply.answer, kc.PriceNotPublishedError)
    for language, beginning, whom in (
        ("en_US", "No price for chronic pain", "Ask whoever sets the prices"),
        ("es_US", "Aquí no se publica", "pregunte a quien fija los precios"),
    ):
        text = said(reply.answer, language)
        assert text.startswith(beginning)
        assert whom in text  # and not the clinic, which is who reads this
        assert whom in said(kc.PriceNotPublishedError("price.thereafter", "1"), language)
        assert "(866) 987-7874" in text
        assert "price.chronic-pain" in text
        assert "$" not in text


def test_a_price_list_that_ends_too_early_is_told_apart_from_chronic_pain() -> None:
    ends = kc.PriceNotPublishedError("price.thereafter", "(866) 987-7874")

    assert said(ends, "en_US").startswith("No price is published for so many infusions.")


def test_every_wrong_field_of_the_price_is_named_at_once() -> None:
    assert reasons(asked("price", completed="x")) == {"completed": "not_a_count", "planned": "missing_count"}


def test_a_price_of_nothing_is_no_price() -> None:
    assert reasons(asked("price", completed="3", planned="0")) == {"planned": "nothing_to_price"}


def test_another_clinics_policy_gives_its_own_prices() -> None:
    policy = kc.load_policy(ROOT / "examples" / "another_clinic.toml")
    reply = asked_at(AT, Desk(policy, "en_US"), "price", completed="0", planned="3", pain=YES)

    assert isinstance(reply.answer, kc.Quote)
    assert str(reply.answer.total) == "$2,550.00"


# Cancelling


def test_notice_given_now_is_the_time_that_the_app_reads() -> None:
    reply = asked("cancel", visit_day="2026-10-31", visit_time="09:00", number="2")

    assert isinstance(reply.answer, kc.Cancellation)
    assert reply.answer.notified == AT
    assert reply.answer.outcome is kc.Outcome.TIMELY
    late = asked_at(AT + timedelta(seconds=1), DESK, "cancel", visit_day="2026-10-31", visit_time="09:00", number="2")
    assert isinstance(late.answer, kc.Cancellation)
    assert late.answer.outcome is kc.Outcome.LATE


def test_notice_given_earlier_is_read_by_the_clinics_clocks() -> None:
    typed = {"notice": EARLIER, "notice_day": "10/28/2026", "notice_time": "8 PM"}
    reply = asked("cancel", visit_day="10/31/2026", visit_time="09:00", number="1", **typed)

    assert isinstance(reply.answer, kc.Cancellation)
    assert reply.answer.notified == datetime(2026, 10, 29, 3, tzinfo=UTC)
    assert reply.answer.visit.is_initial


def test_a_notice_that_is_still_to_come_is_refused() -> None:
    typed = {"visit_day": "2026-10-31", "visit_time": "09:00", "number": "1", "notice_day": "2026-10-29"}
    reply = asked("cancel", **typed, notice=EARLIER, notice_time="09:01")
    at_once = asked("cancel", **typed, notice=EARLIER, notice_time="09:00")

    assert reasons(reply) == {"notice_day": "still_to_come"}
    assert isinstance(at_once.answer, kc.Cancellation)


def test_what_stands_in_the_fields_of_an_earlier_notice_does_not_count_when_it_is_given_now() -> None:
    reply = asked("cancel", visit_day="2026-10-31", visit_time="09:00", number="1", notice=NOW, notice_day="nonsense")

    assert isinstance(reply.answer, kc.Cancellation)


def test_a_repeated_hour_asks_which_of_the_two_and_takes_the_answer() -> None:
    typed = {"visit_day": "2026-11-01", "visit_time": "01:30", "number": "1"}
    unclear = asked("cancel", **typed)
    first, second = (asked("cancel", **typed, visit_which=which).answer for which in (FIRST, SECOND))

    assert reasons(unclear) == {"visit_time": "twice"}
    assert unclear.problems["visit_time"].choices == (
        datetime(2026, 11, 1, 8, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
    )
    assert isinstance(first, kc.Cancellation)
    assert isinstance(second, kc.Cancellation)
    assert second.visit.moment - first.visit.moment == timedelta(hours=1)


def test_a_choice_between_two_does_not_count_where_the_time_is_read_in_one_way() -> None:
    typed = {"visit_day": "2026-11-02", "visit_time": "01:30", "number": "1"}

    assert asked("cancel", **typed, visit_which=SECOND) == asked("cancel", **typed)


def test_a_skipped_time_is_refused_beside_its_field() -> None:
    reply = asked("cancel", visit_day="2027-03-14", visit_time="2:30 AM", number="1")

    assert reasons(reply) == {"visit_time": "skipped"}


def test_every_wrong_field_of_a_cancellation_is_named_at_once_and_in_order() -> None:
    reply = asked("cancel", visit_day="2026-02-30", visit_time="2:30", number="0", notice=EARLIER)

    assert list(reasons(reply).items()) == [
        ("visit_day", "no_such_day"),
        ("visit_time", "which_half_of_the_day"),
        ("number", "counts_from_one"),
        ("notice_day", "missing_day"),
        ("notice_time", "missing_time"),
    ]


def test_a_moment_that_the_library_does_not_take_is_refused_beside_the_day() -> None:
    assert reasons(asked("prepare", visit_day="2199-12-31", visit_time="23:59", number="1")) == {
        "visit_day": "year_not_taken"
    }


def test_a_notice_at_a_moment_that_the_library_does_not_take_is_refused_beside_its_day() -> None:
    policy = kc.faq_policy()
    eastern = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, time_zone="Asia/Kolkata"))
    typed = {"visit_day": "2026-10-31", "visit_time": "09:00", "number": "1", "notice": EARLIER}
    desk = Desk(eastern, "en_US")
    early, late = (
        asked_at(AT, desk, "cancel", **typed, notice_day="1900-01-01", notice_time=clock)
        for clock in ("00:00", "12:00")
    )

    assert reasons(early) == {"notice_day": "year_not_taken"}
    assert late.answer is not None


def test_only_a_desk_in_english_reads_a_day_with_slashes() -> None:
    typed = {"visit_day": "12/3/2026", "visit_time": "10:00", "number": "1"}

    assert asked_at(AT, Desk(kc.faq_policy(), "en_US"), "prepare", **typed).answer
    assert reasons(asked_at(AT, Desk(kc.faq_policy(), "es_US"), "prepare", **typed)) == {"visit_day": "not_a_day"}


# The sheet


def sheet() -> kc.PreparationSheet:
    answer = asked("prepare", visit_day="12/3/2026", visit_time="10:00", number="1").answer
    assert isinstance(answer, kc.PreparationSheet)
    return answer


def test_the_sheet_is_the_librarys_for_that_visit() -> None:
    assert sheet() == kc.prepare(kc.Visit.at(datetime(2026, 12, 3, 10, tzinfo=ZONE), number=1))


VISIT = {"visit_day": "2026-12-03", "visit_time": "10:00", "number": "1"}


@pytest.mark.parametrize(("pain", "treating"), [(NOT_SAID, None), (NO, ()), (YES, (kc.Indication.CHRONIC_PAIN,))])
def test_the_sheet_is_for_what_is_treated(pain: str, treating: tuple[kc.Indication, ...] | None) -> None:
    visit = kc.Visit.at(datetime(2026, 12, 3, 10, tzinfo=ZONE), number=1)

    assert asked("prepare", **VISIT, pain=pain).answer == kc.prepare(visit, treating=treating)


@pytest.mark.parametrize("form", files.FORMS)
@pytest.mark.parametrize("locale", [locale.name for locale in kc.locales()])
def test_no_price_stands_on_a_sheet_for_chronic_pain_on_the_screen_or_in_the_file(locale: str, form: str) -> None:
    of_pain, usual = (asked("prepare", **VISIT, pain=pain).answer for pain in (YES, NO))
    assert isinstance(of_pain, kc.PreparationSheet)
    assert isinstance(usual, kc.PreparationSheet)

    for language in LABELS:
        assert "$600.00" in said(usual, language)
        assert "$" not in said(of_pain, language)
    assert "600" in files.content(usual, form=form, locale=locale)
    assert "600" not in files.content(of_pain, form=form, locale=locale)


@pytest.mark.parametrize("language", LABELS)
def test_only_a_sheet_for_a_day_that_has_passed_at_the_clinic_is_remarked_on(language: str) -> None:
    desk = Desk(kc.faq_policy(), language)
    late = datetime(2026, 12, 4, 7, 59, tzinfo=UTC)  # 23:59 at the clinic on December 3
    remarks = {}
    for day in ("2026-12-02", "2026-12-03", "2026-12-04"):
        answer = asked_at(late, desk, "prepare", visit_day=day, visit_time="10:00", number="1").answer
        assert answer is not None
        remarks[day] = remark(answer, desk=desk, now=late)

    assert remarks.pop("2026-12-02") == LABELS[language]["day_passed"].format(today="2026-12-03")
    assert remarks == {"2026-12-03": "", "2026-12-04": ""}


def test_other_answers_are_not_remarked_on() -> None:
    cancelled = asked("cancel", visit_day="2026-10-28", visit_time="09:00", number="1").answer
    for answer in (cancelled, kc.quote(1)):
        assert answer is not None
        assert not remark(answer, desk=DESK, now=AT)


@pytest.mark.parametrize("language", LABELS)
def test_the_sheet_on_the_screen_says_what_the_library_says_in_longer_lines(language: str) -> None:
    rendered = kc.render(sheet(), locale=language)

    assert said(sheet(), language).split() == rendered.split()
    assert max(map(len, said(sheet(), language).splitlines())) > max(map(len, rendered.splitlines()))


def test_a_price_and_a_cancellation_on_the_screen_are_word_for_word_the_librarys() -> None:
    cancellation = asked("cancel", visit_day="2026-10-31", visit_time="09:00", number="1").answer
    for answer in (kc.quote(7, completed=2), cancellation):
        assert isinstance(answer, kc.Quote | kc.Cancellation)
        rendered = kc.render(answer, locale="es_US")
        assert said(answer, "es_US").split() == rendered.split()
        for row in (line for line in rendered.splitlines() if "   " in line.strip()):
            assert row in said(answer, "es_US").splitlines()  # the columns of a table stay


@pytest.mark.parametrize("locale", [locale.name for locale in kc.locales()])
def test_a_sheet_is_saved_as_a_whole_page_in_each_language_that_is_shipped(tmp_path: Path, locale: str) -> None:
    path = tmp_path / files.suggested_name(sheet())

    assert path.name == "visit-2026-12-03.html"
    assert files.save(sheet(), path, locale=locale) == "saved"
    text = path.read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(text)
    assert kc.render(sheet(), locale=locale, form="html") in text
    direction = "rtl" if locale == "fa" else "ltr"
    assert f'<html lang="{locale.replace("_", "-")}" dir="{direction}">' in text
    assert "<script" not in text


@pytest.mark.parametrize("locale", [locale.name for locale in kc.locales()])
def test_a_saved_page_says_what_it_is_and_fits_a_telephone(locale: str) -> None:
    page = html5lib.parse(files.content(sheet(), form=".html", locale=locale), namespaceHTMLElements=False)
    (title,) = page.findall(".//title")
    (viewport,) = page.findall(".//meta[@name='viewport']")
    headings = [element for element in page.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    levels = [int(heading.tag[1]) for heading in headings]

    assert title.text == kc.render(sheet(), locale=locale).partition("\n")[0]
    assert "2026" in title.text
    assert viewport.get("content") == "width=device-width, initial-scale=1"
    assert ["".join(heading.itertext()) for heading in headings[:2]] == [kc.faq_policy().clinic.name, title.text]
    assert levels[:2] == [1, 2]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_a_clinics_name_and_its_words_are_inert_in_the_saved_page() -> None:
    policy = kc.faq_policy()
    words = (kc.Wording("en_US", "Before and after your visit on {date}", "</title><script>{date}</script>"),)
    clinic = attrs.evolve(policy.clinic, name="<script>A & B</script>", wording=words)
    named = attrs.evolve(policy, clinic=clinic)
    text = files.content(kc.prepare(kc.Visit.at(AT, number=1, policy=named)), form=".html", locale="en_US")

    assert "<script" not in text
    assert "<h1><bdi>&lt;script&gt;A &amp; B&lt;/script&gt;</bdi></h1>" in text
    assert text.count("&lt;script&gt;A &amp; B&lt;/script&gt;") > 1


def test_a_sheet_is_saved_as_text(tmp_path: Path) -> None:
    path = tmp_path / "sheet.TXT"

    assert files.save(sheet(), path, locale="es_US") == "saved"
    assert path.read_text(encoding="utf-8") == kc.render(sheet(), locale="es_US") + "\n"


def test_what_cannot_be_saved_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    for name, result in (("sheet.pdf", "no_such_form"), ("sheet", "no_such_form"), ("gone/sheet.html", "not_saved")):
        assert files.save(sheet(), tmp_path / name, locale="en_US") == result
    assert not list(tmp_path.iterdir())


def test_what_follows_a_mark_or_a_time_is_set_in_past_it() -> None:
    lines = [
        "- One",
        "  - Two",
        "  10:00 AM   Three",
        "  7:00\u202fa.m.    Four",
        "  10:00   Five",
        "Six",
        "Seven   8 × 9",
    ]

    assert [hanging(line) for line in lines] == [2, 4, 13, 15, 10, 0, 0]


# Labels


def test_every_language_has_every_label_with_the_same_placeholders() -> None:
    english = LABELS["en_US"]
    for labels in LABELS.values():
        assert labels.keys() == english.keys()
        for key, label in labels.items():
            assert re.findall(r"\{\w+\}", label) == re.findall(r"\{\w+\}", english[key])
            assert ("&" in label) == ("&" in english[key])
            assert label


@pytest.mark.parametrize("language", LABELS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_letter_reaches_two_things_of_one_page(language: str, page: Page) -> None:
    more = ("save", "print") if page.name == "prepare" else ()
    on_page = [f"ask_{page.name}", "clear", *more, *(field.name for field in page.fields)]
    keys = ["language", "next_patient", *(other.name for other in PAGES), *on_page]
    letters = [mnemonic(LABELS[language][key]) for key in keys]

    assert all(re.fullmatch("[a-z]", letter) for letter in letters)
    assert len(set(letters)) == len(letters)


def test_every_reason_and_every_choice_has_a_label() -> None:
    source = "".join((ROOT / "examples" / "desktop" / name).read_text("utf-8") for name in ("fields.py", "desk.py"))
    told = re.findall(r'(?:UnreadableError|Problem)\("(\w+)"', source)
    choices = [choice for page in PAGES for field in page.fields for choice in field.choices]

    assert len(set(told)) > 8
    assert {*told, *choices} <= LABELS["en_US"].keys()


def test_the_smallest_window_of_the_documentation_compiles() -> None:
    compile(smallest_window(), "docs/desktop.md", "exec")


def test_the_pure_part_imports_no_tk() -> None:
    program = "import sys, examples.desktop.desk, examples.desktop.files; sys.exit('tkinter' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0  # noqa: S603


def test_the_app_needs_the_standard_library_alone_and_of_it_nothing_that_keeps_what_was_typed() -> None:
    imported = set()
    for path in (ROOT / "examples" / "desktop").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                imported.add(str(node.module))
            elif isinstance(node, ast.Call):
                assert getattr(node.func, "id", "") not in {"open", "print"}

    values = {
        "collections.abc",
        "dataclasses",
        "datetime",
        "functools",
        "html",
        "itertools",
        "re",
        "typing",
        "zoneinfo",
    }
    window = {"argparse", "pathlib", "sys", "tkinter", "tkinter.font", "webbrowser"}
    assert imported == values | window | {"ketaclinic"}
