"""Plans, cancellations and preparation sheets in words, read as a patient reads them."""

import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import attrs
import html5lib
import pytest
from babel.dates import format_datetime
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.rendering.forms import width_of
from ketaclinic.rendering.screenings import SAFETY
from ketaclinic.rendering.words import words

ZONE = ZoneInfo("America/Los_Angeles")
FIRST = datetime(2026, 12, 21, 10, tzinfo=ZONE)
PLAN = kc.propose_plan(first=FIRST, infusions=6, calendar=kc.ClinicCalendar(closed=[date(2026, 12, 25)]))
SCREENING = kc.screen(
    medications=["Klonopin", "Zoloft", "zoloff"], conditions=["asthma", "lupus"], substances=["a beer at weekends"]
)


def plain(text: str) -> str:
    """The text on one line, with the blanks that Babel writes before AM and PM as plain ones."""
    return " ".join(text.replace("\u202f", " ").split())


def test_a_plan_leads_with_its_dates_and_shows_each_visit() -> None:
    text = str(PLAN).replace("\u202f", " ")

    assert text.startswith("Proposed plan: 6 infusions, from Mon, Dec 21, 2026 to Fri, Jan 1, 2027\n")
    assert re.search(
        r"^ +1   Mon, Dec 21, 2026   10:00 AM   12:00 PM to 12:30 PM +First series .*first-visit$", text, re.MULTILINE
    )
    assert re.search(
        r"^ +2   Wed, Dec 23, 2026   10:00 AM   11:15 AM to 11:30 AM +First series .*infusion$", text, re.MULTILINE
    )
    assert "proposal until the doctor confirms it" in text


def test_a_plan_in_text_has_a_calendar_of_each_month_with_its_days_in_brackets() -> None:
    months = str(PLAN).split("\n\n")[3:5]

    assert months[0].splitlines() == [
        "December 2026",
        "  Su   Mo   Tu   We   Th   Fr   Sa",
        "             1    2    3    4    5",
        "   6    7    8    9   10   11   12",
        "  13   14   15   16   17   18   19",
        "  20  [21]  22  [23] [24]  25   26",
        "  27  [28]  29  [30]  31",
    ]
    assert months[1].startswith("January 2027\n")
    assert "[1]" in months[1]


@given(st.lists(st.integers(0, 800), min_size=1, max_size=8, unique=True))
def test_the_calendar_marks_exactly_the_days_of_the_visits(days: list[int]) -> None:
    plan = kc.TreatmentPlan.of([FIRST + timedelta(days=day) for day in days])
    marked = [int(day) for day in re.findall(r"\[(\d+)\]", str(plan))]

    assert marked == [visit.starts.day for visit in plan.visits]


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_only_text_has_the_calendar(form: kc.Form) -> None:
    assert "[21]" not in kc.render(PLAN, form=form)


def test_a_plan_says_why_a_date_is_not_the_even_one() -> None:
    text = str(PLAN)

    assert "Infusion 3 is not on Fri, Dec 25, 2026, since the clinic is closed then. (plan.spacing)" in text
    assert text.count("is not on") == len(PLAN.shifts)


def reason(calendar: kc.ClinicCalendar) -> str:
    return str(kc.propose_plan(first=FIRST, infusions=3, per_week=2, calendar=calendar))


def test_every_reason_for_another_date_has_its_words() -> None:
    night = datetime(2027, 3, 11, 2, 30, tzinfo=ZONE)

    assert "since the clinic is full then" in reason(kc.ClinicCalendar(taken=[date(2026, 12, 24)]))
    assert "since the clocks skip" in str(kc.propose_plan(first=night, infusions=2, per_week=2))
    weekdays = kc.ClinicCalendar(open_weekdays=range(5), closed=[(date(2026, 12, 24), date(2026, 12, 25))])
    spaced = kc.propose_plan(first=FIRST, infusions=6, calendar=weekdays)
    assert "so that all infusions keep their distance" in str(spaced)


def test_a_departure_has_words_of_its_own() -> None:
    departures = kc.review_plan(kc.TreatmentPlan.of([FIRST], completed=3), kc.ClinicCalendar(closes=time(11)))

    assert [str(departure) for departure in departures] == [
        "The first series has fewer infusions than is typical.",
        "Not within the opening hours: Mon, Dec 21, 2026.",
    ]


