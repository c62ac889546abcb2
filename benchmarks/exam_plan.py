"""The exam plan beside the best fixed retention target, at equal numbers of answers."""

from __future__ import annotations

from kaoka.study.outlook import Outlook
from kaoka.study.simulate import Setting, compare

SETTINGS = (
    Setting(500, 30, 60),
    Setting(500, 30, 100),
    Setting(1000, 30, 100),
    Setting(300, 60, 25),
)
OTHER = (
    0.1686, 0.8157, 2.4398, 6.2041, 6.537, 0.5137, 3.1916, 0.0256, 1.6566, 0.2838, 0.6124,
    1.5905, 0.0352, 0.3957, 1.8007, 0.6009, 1.8729, 0.8653, 0.0911, 0.1507, 0.2406,
)  # fmt: skip
"""Fitted to a real learner's log (tests/data/reviews_josh.csv)."""

SEEDS = range(5)


def main() -> None:
    print("learner   cards days  a day  answers  best fixed       plan")
    for name, mind in (("default", Outlook()), ("other", Outlook(OTHER))):
        for one in SETTINGS:
            found = compare(one, mind, Outlook(), SEEDS)
            print(
                f"{name:8} {one.cards:6} {one.days:4} {one.budget:6} {found.answers:8.0f}"
                f"  {found.fixed:.4f} ({found.retention:.2f})  {found.planned:.4f}"
            )


if __name__ == "__main__":
    main()
