"""What is said about banks and their YAML files."""

from kaoka.lang.message import Message

MESSAGES: dict[str, Message] = {
    "bank_missing": Message(
        "There is no bank in {folder}: no bank.yaml, and no shipped bank of that name.",
        "A bank is a folder with a bank.yaml and a folder items/. Name that folder, or a shipped bank, or start one with `kaoka init DIR`.",
        "kaoka check decks/insurance-service",
    ),
    "bank_broken": Message(
        "{file} cannot be read.",
        "bank.yaml must be a YAML mapping. Mend the line that is named, then run `kaoka check` again.",
    ),
    "bank_head": Message(
        "{file} cannot be used.",
        "bank.yaml needs id, title and docs; `kaoka schema bank` tells every field.",
        "id: my-bank\ntitle: 我的题库\ndocs:\n  course: {title: 培训课件}",
    ),
    "want_bank": Message(
        "kaoka.questions takes what kaoka.load returned, not {given}.",
        "Load the bank first.",
        'bank = kaoka.load("insurance-service")\nquestions = kaoka.questions(bank)',
    ),
    "want_date": Message(
        "as_of takes a datetime.date, not {given}.",
        "Make a date of the text first.",
        'datetime.date.fromisoformat("2026-12-01")',
    ),
    "bank_empty": Message(
        "The bank holds no items.",
        "Items stand in items/*.yaml beside bank.yaml, each file a list.",
        "items/first.yaml",
    ),
    "bank_has_errors": Message(
        "The bank {folder} has {count} errors; the first is at {file}, line {line} ({code}). `kaoka check {folder}` lists them all.",
        "Nothing is built from a bank with errors: a card or a paper must not carry what is known to be wrong.",
    ),
    "not_utf8": Message(
        "This file is not UTF-8 text.",
        "Save the file as UTF-8 (in Excel or Notepad: “UTF-8”, not “ANSI” or “GBK”).",
    ),
    "file_unreadable": Message(
        "The file cannot be read: {reason}.",
        "Items stand in plain files that may be read. A folder, a pipe, or a link to nothing must not be named *.yaml.",
    ),
    "file_not_read": Message(
        "This file is not read: its name must end in .yaml.",
        "Rename it (.yml and .YAML become .yaml), or move it out of items/.",
        "items/terms.yaml",
    ),
    "difficulty_row": Message(
        "This row tells nothing of a question's difficulty and is passed over.",
        "A row holds question, exam, n (how many were asked), p (their mean share of the points, 0 to 1) and r_pbis. `kaoka exam grade --difficulty BANK` writes the file; take out the row, or grade that exam again.",
        "question,exam,n,p,r_pbis\nq.surrender.first-step#ask,cert-basic,30,0.733,0.412",
    ),
    "file_not_mapping": Message(
        "The file must be a mapping of fields.",
        "Write one field a line as `name: value`.",
        "id: my-bank\ntitle: 我的题库",
    ),
    "bank_file_empty": Message(
        "The file is empty.",
        "bank.yaml needs id, title and docs; `kaoka schema bank` tells every field.",
        "id: my-bank\ntitle: 我的题库\ndocs:\n  course: {title: 培训课件}",
    ),
    "items_not_list": Message(
        "A file of items must be a list: each item begins with “- ”.",
        "Begin each item with a dash and a blank, and indent its fields by two blanks.",
        "- id: term.nps\n  kind: term\n  …",
    ),
    "item_not_mapping": Message(
        "This entry is no item: an item is a mapping of fields.",
        "Write fields as `name: value`, with a blank after the colon.",
        "- id: term.nps\n  kind: term",
    ),
    "yaml_syntax": Message(
        "This is not YAML: {reason}.",
        "Often a text with “: ”, “#” or a leading quote or bracket that must be quoted, a tab, or wrong indentation.",
        'stem: "客户问: 能退吗?"',
    ),
    "yaml_tab": Message(
        "A tab stands where only blanks may indent.",
        "Replace the tab by blanks: two for each step. Most editors do so when told to “insert spaces”.",
        "- id: term.nps\n  kind: term",
    ),
    "yaml_colon": Message(
        "A second “: ” stands in one line, or a field is indented too far.",
        "A text with “: ” is quoted. Fields of one item begin below one another.",
        'stem: "客户问: 能退吗?"',
    ),
    "yaml_no_colon": Message(
        "Before this line, a field has no “: ”.",
        "A field is `name: value`, with a blank after the colon; a text that goes on is indented further.",
        "explanation: 第一行\n  接着写",
    ),
    "yaml_start": Message(
        "A text that begins with “{character}” must be quoted.",
        "The characters @ ` % have a meaning of their own at the beginning of a value.",
        'text: "@客服"',
    ),
    "yaml_quote": Message(
        "The quote that opens here is never closed.",
        "Close it, or leave it out: a text needs quotes only when it holds “: ” or “ #”, or begins with a sign.",
        'stem: "客户问: 能退吗?"',
    ),
    "yaml_bracket": Message(
        "The bracket that opens here is not closed, or a comma is missing in it.",
        "Part the members by commas and close the bracket; a text with a comma or bracket in it is quoted.",
        "tags: [理赔, 时效]",
    ),
    "yaml_indent": Message(
        "The indentation of this line does not fit the lines above it.",
        "Items begin with “- ” at the left edge, their fields two blanks further in, all below one another.",
        "- id: term.nps\n  kind: term",
    ),
    "yaml_documents": Message(
        "The file goes on after “---”; only one document stands in a file.",
        "Delete the line “---”, or put what follows into a file of its own.",
    ),
    "yaml_deep": Message(
        "Lists and mappings stand more than {deepest} deep in one another here.",
        "No field is that deep; a bracket is probably doubled or never closed.",
    ),
    "yaml_character": Message(
        "The character {character} is not allowed here.",
        "Control characters cannot stand in a bank. Delete the character; it often comes in by copy and paste.",
    ),
    "yaml_tag": Message(
        "YAML tags such as {tag} are not used here.",
        "Write plain values; the kind of the item decides their type. A text that begins with “!” is quoted.",
        'text: "!重要"',
    ),
    "yaml_key": Message(
        "A field's name must be plain text; merge keys (<<) are not used here.",
        "Write each item out in full.",
    ),
    "yaml_alias": Message(
        "Anchors (&) and aliases (*) are not used here.",
        "Write each item out in full. A text that begins with & or * is quoted.",
        'text: "*号内容"',
    ),
    "yaml_duplicate_key": Message(
        "The field “{key}” stands twice in one mapping.",
        "Only one would count. Delete one, or join the two.",
    ),
    "missing_field": Message(
        "The field “{field}” is missing.",
        "`kaoka schema` and docs/kinds.md tell which fields a kind needs.",
        "source: [{doc: course, section: 8}]",
    ),
    "unknown_field": Message(
        "There is no field “{field}”.",
        "A misspelt field would be lost in silence, so it is refused.",
        "explanation, not explaination",
    ),
    "unknown_kind": Message(
        "There is no kind “{kind}”. Known kinds: {known}.",
        "A kind is one of those that ship with kaoka, or one that an installed package brings by the entry point group kaoka.kinds.",
    ),
    "duplicate_id": Message(
        "The id “{id}” is taken: it stands at {file}, line {line}.",
        "An id names one item for ever; give the newer item an id of its own.",
    ),
    "bad_choice": Message(
        "“{given}” is no choice for {field}; it takes {expected}.",
        "The field takes only the words listed.",
    ),
    "bad_id": Message(
        "“{given}” is no id: small letters, digits, and single . - _ between them.",
        "Ids are ASCII so that they are the same on every system.",
        "svc.phone.answer-rate",
    ),
    "bad_number": Message(
        "“{given}” at {field} is no number.",
        "Write digits, with a point for decimals; the unit stands in its own field.",
        "value: 2.5\nunit: 小时",
    ),
    "long_number": Message(
        "“{given}” at {field} has too many digits.",
        "At most 24 digits, 9 of them after the point. Choose a larger unit (万元 for 元).",
        "value: 300\nunit: 万元",
    ),
    "out_of_range": Message(
        "“{given}” at {field} is out of range: {bound}.",
        "The field takes only numbers within these bounds.",
    ),
    "bad_bool": Message("“{given}” at {field} is neither true nor false.", "Write true or false."),
    "bad_date": Message("“{given}” at {field} is no date.", "Write year-month-day.", "2024-03-01"),
    "bad_value": Message(
        "“{given}” at {field} does not fit: {reason}.",
        "The value has not the shape that the field takes.",
    ),
    "empty_text": Message(
        "The field “{field}” is empty.", "Write the text, or leave the field out."
    ),
    "too_few": Message(
        "The field “{field}” needs at least {fewest}.",
        "The list is too short for the item to be of use.",
    ),
    "too_many": Message("The field “{field}” takes at most {most}.", "Leave out what is too much."),
    "long_text": Message("The text at {field} is longer than {most} characters.", "Shorten it."),
    "want_text": Message(
        "The field “{field}” takes a text.",
        "A list or a mapping stands where a text is wanted.",
        "stem: 客户首先应做什么?",
    ),
    "want_list": Message(
        "The field “{field}” takes a list.",
        "Put the value in brackets, or each member on a line with a dash.",
        "tags: [理赔]",
    ),
    "want_mapping": Message(
        "The field “{field}” takes a mapping.",
        "Write its fields as `name: value`.",
        "source: [{doc: course, section: 8}]",
    ),
    "slot": Message(
        "The sentence needs exactly one {{}} where the amount or the answer stands.",
        "The slot becomes the blank, the question word, or a wrong value.",
        "sentence: 重大案件报案后,客服应在{}内回访客户",
    ),
    "limit_sentence": Message(
        "A limit and its sentence go together: write both or neither.",
        "The sentence states the clause with {{}} where the amount of `limit` stands.",
        "limit: {op: '<=', value: 3, unit: 日}\nsentence: 保险人应在{}内发出拒赔通知书",
    ),
    "range_ends": Message(
        "A range needs value and value_max; any other op only value.",
        "`op: range` goes from value to value_max.",
        "op: range\nvalue: 75\nvalue_max: 120",
    ),
    "range_order": Message(
        "value_max must be greater than value.",
        "A range goes from the smaller to the greater amount.",
    ),
    "empty_item": Message(
        "The item says nothing that could be asked or taught.",
        "Fill at least one of the fields that hold its knowledge.",
    ),
    "unknown_doc": Message(
        "bank.yaml knows no document “{doc}”.",
        "Every source is listed under docs in bank.yaml, with its title.",
    ),
    "unknown_section": Message(
        "The document “{doc}” has no section {section}.",
        "The sections of a document are listed in bank.yaml.",
    ),
    "unknown_scope_key": Message(
        "scope has no key “{key}”; bank.yaml lists {known}.",
        "The words of scope are a closed list, so that siblings are found.",
    ),
    "unknown_scope_word": Message(
        "“{word}” is no word of scope {key}; bank.yaml lists {known}.",
        "The words of scope are a closed list, so that siblings are found.",
    ),
    "unknown_item": Message(
        "There is no item “{id}”.", "The field names the id of another item of this bank."
    ),
    "names_itself": Message(
        "The item names itself.",
        "conflicts_with, enemies, replaced_by and part_of name other items.",
    ),
    "not_a_regulation": Message(
        "“{id}” is no regulation.",
        "part_of names the regulation item that the clause belongs to; dates and title come from there.",
        "part_of: reg.insurance-law",
    ),
    "replaced_in_a_circle": Message(
        "The items replace one another in a circle: {ids}.",
        "replaced_by names what holds now; the newest item has no replaced_by.",
    ),
    "calendar_span": Message(
        "A span in off ends before it begins.",
        "Write the first day, then the last: both are off.",
        "holidays: [[2026-10-01, 2026-10-07]]",
    ),
    "ends_before_it_begins": Message(
        "repealed_on ({to}) is not after effective_from ({from}).", "One of the two dates is wrong."
    ),
    "not_reviewed": Message(
        "“{id}” is law without a reviewed_on date.",
        "Law changes: say when someone last read the text.",
        "reviewed_on: 2026-11-24",
    ),
    "review_due": Message(
        "“{id}” was last reviewed on {on}, twelve months ago or more.",
        "Read the text in force again, mend the item, and set reviewed_on.",
    ),
    "media_missing": Message(
        "There is no file {file} in the bank's folder.",
        "Media are given relative to the folder of bank.yaml.",
    ),
    "media_outside": Message(
        "{file} lies outside the bank's folder.", "Only files inside the bank travel with it."
    ),
    "personal_data": Message(
        "This looks like a real {what} number.",
        "No personal data stands in a bank. Use letters or a number that cannot be real.",
    ),
}