def test_a_plan_that_a_calendar_has_no_room_for_says_whether_the_clinic_is_closed_or_full() -> None:
    calendar = kc.ClinicCalendar(closed=[date(2026, 12, 21)], taken=[date(2026, 12, 22)])
    plan = kc.TreatmentPlan.of([FIRST, FIRST + timedelta(days=1)], completed=4)

    assert [str(departure) for departure in kc.review_plan(plan, calendar)][1:] == [
        "The clinic is closed on Mon, Dec 21, 2026.",
        "The clinic is full on Tue, Dec 22, 2026.",
    ]


def test_a_plan_tells_its_departures() -> None:
    dense = kc.TreatmentPlan.of([FIRST + timedelta(days=day) for day in (0, 1, 2, 3, 3, 40, 60)])
    text = str(dense)

    for said in (
        "more infusions than is typical: see infusion 7. (plan.series",
        "more than one infusion on Thu, Dec 24, 2026. (plan.spacing",
        "Infusions 1, 2, 3, 4, and 5 are closer together than is typical. (plan.spacing",
        "fewer infusions than is typical in the week from Mon, Dec 28, 2026, ",
        "goes on for longer than is typical: see Sat, Jan 30, 2027 and Fri, Feb 19, 2027. (plan.span",
    ):
        assert said in text, said
    assert "fewer infusions than is typical. (plan.series" in str(kc.TreatmentPlan.of([FIRST]))


def test_a_plan_with_maintenance_speaks_of_the_spray_and_without_of_maintenance() -> None:
    later = PLAN.with_maintenance([FIRST + timedelta(days=60)])

    assert "(plan.spray)" in str(later)
    assert "(plan.maintenance)" not in str(later)
    assert "(plan.maintenance)" in str(PLAN)
    assert "(plan.spray)" not in str(PLAN)
    assert "Maintenance" in str(later)


def test_one_visit_and_none_have_titles_of_their_own() -> None:
    one, none = kc.TreatmentPlan.of([FIRST]), kc.TreatmentPlan.of([])

    assert str(one).startswith("Proposed plan: one infusion, on Mon, Dec 21, 2026\n")
    assert str(none).startswith("This plan has no visits.\n")
    assert str(kc.prepare_plan(none)).startswith("This plan has no visits.\n")
    assert str(kc.prepare_plan(one)).startswith("Before and after your visit on Mon, Dec 21, 2026\n")
    assert str(kc.prepare_plan(PLAN)).startswith(
        "Before and after your 6 visits, from Mon, Dec 21, 2026 to Fri, Jan 1, 2027\n"
    )


def test_a_quoted_plan_shows_when_each_infusion_is_paid() -> None:
    text = str(kc.quote_plan(PLAN))

    assert "Infusion 5   Wed, Dec 30, 2026   $600.00   price.pay-as-you-go\n" in text
    assert "Infusion 6   Fri, Jan 1, 2027    $450.00   price.pay-as-you-go\n" in text
    assert "At the visit on" in text
    assert "At the visit on" not in str(kc.quote(6))
    assert "At the visit on" not in str(kc.quote_plan(kc.TreatmentPlan.of([])))


# ---- Cancellation


def cancelled(hours: float, *, number: int = 0, told: bool = True) -> str:
    visit = PLAN.visits[number]
    notified = visit.moment - timedelta(hours=hours)
    return plain(str(kc.assess_cancellation(visit, notified=notified, reserved=PLAN.visits if told else None)))


def test_a_timely_cancellation_says_so_first() -> None:
    text = cancelled(48)

    assert text.startswith("This cancellation is in time. ")
    assert "Last timely moment Sat, Dec 19, 2026, 10:00 AM PST" in text
    assert "Time in between 48 hours" in text


def test_a_late_one_says_to_call_and_names_no_fee_but_that_none_is_stated() -> None:
    text = cancelled(47.5)

    assert text.startswith("It is less than 48 hours before the visit. Please call Ketamine Healing Clinic of")
    assert "Time in between 47 hours, 30 minutes" in text
    assert "leave this unsaid: whether cancelling costs anything, what follows if you do not come, " in text
    assert "$" not in text


