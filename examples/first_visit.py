"""A new patient's way from the intake form to the day after: screening, plan, price, cancellation, preparation.

Run it with `python examples/first_visit.py`.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import ketaclinic as kc


def main() -> None:
    """Print what a patient would be given, step by step, and the rules behind it."""
    policy = kc.faq_policy()
    now = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo(policy.clinic.time_zone))

    heading("What the doctor must know of")
    screening = kc.screen(medications=["Zoloft", "Klonopin at night"], conditions=["depression"], substances=[])
    print(screening)

    heading("What a first series costs")
    typical = policy.plan.infusions
    for infusions in range(typical.least, typical.most + 1):
        print(f"{infusions} infusions: {kc.quote(infusions, treating=screening.indications).total}")

    heading("When it could be")
    calendar = kc.ClinicCalendar(open_weekdays=range(5), closed=[(date(2026, 12, 24), date(2026, 12, 26))])
    first = datetime(2026, 12, 21, 10, tzinfo=now.tzinfo)
    plan = kc.propose_plan(first=first, infusions=typical.most, calendar=calendar)
    print(plan)

    heading("What is paid, and when")
    quote = kc.quote_plan(plan, treating=screening.indications)
    print(quote)

    heading("If the patient cancelled now")
    cancellation = kc.assess_cancellation(plan.visits[0], notified=now, reserved=plan.visits)
    print(cancellation)

    heading("The first visit")
    sheet = kc.prepare(plan.visits[0], screening=screening)
    print(sheet)

    heading("The day after")
    ended = plan.visits[0].moment + timedelta(hours=2, minutes=10)
    rest = kc.prepare(plan.visits[0], screening=screening, infusion_ended=ended).instructions[-1]
    print(f"No driving before {rest.ends:%A, %B %d, %I:%M %p}, counted from the recorded end of the infusion")

    heading("The rules behind it")
    decisions = (screening, plan, quote, cancellation, sheet)
    for clause in map(kc.clause, dict.fromkeys(rule for decision in decisions for rule in decision.clauses)):
        print(f"\n{clause.id} (paragraphs {', '.join(map(str, clause.paragraphs))}; {clause.basis.value})")
        print(f"  {clause.summary}")
        if clause.reading:
            print(f"  How it is read: {clause.reading}")


def heading(text: str) -> None:
    """Print a line that sets two answers apart."""
    print(f"\n=== {text} ===\n")


if __name__ == "__main__":
    main()
