"""Answers in the languages that are shipped: the same figures, and English beside what nobody has reviewed."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import html5lib
import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name, parse_date
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from messages import EVERYDAY, in_vocabulary

import ketaclinic as kc
from ketaclinic.catalogs import SHIPPED
from ketaclinic.rendering.forms import width_of
from ketaclinic.rendering.screenings import SAFETY
from ketaclinic.rendering.words import Words, words
from ketaclinic.testing import moneys

ZONE = ZoneInfo("America/Los_Angeles")
FIRST = datetime(2026, 12, 21, 10, tzinfo=ZONE)
PLAN = kc.propose_plan(first=FIRST, infusions=6, calendar=kc.ClinicCalendar(closed=[date(2026, 12, 25)]))
SCREENING = kc.screen(
    medications=["Klonopin", "zoloff", "metformin"],
    conditions=["asthma", "high blood pressure", "no seizures", "PTSD"],
    substances=["Special K"],
)
DECISIONS: dict[str, Any] = {
    "quote": kc.quote_plan(PLAN),
    "consultation": kc.quote(0, services=[kc.Service.INFORMATION_CONSULTATION]),
    "screening": SCREENING,
    "incomplete": kc.screen(),
    "plan": PLAN.with_maintenance([FIRST + timedelta(days=60)]),
    "dense": kc.TreatmentPlan.of([FIRST, FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=30)]),
    "timely": kc.assess_cancellation(PLAN.visits[0], notified=FIRST - timedelta(hours=48, minutes=5)),
    "late": kc.assess_cancellation(PLAN.visits[1], notified=FIRST, reserved=PLAN.visits),
    "missed": kc.assess_cancellation(PLAN.visits[0], notified=FIRST, reserved=PLAN.visits),
    "sheet": kc.prepare(PLAN.visits[0], screening=SCREENING),
    "sheets": kc.prepare_plan(PLAN, nausea_after=[1], headache_after=[2]),
    "explanation": kc.explain(kc.quote(6)),
    "explained screening": kc.explain(SCREENING),
    "explained plan": kc.explain(PLAN),
    "visit": PLAN.visits[0],
    "offer": kc.offer_freed_visits(
        PLAN.visits[:1], [kc.WaitingPatient("17", since=FIRST, ready=True, availability=[date(2026, 12, 21)])]
    )[0],
    "action": kc.Action.PLAN_WITH_PRESCRIBER,
    "medicine": kc.supportive_medications(1)[0],
    "departure": kc.review_plan(kc.TreatmentPlan.of([FIRST]))[0],
}
NAMES = [name for _, name, _ in in_vocabulary()]
EACH = pytest.mark.parametrize("name", DECISIONS)
IN = pytest.mark.parametrize("locale", SHIPPED[1:])


def digits(text: str) -> Counter[str]:
    return Counter(str(int(number)) for number in re.findall(r"\d+", text))


@pytest.mark.parametrize(
    ("asked", "shipped"),
    [("es_MX", "es_US"), ("es-US", "es_US"), ("es", "es_US"), ("fa_IR", "fa"), ("ko_KR", "ko"), ("KO-kr", "ko")],
)
def test_a_regional_variant_leads_to_the_shipped_locale(asked: str, shipped: str) -> None:
    assert kc.render(PLAN, locale=asked) == kc.render(PLAN, locale=shipped) != str(PLAN)


@IN
@EACH
def test_every_form_of_every_answer_is_there(name: str, locale: str) -> None:
    forms: tuple[kc.Form, ...] = ("text", "markdown", "html")
    details: tuple[kc.Detail, ...] = ("full", "brief")
    for form in forms:
        for detail in details:
            rendered = kc.render(DECISIONS[name], locale=locale, form=form, detail=detail)
            assert rendered
            assert rendered != kc.render(DECISIONS[name], form=form, detail=detail)


def without_times(name: str, locale: str) -> str:
    """The text of an answer without its days and times, which each language writes in its own way."""
    html = kc.render(DECISIONS[name], locale=locale, form="html", allow_unreviewed=True)
    fragment = html5lib.parseFragment(re.sub("<time.*?</time>", "", html), namespaceHTMLElements=False)
    return " ".join(fragment.itertext())


@IN
@pytest.mark.parametrize("name", ["quote", "consultation", "screening", "incomplete", "timely", "late", "missed"])
def test_prices_levels_and_hours_are_the_same_figures_in_every_locale(name: str, locale: str) -> None:
    assert digits(without_times(name, locale)) == digits(without_times(name, "en_US"))


@IN
@EACH
def test_what_nobody_has_reviewed_stands_beside_its_english(name: str, locale: str) -> None:
    safe = kc.render(DECISIONS[name], locale=locale, form="html")
    bare = kc.render(DECISIONS[name], locale=locale, form="html", allow_unreviewed=True)
    plain = kc.render(DECISIONS[name], form="html")

    assert '<span lang="en"' not in bare
    if SAFETY in plain:
        assert safe.count(SAFETY) >= plain.count(SAFETY)
        assert SAFETY not in bare
    if name not in {"departure", "visit", "offer", "consultation", "late", "missed", "timely", "dense", "quote"}:
        assert safe != bare


@IN
def test_the_safety_sentence_is_there_in_english_and_in_the_language(locale: str) -> None:
    translated = words(locale).gettext(SAFETY)

    for name in ("screening", "sheet", "sheets", "action"):
        text = " ".join(kc.render(DECISIONS[name], locale=locale).split())
        assert SAFETY in text
        assert translated in text
    assert translated in kc.render(SCREENING, locale=locale, detail="brief", allow_unreviewed=True)


@IN
def test_figures_and_dates_are_localized_even_in_the_english_beside(locale: str) -> None:
    text = " ".join(kc.render(DECISIONS["sheet"], locale=locale).replace("\u202f", " ").split())
    until = words(locale).moment(FIRST + timedelta(hours=14, minutes=30), ZONE).replace("\u202f", " ")

    english = words(locale, speaks="english").moment(FIRST + timedelta(hours=14, minutes=30), ZONE)
    assert until in text
    assert " ".join(english.replace("\u202f", " ").split()) in text


def test_right_to_left_text_says_so_and_keeps_what_is_filled_in_apart() -> None:
    html = kc.render(DECISIONS["quote"], locale="fa", form="html")
    text = kc.render(DECISIONS["quote"], locale="fa")

    assert html.startswith('<section class="tex2jax_ignore mathjax_ignore" lang="fa" dir="rtl">')
    assert "\u2068(866) 987-7874\u2069" in text
    for rendered in (text, html):
        assert rendered.count("\u2068") == rendered.count("\u2069") > 0
    assert "\u2068" not in kc.render(DECISIONS["quote"], locale="ko")
    assert 'lang="ko">' in kc.render(DECISIONS["quote"], locale="ko", form="html")


def test_times_are_time_elements_with_their_moment() -> None:
    html = kc.render(PLAN, form="html")

    assert '<time datetime="2026-12-21">Mon, Dec 21, 2026</time>' in html
    assert '<time datetime="2026-12-21T10:00:00-08:00">10:00\u202fAM</time>' in html
    for locale in SHIPPED:
        assert kc.render(PLAN, locale=locale, form="html").count('<time datetime="2026-12-21') == html.count(
            '<time datetime="2026-12-21'
        )


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("ab", 2), ("한국", 4), ("a한", 3), ("é", 1), ("e\u0301", 1), ("\u2068a\u2069", 1), ("。", 2), ("Ａ", 2)],
)
def test_a_wide_letter_takes_two_columns_and_a_mark_none(text: str, columns: int) -> None:
    assert width_of(text) == columns


@pytest.mark.parametrize("locale", SHIPPED)
def test_the_columns_of_a_table_are_aligned_in_every_script(locale: str) -> None:
    table = kc.render(kc.quote(6), locale=locale).split("\n\n")[2].splitlines()
    ends = {width_of(line[: line.index("price.")]) for line in table if "price." in line}

    assert len(ends) == 1


@pytest.mark.parametrize("locale", SHIPPED)
def test_the_steps_of_a_sheet_are_wrapped_within_the_line(locale: str) -> None:
    lines = kc.render(DECISIONS["sheet"], locale=locale).split("\n\n")[2].splitlines()

    assert max(map(width_of, lines)) <= 96
    assert len(lines) > 10


# ---- Figures parse back


@pytest.mark.parametrize("locale", SHIPPED)
@given(money=moneys(currency="USD"))
def test_an_amount_parses_back_in_every_locale(locale: str, money: kc.Money) -> None:
    shown = re.sub(r"[^0-9.,٫٬\u2212-]", "", kc.render(money, locale=locale)).replace("\u2212", "-")

    assert parse_decimal(shown.replace("٫", ".").replace("٬", ","), locale="en_US") == money.amount


@pytest.mark.parametrize("locale", SHIPPED)
@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_is_as_babel_writes_it(locale: str, day: date) -> None:
    assert words(locale).calendar_date(day) == format_skeleton("yMMMEd", day, locale=locale)


@pytest.mark.parametrize("locale", SHIPPED)
@given(moment=st.datetimes(datetime(1900, 6, 1), datetime(2199, 6, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_time_of_day_is_as_babel_writes_it(locale: str, moment: datetime) -> None:
    shown = moment.astimezone(ZONE)
    is_repeated = shown.replace(fold=1 - shown.fold).utcoffset() != shown.utcoffset()
    in_words = format_time(moment, "short", tzinfo=ZONE, locale=locale)

    assert words(locale).time(moment, ZONE).startswith(in_words)
    assert is_repeated or words(locale).time(moment, ZONE) == in_words
    assert in_words in words(locale).moment(moment, ZONE)
    assert words(locale).calendar_date(shown.date()) in words(locale).moment(moment, ZONE)
    assert words(locale).day(moment, ZONE) == words(locale).calendar_date(shown.date())


def test_no_more_than_some_hundred_days_and_times_are_kept() -> None:
    english = Words("en_US")
    for number in range(600):
        english.calendar_date(date(2026, 1, 1) + timedelta(days=number))
        english.time(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number), UTC)

    assert "\ufdd0" not in english.calendar_date(date(2026, 1, 1))
    assert english._day.cache_info().currsize == english._clock.cache_info().currsize == 256


@pytest.mark.parametrize("messages", [(SAFETY, str(SAFETY)), (str(SAFETY), SAFETY)])
def test_a_message_that_was_worded_before_is_not_taken_for_one_in_another_context(messages: tuple[str, str]) -> None:
    spanish = Words("es_US")
    worded = {type(message): [spanish.gettext(message)[:14] for _ in range(2)] for message in messages}

    assert worded == {type(SAFETY): ["Nunca suspenda"] * 2, str: ["Never stop or "] * 2}


@pytest.mark.parametrize("locale", SHIPPED)
@given(minutes=st.integers(0, 100_000))
def test_a_span_of_time_is_in_hours_and_minutes_that_read_back(locale: str, minutes: int) -> None:
    shown = words(locale).hours(timedelta(minutes=minutes, seconds=59))
    figures = [int(re.sub(r"\D", "", number)) for number in re.findall(r"\d[\d,.٬]*", shown)]

    assert figures == ([minutes // 60, minutes % 60] if minutes % 60 else [minutes // 60])


@pytest.mark.parametrize("locale", SHIPPED)
def test_a_thousand_is_the_first_number_with_a_sign_between_its_digits(locale: str) -> None:
    assert [words(locale).number(number) for number in (0, 999, 1_000)] == ["0", "999", "1,000"]


AT = datetime(2026, 11, 1, 9, 5, tzinfo=UTC)
"""In Los Angeles, the second reading of an hour that is repeated."""

AM, PM = (Locale("ko").day_periods["format"]["abbreviated"][half] for half in ("am", "pm"))
KOREA = get_timezone_name(AT.astimezone(ZoneInfo("Asia/Seoul")), locale="ko")
"""The names of halves of the day and of a time zone, which change with Babel's versions."""


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        (
            "en_US",
            [
                *("-$1,234.50", "10,004", "999", "Sun, Nov 1, 2026", "1:05\u202fAM PST", "10:00\u202fAM"),
                *("Sun, Nov 1, 2026, 1:05\u202fAM PST", "Sun, Nov 1, 2026, 9:05\u202fAM GMT+00:00"),
                *("Sun, Nov 1, 2026, 6:05\u202fPM Korean Standard Time", "1 hour, 1 minute", "48 hours"),
                *("a, b, and c", "November 2026", "Su Mo Tu We Th Fr Sa", "2 more are not shown."),
            ],
        ),
        (
            "es_US",
            [
                *("-$1,234.50", "10,004", "999", "dom, 1 de nov de 2026", "1:05\u202fa.m. PST", "10:00\u202fa.m."),
                *("dom, 1 de nov de 2026, 1:05\u202fa.m. PST", "dom, 1 de nov de 2026, 9:05\u202fa.m. GMT+00:00"),
                *("dom, 1 de nov de 2026, 6:05\u202fp.m. hora estándar de Corea", "1 hora y 1 minuto", "48 horas"),
                *("a, b y c", "noviembre de 2026", "DO LU MA MI JU VI SA", "Hay 2 puntos más que no se muestran."),
            ],
        ),
        (
            "ko",
            [
                *("-US$1,234.50", "10,004", "999", "2026년 11월 1일 (일)"),
                *(f"{AM} 1:05 미 태평양 표준시", f"{AM} 10:00"),
                *(f"2026년 11월 1일 (일) {AM} 1:05 (미 태평양 표준시)", f"2026년 11월 1일 (일) {AM} 9:05 (GMT+00:00)"),
                *(f"2026년 11월 1일 (일) {PM} 6:05 ({KOREA})", "1시간 1분", "48시간"),
                *("a, b 및 c", "2026년 11월", "일 월 화 수 목 금 토", "표시되지 않은 항목이 2개 더 있습니다."),
            ],
        ),
        (
            "fa",
            [
                *("-\u200e$\xa01,234.50", "10,004", "999", "یکشنبه 1 نوامبر 2026"),
                *("1:05 وقت عادی غرب امریکا", "10:00"),
                "\u2068یکشنبه 1 نوامبر 2026\u2069، ساعت \u20681:05\u2069 \u2068وقت عادی غرب امریکا\u2069",
                "\u2068یکشنبه 1 نوامبر 2026\u2069، ساعت \u20689:05\u2069 \u2068+00:00 گرینویچ\u2069",
                "\u2068یکشنبه 1 نوامبر 2026\u2069، ساعت \u206818:05\u2069 \u2068وقت عادی کره\u2069",
                *("\u2068\u20681\u2069 ساعت\u2069 و \u2068\u20681\u2069 دقیقه\u2069", "\u206848\u2069 ساعت"),
                *("\u2068a\u2069،\u200f \u2068b\u2069، و \u2068c\u2069", "نوامبر 2026", "ش ۱ش ۲ش ۳ش ۴ش ۵ش ج"),
                "\u20682\u2069 مورد دیگر نشان داده نشده است.",
            ],
        ),
    ],
)
def test_figures_and_names_are_written_as_the_language_writes_them(locale: str, shown: list[str]) -> None:
    said = words(locale)
    more = ("{count} more is not shown.", "{count} more are not shown.")

    assert [
        *(said.money(kc.Money("-1234.5")), said.number(10_004), said.number(999), said.day(AT, ZONE)),
        *(said.time(AT, ZONE), said.time(AT + timedelta(hours=8, minutes=55), ZONE)),
        *(said.moment(AT, zone) for zone in (ZONE, ZoneInfo("Europe/Dublin"), ZoneInfo("Asia/Seoul"))),
        *(said.hours(timedelta(minutes=61)), said.hours(timedelta(days=2)), said.listed("abc")),
        *(said.month(AT.date()), " ".join(name for _, name in said.weekdays()), said.ngettext(*more, 2, count="2")),
    ] == shown