def test_a_missed_one_calls_no_visit_at_risk_or_safe() -> None:
    text = cancelled(0)

    assert text.startswith("The start of the visit has passed, which the rules do not address. Please call Ketamine ")
    assert "Time in between" not in text
    assert "At risk" not in text
    assert "No other visit" not in text
    assert "Whether your other visits are at risk is not addressed either." in text


def test_cancelling_the_first_visit_lists_what_is_at_risk() -> None:
    text = cancelled(100)

    for visit in PLAN.visits[1:]:
        assert f"At risk: infusion {visit.number} " in text
    assert "At risk: infusion 1" not in text
    assert "may give your other reserved visits to somebody on the waiting list" in text
    assert "Your other reserved visits were not named here." not in text


def test_what_is_at_risk_is_said_to_be_untold_where_it_is() -> None:
    assert "Your other reserved visits were not named here." in cancelled(100, told=False)


def test_cancelling_a_later_visit_puts_no_other_at_risk() -> None:
    text = cancelled(100, number=1)

    assert "No other visit of yours is at risk by this." in text
    assert "At risk" not in text


# ---- Preparation

QUESTIONS = {
    "May I drink water two hours before?": ("FASTING", "nothing to drink, not even water"),
    "When may I eat again?": (
        "FASTING",
        "Ask the clinic whether to swallow a medicine in this time, and when you may eat",
    ),
    "May I drive home?": ("DRIVER", "Somebody else must drive you home"),
    "When may I drive?": ("TWELVE_HOURS", "before Tue, Dec 22, 2026, 12:30 AM PST"),
    "May I go back to work in the afternoon?": ("TWELVE_HOURS", "hard mental work"),
    "May I take my Zoloft?": (
        "KEEP_ANTIDEPRESSANTS",
        "You do not have to stop an antidepressant, such as sertraline (Zoloft)",
    ),
    "What about my Klonopin?": ("PRESCRIBER_PLAN", "make a plan with your prescriber and the doctor before the first"),
    "What about my Lamictal?": ("PRESCRIBER_PLAN", "lamotrigine (Lamictal)"),
    "May I have a beer?": ("ABSTAIN", "No alcohol"),
    "When do I have to leave the weed?": ("CANNABIS", "on, no marijuana"),
    "How long will I be there?": ("VISIT", "expected to end between 12:00 PM and 12:30 PM"),
    "What do I bring?": ("VISIT", "The rules name nothing that you have to bring"),
    "When do I pay, and how much?": ("PAYMENT", "You pay $600.00 for this infusion at the visit"),
    "What else am I given?": ("SUPPORTIVE_MEDICATION", "ondansetron (Zofran) against nausea"),
    "What will it feel like?": ("EFFECTS", "dizziness, nausea"),
    "When am I myself again?": ("EFFECTS", "15 to 30 minutes after the infusion ends"),
    "When will it help?": ("ONSET", "between the same day and 48 hours later"),
    "Can I get hooked on it?": ("MISUSE", "psychologically addictive"),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("screening", [None, SCREENING], ids=["untold", "screened"])
def test_a_sheet_leaves_no_question_that_the_faq_answers(question: str, screening: kc.Screening | None) -> None:
    kind, answer = QUESTIONS[question]
    sheet = kc.prepare(PLAN.visits[0], screening=screening)
    rest = str(kc.prepare(PLAN.visits[0])).split("At all times")[1]

    assert kind in {told.kind.name for told in sheet.instructions}
    assert answer in plain(str(sheet)), rest


def test_a_later_visit_says_how_long_one_is_left_undisturbed() -> None:
    text = plain(str(kc.prepare(PLAN.visits[1])))

    assert "an infusion of about 60 minutes. You are left undisturbed until 11:15 AM." in text
    assert "expected to end between 11:15 AM and 11:30 AM" in text


def test_no_text_says_that_eating_or_drinking_may_begin_again() -> None:
    text = plain(str(kc.prepare_plan(PLAN, screening=SCREENING)))

    assert not re.search(r"until 10:00|(?<!when )you (may|can) (now )?(eat|drink)|eat again (at|from|after)", text)


def test_a_sheet_shows_what_was_entered_where_it_matters() -> None:
    text = plain(str(kc.prepare(PLAN.visits[0], screening=SCREENING)))

    assert "You entered: Klonopin. If you take a benzodiazepine" in text
    assert "You entered: asthma. Required: Get clearance from your primary care physician" in text
    assert "You entered: zoloff and lupus. Speak with the doctor" in text or "zoloff" in text
    assert "You entered: a beer at weekends. Required: No alcohol" in text


def test_a_sheet_names_an_entry_once_even_where_it_has_two_findings() -> None:
    screening = kc.screen(medications=["allergic to ketamine", "foo"], conditions=["foo"])
    text = plain(str(kc.prepare(PLAN.visits[0], screening=screening)))

    assert "You entered: allergic to ketamine and foo. Speak with the doctor about this first." in text


def test_a_sheet_says_what_it_was_not_told() -> None:
    assert plain(str(kc.prepare(PLAN.visits[0]))).count("This sheet was made without knowing") == 3
    told = kc.screen(medications=[], conditions=[])
    assert plain(str(kc.prepare(PLAN.visits[0], screening=told))).count("This sheet was made without knowing") == 1
    assert "without knowing" not in str(kc.prepare(PLAN.visits[0], screening=SCREENING))


def test_the_safety_sentence_goes_with_the_plan_for_benzodiazepines_and_lamotrigine_in_each_form() -> None:
    for form in ("text", "html"):
        rendered = unescape(kc.render(kc.prepare(PLAN.visits[0]), form=form))
        assert SAFETY in plain(rendered)


def test_a_price_that_is_not_published_is_not_made_up() -> None:
    screening = kc.screen(conditions=["chronic pain"])
    text = plain(str(kc.prepare(PLAN.visits[0], screening=screening)))

    assert "Its price is not published: ask the clinic." in text
    assert "$" not in text


def test_earlier_complaints_add_medicines() -> None:
    text = plain(str(kc.prepare(PLAN.visits[2], nausea_after=[1], headache_after=[2])))

    assert (
        "ondansetron (Zofran) against nausea, a second medicine against nausea, and ketorolac (Toradol), because of an "
        "earlier headache. Tell the doctor of any allergy"
    ) in text


def test_a_supportive_medicine_has_words_of_its_own() -> None:
    given_ = kc.supportive_medications(1)

    assert [str(medication) for medication in given_] == ["ondansetron (Zofran) against nausea"]
    assert kc.render(given_[0], form="html") == "ondansetron (Zofran) against nausea"


def test_the_days_of_a_sheet_stand_in_order_under_headings() -> None:
    text = str(kc.prepare(PLAN.visits[0]))
    headings = ["At all times", "Fri, Dec 18, 2026", "Mon, Dec 21, 2026"]

    assert [line for line in text.splitlines() if line in headings] == headings


@pytest.mark.parametrize("value", [PLAN, kc.prepare_plan(PLAN, screening=SCREENING)], ids=["plan", "sheet"])
def test_no_line_of_text_ends_in_a_blank(value: object) -> None:
    assert not [line for line in kc.render(value).splitlines() if line != line.rstrip()]


HOSTILE = "<b>&'\"*_`[x](y)|"


def hostile() -> kc.PreparationSheet:
    policy = kc.faq_policy()
    named = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, name=HOSTILE))
    visit = kc.Visit.at(FIRST, number=1, policy=named)
    return kc.prepare(visit, screening=kc.screen(medications=[HOSTILE], policy=named))


