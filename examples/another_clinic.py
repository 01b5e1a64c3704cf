"""Another clinic with its own policy: other prices, a schedule for chronic pain, and notice of 24 hours.

Run it with `python examples/another_clinic.py`; the policy stands in `another_clinic.toml` beside it.
"""

from pathlib import Path

import ketaclinic as kc


def main() -> None:
    """Print what differs from the FAQ's policy, then two quotes that only this clinic can give."""
    policy = kc.load_policy(Path(__file__).with_name("another_clinic.toml"))
    faq = kc.faq_policy()

    print(f"{policy.clinic.name}, beside the clinic of the FAQ:")
    for infusions in (1, 6, 10):
        here, there = kc.quote(infusions, policy=policy).total, kc.quote(infusions).total
        print(f"  {infusions} infusions: {here} here, {there} there")
    print(f"  Notice to cancel: {policy.cancellation.notice.hours} hours here, {faq.cancellation.notice.hours} there\n")

    print(kc.quote(2, completed=9, treating=[kc.Indication.CHRONIC_PAIN], policy=policy), end="\n\n")
    try:
        kc.quote(2, treating=[kc.Indication.CHRONIC_PAIN])
    except kc.PriceNotPublishedError as error:
        print(f"Under the FAQ's policy: {error}")


if __name__ == "__main__":
    main()
