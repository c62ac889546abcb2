"""Embed the bank in a program: look a fact up, ask a question, grade the answer."""

from __future__ import annotations

import kaoka

STRENGTH = ("law", "regulation", "industry", "company", "course")


def look_up(bank: kaoka.Bank, words: str) -> kaoka.Item | None:
    """Return the item that holds all of the words: the strongest authority, then the shortest."""
    wanted = words.split()
    texts = {item.id: str(item.plain()) for item in bank.items}
    found = (item for item in bank.items if all(word in texts[item.id] for word in wanted))
    return min(found, key=lambda i: (STRENGTH.index(i.authority), len(texts[i.id])), default=None)


def main() -> None:
    """Answer a customer's question with its source, then ask the reader one."""
    bank = kaoka.load("insurance-service")
    questions = kaoka.questions(bank)

    item = look_up(bank, "拒赔通知书 理由")
    if item is None:
        print("no source, no answer")
        return
    about = [question for question in questions if question.item == item.id]
    print(f"{item.id} ({item.authority}):", "; ".join(source.title for source in about[0].source))
    print(item.plain().get("gist", ""))

    question = next(question for question in about if question.type == "single")
    print(question.stem)
    for answer in (question.distractors[0], question.key[0]):
        result = kaoka.grade(question, answer)
        print(f"  {answer} -> {'right' if result.correct else 'wrong'}, {result.points} points")
    print("why:", question.explanation)


if __name__ == "__main__":
    main()