def test_hostile_text_comes_back_inert_from_the_html_of_a_sheet() -> None:
    tree = html5lib.parseFragment(kc.render(hostile(), form="html"), namespaceHTMLElements=False)
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}

    assert tags <= {"DOCUMENT_FRAGMENT", "section", "h2", "h3", "ul", "li", "p", "small", "strong", "time"}
    assert f"You entered: {HOSTILE}." in "".join(tree.itertext())
    assert f"Call {HOSTILE}: " in "".join(tree.itertext())


def test_hostile_text_is_escaped_in_the_markdown_of_a_sheet() -> None:
    markdown = kc.render(hostile(), form="markdown")

    assert "\\<b\\>" in markdown
    assert "### At all times" in markdown
    assert "**10\\:00" in markdown


def test_a_value_of_another_kind_by_the_same_name_has_no_rendering() -> None:
    class Quote:
        pass

    with pytest.raises(kc.InvalidTypeError, match="^value: expected an answer of ketaclinic, or Money, got .* Quote$"):
        kc.render(Quote())
    with pytest.raises(kc.InvalidTypeError, match="^value: expected an answer of ketaclinic, or Money, got .* object$"):
        kc.render(object())


# ---- Times that a clock change makes hard to read


def test_in_a_repeated_hour_a_time_names_its_zone() -> None:
    starts = [datetime(2026, 11, 1, 1, 30, tzinfo=ZONE, fold=fold) for fold in (0, 1)]
    text = plain(str(kc.TreatmentPlan.of(starts, completed=1)))

    assert "1:30 AM PDT" in text
    assert "1:30 AM PST" in text
    assert "10:00 AM P" not in plain(str(PLAN)).split("Proposed")[1].split("- This")[0]


