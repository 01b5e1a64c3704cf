"""A new patient fills in the intake form and asks what treatment will cost: screening, typical series, and the rules.

Run it with `python examples/first_visit.py`. It grows with the library.
"""

import ketaclinic as kc


def main() -> None:
    """Print a screening, a quote for each number of infusions that is typical, and the clauses behind them."""
    policy = kc.faq_policy()
    screening = kc.screen(medications=["Zoloft", "Klonopin at night"], conditions=["depression"], substances=[])
    print(screening, end="\n\n")

    typical = policy.plan.infusions
    treating = screening.indications
    quotes = [kc.quote(infusions, treating=treating) for infusions in range(typical.least, typical.most + 1)]

    print(f"{policy.clinic.name}: a first series is typically {typical.least} to {typical.most} infusions.\n")
    for quote in quotes:
        print(f"{quote.infusions} infusions: {quote.total}, the first of them {quote.payments[0].amount}")
    print(f"Due for infusions before the first visit: {quotes[-1].infusions_due_before_first_visit}\n")

    print(quotes[-1])

    print("\nThe rules behind it:")
    for clause in map(kc.clause, (*screening.clauses, typical.clause, *quotes[-1].clauses)):
        print(f"\n{clause.id} (paragraphs {', '.join(map(str, clause.paragraphs))}; {clause.basis.value})")
        print(f"  {clause.summary}")
        if clause.reading:
            print(f"  How it is read: {clause.reading}")


if __name__ == "__main__":
    main()