@pytest.mark.parametrize(
    ("locale", "one", "two"),
    [
        ("en_US", "1 hour, 1 minute", "2 hours, 2 minutes"),
        ("es_US", "1 hora y 1 minuto", "2 horas y 2 minutos"),
        ("ko", "1시간 1분", "2시간 2분"),
        ("fa", "1 ساعت و 1 دقیقه", "2 ساعت و 2 دقیقه"),
    ],
)
def test_a_number_goes_with_the_form_that_the_language_has_for_it(locale: str, one: str, two: str) -> None:
    shown = [words(locale).hours(timedelta(hours=number, minutes=number)) for number in (1, 2)]

    assert [re.sub("[\u2066-\u2069]", "", each) for each in shown] == [one, two]


# ---- No text but from the catalogs


class Pseudo(NullTranslations):
    """A language in which every message stands between brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def pgettext(self, _context: str, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return f"⟦{singular if n == 1 else plural}⟧"


def outside(text: str) -> Iterator[str]:
    """What stands outside all brackets."""
    depth = 0
    for letter in text:
        depth += (letter == "⟦") - (letter == "⟧")
        if depth == 0:
            yield letter.replace("⟧", " ")


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> Words:
    # The package has a function of the module's name, so the module is not its attribute.
    monkeypatch.setattr(sys.modules["ketaclinic.rendering.words"], "_catalog", lambda *_: Pseudo())
    return Words("en_US")


def in_every_form(decision: object) -> Iterator[str]:
    details: tuple[kc.Detail, ...] = ("full", "brief")
    for detail in details:
        yield kc.render(decision, detail=detail)
        yield MarkdownIt("commonmark").enable("table").render(kc.render(decision, form="markdown", detail=detail))
        yield kc.render(decision, form="html", detail=detail)


TAGS = re.compile(r"</?[a-z][^>]*>")
ENTERED = ["Klonopin", "zoloff", "metformin", "asthma", "high blood pressure", "no seizures", "PTSD", "Special K"]


@EACH
def test_every_word_comes_from_a_message(name: str, pseudo: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketaclinic.rendering.words", lambda *_, **__: pseudo)
    for rendered in in_every_form(DECISIONS[name]):
        assert "⟦" in rendered
        bare = re.sub(r"\b[a-z]+\.[a-z-]+\b", "", "".join(outside(TAGS.sub(" ", rendered))))  # the ids of clauses
        for text in sorted(ENTERED, key=len, reverse=True):
            bare = re.sub(re.escape(text), "", bare, flags=re.IGNORECASE)
        bare = re.sub(rf"\b({'|'.join(CALENDAR)})\b", "", bare)

        assert not re.findall(r"[A-Za-z]{2,}", bare)


ENGLISH = Locale("en")
CALENDAR = [
    *(name for width in ("abbreviated", "wide") for name in ENGLISH.months["format"][width].values()),
    *(name for width in ("abbreviated", "short") for name in ENGLISH.days["stand-alone"][width].values()),
    *("AM", "PM", "PST", "PDT", "and"),
]
"""What Babel and not the catalogs put into words."""


# ---- Names


@IN
def test_what_was_recognized_has_its_name_in_the_language_and_a_medicine_that_of_its_label(locale: str) -> None:
    screening = kc.screen(
        medications=["Klonopin", "lithium"],
        conditions=["asma", "no seizures", "hart attack", "PTSD", "I10", "my brother has schizophrenia"],
        substances=["beer", "weed"],
    )
    text = kc.render(screening, locale=locale, allow_unreviewed=True)
    paired = kc.render(screening, locale=locale)
    names = {str(finding.recognized_as) for finding in screening.findings}
    translated = names & set(NAMES)

    assert translated == {
        "asthma",
        "seizures",
        "heart attack",
        "post-traumatic stress disorder",
        "beer",
        "schizophrenia",
    }
    for name in translated:
        in_words = words(locale).name(name)
        assert in_words in text
        assert in_words != name
        assert in_words in paired
        assert name in paired
    assert {"clonazepam", "lithium", "weed"} <= names
    assert all(name in text for name in ("clonazepam", "lithium", "weed", "I10-I16"))


def test_a_name_that_is_no_message_stays_as_it_is() -> None:
    assert [words(locale).name("alprazolam") for locale in SHIPPED] == ["alprazolam"] * 4
    assert (
        words("es_US", speaks="cautious").name("asthma") == words("es_US", speaks="english").name("asthma") == "asthma"
    )
    assert words("es_US").name("asthma") == "asma"


def test_everyday_names_are_those_that_substances_are_recognized_by() -> None:
    found = {finding.recognized_as for finding in kc.screen(substances=EVERYDAY).findings}

    assert found == set(EVERYDAY)


# ---- Hostile text


HOSTILE = "<script>alert(1)</script> \"'&<!-- ]]> \u202e\u2067"


@pytest.mark.parametrize("locale", SHIPPED)
def test_hostile_text_is_inert_in_every_locale(locale: str) -> None:
    policy = kc.faq_policy()
    name = "<b onload='x'>&amp; \"Clinic\""
    named = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, name=name))
    screening = kc.screen(medications=[HOSTILE], policy=named)
    html = kc.render(screening, locale=locale, form="html")
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)

    assert not {element.tag for element in tree.iter()} & {"script", "b", "style"}
    assert "<script>alert(1)</script>" in "".join(tree.itertext())
    assert name in "".join(tree.itertext())


@pytest.mark.parametrize("locale", ["../x", "en_US@x", "es_US/../fa", "xx", "", "es_US\n", "zh_CN"])
def test_any_other_locale_is_refused_with_those_that_are_shipped(locale: str) -> None:
    with pytest.raises(kc.UnknownLocaleError) as refused:
        kc.render(PLAN, locale=locale)

    assert refused.value.shipped == SHIPPED


def test_short_dates_parse_back() -> None:
    for locale in SHIPPED:
        for day in (date(2026, 12, 21), date(2027, 1, 2)):
            assert parse_date(format_date(day, "short", locale=locale), locale=locale, format="short") == day


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("locale", SHIPPED)
def test_no_sentence_ends_with_two_full_stops(locale: str, form: kc.Form) -> None:
    for hour in range(8, 16):
        plan = kc.TreatmentPlan.of([FIRST.replace(hour=hour), FIRST.replace(hour=hour) + timedelta(days=3)])
        cancellation = kc.assess_cancellation(plan.visits[0], notified=FIRST - timedelta(days=3), reserved=plan.visits)
        for answer in (plan, plan.visits[1], cancellation, kc.prepare_plan(plan), kc.quote_plan(plan)):
            shown = kc.render(answer, locale=locale, form=form, allow_unreviewed=True)
            assert not re.search(r"\.(</time>|\\)*\.", shown)


@pytest.mark.parametrize("locale", SHIPPED)
def test_a_repeated_hour_names_its_zone_once(locale: str) -> None:
    visits = [kc.Visit.at(datetime(2026, 11, 1, 1, 30, tzinfo=ZONE, fold=fold), number=2) for fold in (0, 1)]
    shown = [kc.render(visit, locale=locale) for visit in visits]

    assert shown[0] != shown[1]
    assert all(not re.search(r"\b([A-Z]{3}) \1\b", text) for text in shown)
    zone = words(locale)._zone(visits[1].moment, ZONE)
    assert shown[1].count(zone) == 1


@pytest.mark.parametrize(
    ("items", "in_a_row"),
    [
        (["asma", "hipertensión"], "asma e hipertensión"),
        (["asma", "gripe", "insulina"], "asma, gripe e insulina"),
        (["asma", "Ítaca"], "asma e Ítaca"),
        (["asma", "hielo"], "asma y hielo"),
        (["insulina", "asma"], "insulina y asma"),
        (["hipertensión"], "hipertensión"),
    ],
)
def test_the_spanish_and_goes_with_the_sound_behind_it(items: list[str], in_a_row: str) -> None:
    assert words("es_US").listed(items) == in_a_row