@pytest.mark.parametrize(
    ("zone", "month", "shown"),
    [
        ("Europe/Dublin", 7, "10:00 AM GMT+01:00"),
        ("Europe/Dublin", 1, "10:00 AM GMT+00:00"),
        ("Africa/Casablanca", 7, "10:00 AM GMT+01:00"),
        ("Europe/Paris", 7, "10:00 AM Central European Summer Time"),
        ("America/Los_Angeles", 7, "10:00 AM PDT"),
    ],
)
def test_a_zone_that_turns_summer_time_round_is_named_by_its_offset(zone: str, month: int, shown: str) -> None:
    policy = kc.faq_policy()
    policy = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, time_zone=zone))
    starts = datetime(2026, month, 15, 10, tzinfo=ZoneInfo(zone))
    visit = kc.Visit.at(starts, number=2, policy=policy)

    assert f"Start of the visit {starts:%a, %b} 15, 2026, {shown}" in plain(
        str(kc.assess_cancellation(visit, notified=starts - timedelta(days=3)))
    )


def test_a_visit_over_midnight_names_the_days_of_its_ends() -> None:
    night = datetime(2026, 12, 1, 23, tzinfo=ZONE)

    assert "Wed, Dec 2, 2026, 12:15 AM PST to Wed, Dec 2, 2026, 12:30 AM PST" in plain(
        str(kc.TreatmentPlan.of([night], completed=1))
    )


def test_the_columns_of_a_calendar_are_aligned_in_korean() -> None:
    month = kc.render(PLAN, locale="ko").split("\n\n")[3].splitlines()

    assert month[1].split()[0] == "일"
    assert width_of(month[1]) == width_of(month[3].rstrip()) == 34


@pytest.mark.parametrize(
    ("locale", "months"),
    [
        ("en_US", ["December 2026", "January 2027"]),
        ("es_US", ["diciembre de 2026", "enero de 2027"]),
        ("ko", ["2026년 12월", "2027년 1월"]),
        ("fa", ["دسامبر 2026", "ژانویه 2027"]),
    ],
)
def test_a_month_is_named_in_the_language(locale: str, months: list[str]) -> None:
    blocks = kc.render(PLAN, locale=locale).split("\n\n")[3:5]

    # Babel spells January in Persian with the sign above the last letter or without it, by its version.
    assert [block.splitlines()[0].replace("\N{ARABIC HAMZA ABOVE}", "") for block in blocks] == months


@pytest.mark.parametrize("locale", ["en_US", "es_US", "ko", "fa"])
@pytest.mark.parametrize(("zone", "pattern"), [("America/Los_Angeles", "z{1,4}"), ("Europe/Dublin", "ZZZZ")])
def test_a_moment_names_the_zone_in_the_language(locale: str, zone: str, pattern: str) -> None:
    moment = datetime(2026, 12, 21, 18, tzinfo=UTC)
    names = [
        format_datetime(moment, each, tzinfo=ZoneInfo(zone), locale=locale)
        for each in (("z", "zzzz") if pattern != "ZZZZ" else ("ZZZZ",))
    ]

    assert any(name in words(locale).moment(moment, ZoneInfo(zone)) for name in names)


