"""What studying and its records say."""

from kaoka.lang.message import Message

MESSAGES: dict[str, Message] = {
    "answer_empty": Message(
        "Nothing was answered.",
        "Type an answer before Enter; Enter twice on an empty line says that you do not know.",
    ),
    "answer_letter": Message(
        "There is no option {letter}; the last one is {last}.",
        "Options are chosen by their letters.",
    ),
    "answer_one_letter": Message(
        "One letter only.",
        "A single-choice question has one right option.",
    ),
    "answer_each_once": Message(
        "Write each of the {count} letters once, like {example}.",
        "An ordering is answered by all its letters in the right order.",
        "CABD",
    ),
    "answer_pairs": Message(
        "Give every number from 1 to {count} one letter, like 1C2A.",
        "A matching is answered by pairs: the number on the left, the letter on the right.",
        "1C2A3B",
    ),
    "answer_number": Message(
        "“{text}” is no number.",
        "Write digits or a Chinese numeral, with or without the unit.",
        "15, １５ 秒, 百分之八十五",
    ),
    "answer_blanks": Message(
        "{count} blanks, but {given} answers; write | between them.",
        "Each blank takes one answer, in the order of the sentence.",
        "75|120",
    ),
    "answer_shape": Message(
        "{question}: a {type} question does not take an answer of this shape.",
        "single, true_false: a text; multiple: a list of texts; fill: one text a blank; numeric: a number or text; ordering: all texts in order; matching: a mapping or pairs; case: one answer a part.",
        "kaoka.grade(question, ['通话录音', '身份核验'])",
    ),
    "answer_type": Message(
        "There is no question of type {type}.",
        "Questions are single, multiple, true_false, fill, numeric, ordering, matching, short or case.",
    ),
    "answer_unknown": Message(
        "{question}: “{text}” is none of its options.",
        "Answers are given in option texts, not letters.",
        "kaoka.grade(question, question.key[0])",
    ),
    "grade_range": Message(
        "A grade is a whole number from 0 to 5, not {grade}.",
        "5 perfect, 4 after a hesitation, 3 with serious difficulty, 2 to 0 wrong.",
    ),
    "unknown_scheduler": Message(
        "There is no scheduler “{name}”; there are {known}.",
        "The number after fsrs is the recall that is aimed at on the due day.",
        "kaoka study --scheduler fsrs:0.9",
    ),
    "fsrs_missing": Message(
        "FSRS needs an extra: pip install 'kaoka[fsrs]'",
        "The record itself is not touched; `--scheduler sm2` needs nothing more.",
    ),
    "too_few_answers": Message(
        "{answers} answers on later days are too few to fit FSRS; it takes {fewest}.",
        "Until then the default parameters, fitted to many learners, foretell better: `--scheduler fsrs`.",
    ),
    "tag_unknown": Message(
        "No question has the tag {tag}. Tags here: {tags}",
        "A tag is written as in the bank, whole; the most frequent ones are named first.",
        "kaoka study --tag 理赔",
    ),
    "exam_over": Message(
        "The exam on {exam} is not ahead.",
        "A plan needs at least one day before the exam.",
        "kaoka study --exam 2026-12-24",
    ),
    "postgres_missing": Message(
        "PostgreSQL needs an extra: pip install 'kaoka[postgres]'",
        "Without KAOKA_STORE the record is a file of your own.",
    ),
    "store_unreachable": Message(
        "{base} cannot be reached: {why}",
        "KAOKA_STORE names the server; unset it to use the record of this machine.",
        "KAOKA_STORE=postgresql://kaoka@db.school/kaoka kaoka study",
    ),
    "store_busy": Message(
        "Another process keeps {file} busy; nothing was changed.",
        "Wait until it has finished, or close it.",
    ),
    "store_damaged": Message(
        "{file} is damaged. Nothing was written to it.",
        "Copy the file somewhere safe. `kaoka study log salvage` moves it aside, reads every answer that can still be read and starts a new record with them.",
    ),
    "store_failed": Message(
        "{file}: {why}. The last answer was not saved; all earlier ones are.",
        "The disk refused to write: it is full, unplugged or failing.",
    ),
    "store_foreign": Message(
        "{file} is a database of another program.",
        "Set KAOKA_HOME to a folder of its own.",
    ),
    "store_full": Message(
        "No room left for {file}; the last answer was not saved.",
        "Free room on the disk. All earlier answers are safe.",
    ),
    "store_newer": Message(
        "{file} was written by a newer kaoka (version {version}).",
        "Update kaoka; older records are always read.",
    ),
    "store_unwritable": Message(
        "{file} cannot be written: {why}",
        "Set KAOKA_HOME to a folder that you may write to.",
    ),
    "log_no_json": Message("The line is no JSON.", "A log has one JSON object a line, in UTF-8."),
    "log_no_object": Message("The line is no JSON object.", "A log has one JSON object a line."),
    "log_missing": Message(
        "“{field}” is missing.",
        "An event needs id, question, at and grade (or undoes); learner, bank and day are filled in where they are missing and can be known.",
    ),
    "log_value": Message(
        "“{field}” has a value that does not fit.",
        "grade: 0 to 5, or null in an undo; at: UTC with milliseconds; day: a date; texts of at most 500 characters.",
        '{"id": "01…", "question": "q.surrender.first-step#ask", "at": "2026-11-24T08:15:30.123Z", "day": "2026-11-24", "grade": 4}',
    ),
    "log_row": Message(
        "The row is no review: card_id, review_rating 1 to 4, review_time, review_duration.",
        "py-fsrs writes the time in ISO 8601 or milliseconds, the duration in milliseconds.",
    ),
    "anki_newer": Message(
        "{file} was exported for newer Anki only; it needs an extra: pip install 'kaoka[anki]'",
        "Or tick “Support older Anki versions” in Anki's export window, and include scheduling information.",
    ),
    "anki_none": Message(
        "{file} is no Anki collection or package.",
        "It takes collection.anki2 of a profile (close Anki first), or an .apkg or .colpkg.",
    ),
    "log_same_id": Message(
        "Another event has the id {id} too; one of them was kept.",
        "Ids are never made twice, so one of the two was edited. Every merge keeps the same one.",
    ),
}
