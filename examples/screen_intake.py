"""An intake form is screened: fifteen entries as a patient may type them.

Run it with `python examples/screen_intake.py`.
"""

import ketaclinic as kc

MEDICATIONS = [
    "Klonopin 1mg twice a day",
    "zoloff",
    "EffexorXR 75",
    "lamictal/abilify",
    "Theo-24",
    "Lamisil cream",
    "metformin 500",
    "generic Wellbutrin",
]
CONDITIONS = ["PTSD", "asthma since childhood", "high blood pressure", "my brother has schizophrenia", "no seizures"]
SUBSTANCES = ["2 beers a week", "Vitamin K"]


def main() -> None:
    """Print the screening, what was not asked, and what a quote would have to know of it."""
    screening = kc.screen(medications=MEDICATIONS, conditions=CONDITIONS, substances=SUBSTANCES)
    print(screening)

    print(f"\nIndications for a quote: {', '.join(indication.value for indication in screening.indications)}")
    print(f"Still to be asked: {', '.join(kc.screen(medications=MEDICATIONS).not_asked)} (had these not been given)")


if __name__ == "__main__":
    main()