def test_a_sheet_counts_days_and_times_on_the_clinics_clocks() -> None:
    evening = kc.Visit.at(datetime(2026, 12, 21, 20, tzinfo=ZONE), number=1)
    text = plain(str(kc.prepare(evening)))

    assert "Eat and drink nothing from 5:00 PM on Mon, Dec 21, 2026. Somebody else" in text
    assert "Fri, Dec 18, 2026 8:00 PM Required: From Fri, Dec 18, 2026, 8:00 PM PST on, no marijuana." in text
    assert "Mon, Dec 21, 2026 5:00 PM Required: From Mon, Dec 21, 2026, 5:00 PM PST on, nothing to eat" in text
    assert "Your first visit: an evaluation, and then your first infusion." in text
    assert "All times are those of the clinic (America/Los Angeles). Each end of a visit is an estimate." in text


@pytest.mark.parametrize("visits", [1, 2, 6])
def test_a_brief_sheet_counts_what_it_does_not_show(visits: int) -> None:
    sheet = kc.prepare_plan(kc.TreatmentPlan.of([visit.starts for visit in PLAN.visits[:visits]]))
    shown = [told for told in sheet.instructions if told.kind.name in {"FASTING", "DRIVER"}]
    brief = kc.render(sheet, detail="brief")

    assert f" {len(sheet.instructions) - len(shown)} more are not shown. " in brief
    assert ("Before each visit, eat and drink nothing for 3 hours." in brief) == (visits > 1)
    assert len(brief) <= 320


# ---- What a screening and a record change


def test_what_rules_ketamine_out_leads_the_sheet() -> None:
    screening = kc.screen(conditions=["schizophrenia"], medications=["vitamin D", "Prozak"])
    text = plain(str(kc.prepare(PLAN.visits[0], screening=screening)))
    first = text.split("At all times - ")[1]

    assert first.startswith(
        "You entered: schizophrenia. Required: The clinic's rules say to avoid ketamine with this. "
    )
    assert "Prozak. You do not have to stop" not in text


def test_a_recorded_end_is_not_said_to_move() -> None:
    visit = PLAN.visits[0]
    recorded = plain(str(kc.prepare(visit, infusion_ended=visit.moment + timedelta(hours=2))))

    assert "If your infusion ends later than expected" not in recorded
    assert "If your infusion ends later than expected" in plain(str(kc.prepare(visit)))


def test_a_price_for_chronic_pain_is_not_said_to_differ_from_it() -> None:
    policy = kc.faq_policy()
    schedule = kc.PriceSchedule(tiers=[kc.Tier(last=None, unit_price=kc.Money("850"), clause="price.chronic-pain")])
    policy = attrs.evolve(policy, pricing=attrs.evolve(policy.pricing, chronic_pain=schedule))
    visit = kc.Visit.at(FIRST, number=1, policy=policy)
    text = plain(str(kc.prepare(visit, screening=kc.screen(conditions=["chronic pain"], policy=policy))))

    assert "You pay $850.00 for this infusion at the visit; nothing is charged up front. (price" in text
    assert "Treatment for chronic pain is priced differently." in plain(str(kc.prepare(PLAN.visits[0])))


def test_no_later_visit_is_called_at_risk_where_none_was_named() -> None:
    visit = PLAN.visits[0]
    none = kc.assess_cancellation(visit, notified=FIRST - timedelta(days=5), reserved=[])

    assert "No later visit of yours was named as reserved." in str(none)


def test_a_visit_and_an_offer_have_words_of_their_own() -> None:
    visit = PLAN.visits[1]
    patient = kc.WaitingPatient("C-17", since=FIRST, ready=True, availability=[date(2026, 12, 23)])
    (offer,) = kc.offer_freed_visits([visit], [patient])
    said = "Infusion 2: Wed, Dec 23, 2026, 10:00 AM PST. Expected end: 11:15 AM to 11:30 AM."

    assert plain(str(visit)) == said
    assert plain(str(offer)) == f"Offered to C-17: {said}"
    assert "Infusión 2" in kc.render(visit, locale="es_US")


def test_an_entry_of_nothing_that_can_be_seen_is_shown_as_there() -> None:
    assert "You entered: …. Speak with the doctor" in plain(
        str(kc.prepare(PLAN.visits[0], screening=kc.screen(medications=["\u200b"])))
    )
