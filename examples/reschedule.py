"""A front desk takes two cancellations, one in time and one late, and offers what became free to the waiting list.

Run it with `python examples/reschedule.py`.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import ketaclinic as kc

ZONE = ZoneInfo("America/Los_Angeles")


def main() -> None:
    """Print both answers, the plan that remains with its price, and the offers."""
    plan = kc.propose_plan(first=datetime(2026, 10, 28, 10, tzinfo=ZONE), infusions=5)
    # The clocks go back on November 1: 48 elapsed hours before ten o'clock on that Sunday, it was eleven on Friday.
    third = plan.visits[2]

    for minutes in (0, 1):
        notified = third.moment - timedelta(hours=48) + timedelta(minutes=minutes)
        cancellation = kc.assess_cancellation(third, notified=notified, reserved=plan.visits)
        print(f"--- {cancellation.outcome.name}\n\n{cancellation}\n")

    left = plan.without(third.number)
    print(f"--- What remains\n\n{left}\n\n{kc.quote_plan(left)}\n")

    waiting_list = [
        waiting("C-17", since=date(2026, 9, 30), availability=[third.starts.date()]),
        waiting("C-04", since=date(2026, 8, 3), availability=[date(2026, 11, 4)]),
        waiting("C-09", since=date(2026, 9, 1), availability=[third.starts.date()], ready=False),
    ]
    for offer in kc.offer_freed_visits([third], waiting_list):
        print(f"--- {offer.patient.id} is offered the visit of {offer.visit.starts:%B %d, %I:%M %p}")


def waiting(id: str, *, since: date, availability: list[date], ready: bool = True) -> kc.WaitingPatient:
    """Somebody who joined the list at noon of a day."""
    joined = datetime(since.year, since.month, since.day, 12, tzinfo=ZONE)
    return kc.WaitingPatient(id, since=joined, ready=ready, availability=availability)


if __name__ == "__main__":
    main()
