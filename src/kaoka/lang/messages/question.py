"""What is said about questions and answers."""

from kaoka.lang.message import Message

MESSAGES: dict[str, Message] = {
    "scoring_unknown": Message(
        "There is no scoring “{scoring}”; there are {known}.",
        "partial gives part of the points for a multiple, an ordering or a matching.",
        'kaoka.grade(question, answer, scoring="partial")',
    ),
    "question_incomplete": Message(
        "{question}: a {type} question needs “{field}” (at least {fewest}).",
        "An `ask` entry that is to reword a derived question takes its fact and type; any other holds its whole answer.",
        "ask:\n  - {id: scenario, type: single, stem: …, key: […], distractors: […]}",
    ),
    "few_distractors": Message(
        "{question}: fewer than {fewest} distractors.",
        "A single-choice question shows four options. Add plausible mistakes, or ask as fill.",
    ),
    "several_keys": Message(
        "{question}: a {type} question has one key; here are {keys}.",
        "In YAML a comma inside brackets parts two members: quote a text that holds one, or use a full-width comma.",
        'key: ["先问原因,再谈办法"]',
    ),
    "blanks_differ": Message(
        "{question}: {blanks} blanks (____) in the stem, {answers} in answers.",
        "With several blanks `answers` is a list of lists, one a blank.",
        "stem: 从____到____\nanswers: [[一], [二]]",
    ),
    "not_right_or_wrong": Message(
        "{question}: the key of a true/false question is 对 or 错.", "Write key: [对] or key: [错]."
    ),
    "same_option": Message(
        "{question}: “{text}” stands twice among the options.",
        "Two options that mean the same make two right answers, or waste a distractor.",
    ),
    "overlapping_options": Message(
        "{question}: the options {one} and {other} share values.",
        "A value in both would make both right.",
    ),
    "all_of_above": Message(
        "{question}: “{text}” is no fair option.",
        "“All of the above” tests test-taking; make it a multiple-choice question.",
    ),
    "key_long": Message(
        "{question}: the key is much longer than its distractors ({key} against {mean} characters).",
        "Trainees pick the longest option without knowing. Shorten the key or fill out the distractors.",
    ),
    "key_in_stem": Message(
        "{question}: the stem says the key (“{text}”).",
        "Reword the stem, or let the distractors stand in it too.",
    ),
    "double_negative": Message(
        "{question}: the stem asks for what is not so, and most options deny in turn.",
        "Turn the stem round, or word the options without a negative.",
    ),
    "same_stem": Message(
        "{question}: the same stem as {other}.",
        "A reader cannot know which of the two is meant. Say in the stem what tells them apart.",
    ),
    "no_explanation": Message(
        "“{id}” is examined without an explanation.",
        "After a wrong answer the explanation is all that teaches: say why, and what it is mixed up with.",
        "explanation: 一般案件是4小时，重大案件才是2小时。",
    ),
    "longest_keys": Message(
        "In {percent} % of {singles} single-choice questions the key is the longest option.",
        "Trainees soon learn to pick the longest. Shorten keys, or let distractors be longer.",
    ),
    "skipped_and_asked": Message(
        "“{name}” is skipped and asked again.",
        "`skip` drops a derived question; an `ask` of the same name would come back under its id.",
    ),
    "field_not_of_type": Message(
        "A {type} question takes no “{field}”.", "What stands there would be lost."
    ),
}
