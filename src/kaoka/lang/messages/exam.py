"""What the exam room says: blueprints, papers, verifying, marking."""

from kaoka.lang.message import Message

MESSAGES: dict[str, Message] = {
    "blueprint_missing": Message(
        "There is no blueprint {file}.",
        "Name the blueprint's YAML file, such as exams/cert-basic.yaml.",
        "kaoka exam build exams/cert-basic.yaml -o out",
    ),
    "blueprint_empty": Message(
        "The blueprint is empty.",
        "A blueprint holds id, title, bank, minutes, pass and sections; `kaoka schema blueprint` tells every field.",
    ),
    "blueprint_broken": Message(
        "{file}, line {line}, column {column}: the blueprint cannot be used: {reason}",
        "Mend the line that is named; `kaoka check FILE` shows all that is wrong with it.",
    ),
    "blueprint_name": Message(
        "The bank has no item or question “{name}”.",
        "`must`, `questions` and `enemies` name items (or questions) by id; `kaoka items` lists them.",
        "must: [q.surrender.first-step]",
    ),
    "blueprint_clash": Message(
        "No paper can meet the blueprint, because of these rules; every one of them is needed for that (in brackets: how many items the bank offers):\n{rules}",
        "It is proven that no choice of questions keeps all of these rules at once, each item being asked at most once. Lower a count or a minimum, raise a maximum, or add items to the bank.",
        "sections:\n  - {title: 单项选择题, type: single, count: 20, points: 2}\nquotas:\n  - {where: {tag: 合规}, min: 30}     # more than the paper has questions",
    ),
    "blueprint_clash_enemies": Message(
        "No paper can meet the blueprint, because some of these items never share a paper (enemies). These rules clash (in brackets: how many items the bank offers):\n{rules}",
        "Items that are enemies of one another never stand on one paper: stated in `enemies`, or found because a question of one gives away an answer of the other. Drop one of the rules, or the stated enmity; name two found ones in `must` to let them meet.",
        "must: [q.surrender.first-step, q.surrender.last-step]   # stated as enemies in the bank",
    ),
    "draw_too_hard": Message(
        "The blueprint's rules overlap so much that the search for a paper was given up.",
        "Whether a paper exists could not be decided within the steps allowed. Install another solver with `pip install 'kaoka[assembly]'`, which is then used by itself; or drop or widen a quota.",
    ),
    "points_not_positive": Message(
        "The points of a section must be more than 0.",
        "`points` are those of one question; fractions such as 0.5 are fine.",
        "- {title: 判断题, type: true_false, count: 10, points: 1}",
    ),
    "pass_not_percent": Message(
        "`pass` is a percentage from 0 to 100.",
        "It is the share of all points that a candidate needs.",
        "pass: 80",
    ),
    "section_count": Message(
        "A section needs `count`, or `questions` that it names.",
        "Say how many questions the section holds.",
        "- {title: 单项选择题, type: single, count: 20, points: 2}",
    ),
    "section_named_more": Message(
        "The section names more questions than its `count`.",
        "Raise `count`, or name fewer questions; those beyond the named ones are drawn.",
    ),
    "quota_ends": Message(
        "The quota's `max` is below its `min`.",
        "A quota holds at least `min` and at most `max` questions.",
        "- {where: {level: apply}, min: 5, max: 12}",
    ),
    "seed_length": Message(
        "A seed has {bytes} bytes, not {given}.",
        "Fewer could be tried through. `secrets.token_bytes(16)` draws one; keep it secret until the exam is over.",
        "kaoka.assemble(blueprint, questions, seed=secrets.token_bytes(16))",
    ),
    "seed_differs": Message(
        "{folder} holds this exam with another seed; nothing was written.",
        "The papers in that folder were drawn with the seed in its manifest. Leave --seed out to add forms, or name a new folder.",
    ),
    "out_holds_other": Message(
        "{folder} holds another exam ({exam}); nothing was written.",
        "Each exam has a folder of its own: its private manifest is the only key to its papers.",
    ),
    "out_not_empty": Message(
        "{folder} is not empty and holds no exam; nothing was written.",
        "Name a new folder, or an empty one.",
    ),
    "forms_would_change": Message(
        "Form {form} was made before and would change: the bank, the blueprint or the day has changed since. Nothing was written.",
        "Papers that may be in somebody's hands are never replaced. Name a new folder for a new exam.",
    ),
    "large_print_gone": Message(
        "The exam in {folder} has papers in large print, which the blueprint no longer asks for; nothing was written.",
        "What was made of an exam stays. Put `large: true` back into the layout, or name a new folder for a new exam.",
    ),
    "form_name_empty": Message(
        "The name “{name}” gives no file name.",
        "A form's name needs at least one letter or digit.",
    ),
    "form_name_long": Message(
        "The name “{name}” is too long for a file name ({most} bytes).",
        "Use a shorter id; the candidate's full name may stand in another column.",
    ),
    "form_name_reserved": Message(
        "The name “{name}” cannot be a file name on Windows.",
        "CON, PRN, AUX, NUL, COM1 … and LPT1 … are devices there. Choose another id.",
    ),
    "form_name_twice": Message(
        "The name “{name}” stands twice.",
        "Each form has a name of its own, each candidate an id.",
    ),
    "form_name_clash": Message(
        "The files of “{name}” and “{other}” would fall together on some disk.",
        "Two names that differ only in case or in marks that file names cannot hold share a file. Rename one.",
    ),
    "exam_missing": Message(
        "There is no exam in {folder}: no private/manifest.json.",
        "Name the folder that `kaoka exam build -o` wrote.",
        "kaoka exam verify out",
    ),
    "manifest_damaged": Message(
        "{file} was changed or is damaged.",
        "The manifest is sealed; edit nothing in it by hand. Restore it from a backup.",
    ),
    "file_missing": Message("This file of the exam is gone.", "Restore it from a backup."),
    "file_changed": Message(
        "This file is not as it was made.",
        "Restore it from a backup, or build the exam again with its seed into a new folder: the same input gives the same bytes.",
    ),
    "file_unknown": Message(
        "This file does not belong to the exam.", "Take it out of the exam's folder."
    ),
    "private_open": Message(
        "Others than the owner may read this folder.",
        "Keys, seed and solutions are in it: `chmod 700` it.",
    ),
    "code_wrong": Message(
        "The check code of form {form} does not fit its questions and key.",
        "The check code binds a paper to its key. Restore the manifest from a backup.",
    ),
    "bank_edited": Message(
        "The bank was edited since the exam was built; the exam itself is unchanged.",
        "Papers and keys stand in the exam's folder, so grading is not affected.",
    ),
    "bank_not_compared": Message(
        "The bank “{id}” is not here, so it was not compared.",
        "Name it with --bank to learn whether it was edited since.",
    ),
    "extra_missing": Message(
        "This needs the extra “{extra}” ({package}): pip install 'kaoka[{extra}]'",
        "PDF pages are made by typst with the Noto fonts; `--format html` does without.",
    ),
    "missing_glyph": Message(
        "The fonts have no “{character}” ({code}), which stands in {question}.",
        "A paper with an empty box would be worse than none. Write the character another way.",
    ),
    "typst_refused": Message(
        "The page could not be set: {reason}",
        "typst refused the page. Please report this with the blueprint and the bank.",
    ),
    "font_unreadable": Message(
        "The installed fonts cannot be read.", "Install the extra again: pip install 'kaoka[pdf]'"
    ),
    "page_format_unknown": Message(
        "There is no page format “{format}”; there are {known}.",
        "Formats are named with --format, several by commas.",
        "--format pdf,html",
    ),
    "responses_head": Message(
        "The table has no row that names the columns candidate and form.",
        "The first row holds the heads: candidate, form, 1, 2, 3 … (编号, 卷 will do).",
        "candidate,form,1,2,3\nZ001,A,B,ACD,A",
    ),
    "responses_column_twice": Message(
        "The table has two columns for question {column}.", "Take one of them out."
    ),
    "responses_no_answers": Message(
        "The table has no column with a question's number.",
        "Answers stand in columns headed 1, 2, 3 … as on the paper.",
        "candidate,form,1,2,3\nZ001,A,B,ACD,A",
    ),
    "row_without_candidate": Message("The row names no candidate.", "Write the candidate's id."),
    "row_without_form": Message(
        "The row names no form.", "Write the form, as on the paper: A, B …"
    ),
    "row_candidate_twice": Message(
        "The candidate stands in several rows ({rows}); none of them was marked.",
        "Leave the row that counts, and grade again.",
    ),
    "row_form_unknown": Message(
        "The exam has no form “{form}”.",
        "Write the form as it stands on the paper. Excel drops zeros at the front of ids: format the column as text.",
    ),
    "row_form_unclear": Message(
        "“{form}” may mean several forms: {forms}.",
        "Excel drops zeros at the front of ids. Write the form as it stands on the paper, in a column formatted as text.",
    ),
    "row_id_changed": Message(
        "“{id}” is no id: Excel took the one that was written for a number or a date.",
        "Write the id again, in a column formatted as text.",
    ),
    "cell_changed": Message(
        "Question {number}: “{cell}” is what Excel makes of another answer, such as a date of 3/4.",
        "What was written cannot be told from it. Write the answer as on the sheet, with ' before it, or leave the cell empty.",
        "'3/4",
    ),
    "cell_beyond": Message(
        "Form {form} has no question {number}, and the row answers it.",
        "Perhaps the row is of another form. Leave the cell empty when it is not.",
    ),
    "cell_letter": Message(
        "Question {number}: “{cell}” is no letter of its options.",
        "Letters of the options, written together: ACD. Empty means not answered.",
    ),
    "cell_pairs": Message(
        "Question {number}: “{cell}” does not pair numbers with letters.",
        "A matching is answered as 1C2A3B, or with the letters in order: CAB.",
    ),
    "cell_blanks": Message(
        "Question {number}: “{cell}” does not fit the number of blanks.",
        "Several blanks are parted by |, as 30日|10日.",
    ),
    "cell_points": Message(
        "Question {number} is marked by a person: “{cell}” is no number of points it can earn.",
        "Write the points given, to two decimals at most, from 0 to the question's points.",
    ),
    "table_missing": Message(
        "There is no file {file}.",
        "Name a table: CSV, or a workbook such as XLSX.",
        "kaoka exam grade out responses.csv -o results",
    ),
    "table_broken": Message(
        "{file} cannot be read as a table: {reason}", "Save it as CSV or XLSX."
    ),
    "table_encoding": Message(
        "{file} is neither UTF-8 nor GBK.", "Save it from Excel as “CSV UTF-8”."
    ),
    "candidates_head": Message(
        "{file} has no column “candidate”.",
        "The first row holds the heads: candidate, name; further columns are allowed.",
        "candidate,name\nZ001,王小明",
    ),
    "candidate_without_id": Message(
        "{file}, row {row}: no candidate.", "Write an id in the column candidate."
    ),
    "candidate_twice": Message(
        "{file}, row {row}: the candidate “{candidate}” stands twice.",
        "Each candidate has one form. Take a row out, or give another id.",
    ),
    "candidates_none": Message("{file} names no candidate.", "Write one candidate a row."),
    "leak": Message(
        "{file} would tell “{found}”, which must stay private; nothing was written.",
        "Every public file is searched for the seed, ids, explanations and the key before it is published. Look for the words in a stem, an option or the notice.",
    ),
    "number_unknown": Message(
        "Form {form} has no question {number}.", "Numbers are those on the paper."
    ),
    "question_unknown": Message(
        "No form of the exam holds {question}; ids of questions stand in private/key.csv.",
        "The column question of private/key.csv has the id; `kaoka exam why` tells it too.",
        "kaoka exam void out 'svc.callback#value:single'",
    ),
    "swap_none": Message(
        "Form {form}: the rules allow no other question in the place of {number}.",
        "A question is swapped for one of the same type that its section may hold and that keeps quotas, enemies, veto and overlap. Add questions to the bank, or void this one.",
    ),
    "bank_other": Message(
        "The exam was made from the bank “{id}”, and this is “{other}”.",
        "Name the folder of the exam's bank with --bank.",
        "kaoka exam swap out A 7 --bank decks/insurance-service",
    ),
    "question_changed": Message(
        "The bank no longer has {question} (number {number}) as the form prints it; nothing was written.",
        "The other questions of a form stay as they are when one is swapped. Name the bank as it was, or build a new exam.",
    ),
    "rekey_answer": Message(
        "Question {number}: “{answer}” is no whole answer to it.",
        "Write it as a candidate does on that form: letters, a number, or 30日|10日 for blanks. Questions that a person marks have no key.",
        "kaoka exam rekey out A 7 C",
    ),
    "cluster_missing": Message(
        "There is no dask scheduler at {address}: {reason}",
        "Name a running scheduler; its workers need kaoka, and the exam's folder under the same path.",
        "kaoka exam build exams/cert-basic.yaml -o out --candidates people.csv --dask tcp://10.0.0.5:8786",
    ),
    "cluster_empty": Message(
        "The dask scheduler at {address} has no workers.", "Start workers: dask worker ADDRESS"
    ),
    "build_under_way": Message(
        "Another command is at work on {folder}; nothing was written.",
        "Wait until it has ended.",
    ),
    "record_damaged": Message(
        "{file}, line {line}: the record was changed or is damaged.",
        "Lines are only ever added to it. Restore it from a backup.",
    ),
    "overlap_one": Message(
        "`overlap` takes either `max` or `percent`.",
        "It is the most items that two forms may share, or a percentage of all questions.",
        "overlap: {max: 10}",
    ),
    "overlap_once": Message(
        "`overlap` cannot be kept with `draw: once`, where all forms hold the same questions.",
        "Take one of the two out.",
    ),
    "overlap_names": Message(
        "`overlap` is for forms A, B, C …; “{name}” is none of them.",
        "Each form keeps apart from those lettered before it, which would not end with a form for each candidate. Take `overlap` out of the blueprint to give candidates forms of their own.",
    ),
    "overlap_clash": Message(
        "Form {form} cannot keep that far apart from the forms before it. These rules clash (in brackets: how many items the bank offers):\n{rules}",
        "Raise `overlap`, make fewer forms, or add items to the bank.",
        "overlap: {percent: 30}",
    ),
    "score_changed": Message(
        "{candidate}: {points_before}/{max_before} → {points}/{max} ({difference}), passed: {passed_before} → {passed}",
        "A voided question or a changed key changed this score; changes.csv lists all of them.",
    ),
}
