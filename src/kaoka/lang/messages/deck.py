"""What is said about decks, their lock and their packages."""

from kaoka.lang.message import Message

MESSAGES: dict[str, Message] = {
    "deck_missing": Message(
        "There is no deck.yaml at {file}.",
        "Name a deck.yaml, or a folder that holds one. `kaoka init DIR` writes a small bank with its deck.",
        "id: my-deck\ntitle: 我的卡组\nbank: .",
    ),
    "deck_broken": Message(
        "{file}, line {line}, column {column}: the deck cannot be read: {reason}",
        "deck.yaml must hold id and title, and no field that a deck does not have; `kaoka schema deck` tells every field.",
        "id: insurance-service\ntitle: 保险客户服务\nchoose: {kind: [term, regulation]}\nsubdecks: {by: section}\npreset: {new_per_day: 20, retention: 0.9}",
    ),
    "deck_empty_file": Message(
        "The deck file is empty.",
        "deck.yaml holds at least id and title; see `kaoka schema deck`.",
        "id: my-deck\ntitle: 我的卡组",
    ),
    "deck_empty": Message(
        "The deck {deck} would hold no card.",
        "`choose` asks for something that no question of the bank has, or `leave_out` takes all away. `kaoka questions` lists what there is.",
    ),
    "selector_field": Message(
        "A selector has no field “{field}”; it has {known}.",
        "Selectors (`choose`, `leave_out`, `from`, `where`, `veto`) go by kind, tag, level, type, section, authority, difficulty, id, or a key of the bank's scope.",
        "choose: {kind: [term, clause], tag: [理赔]}",
    ),
    "selector_value": Message(
        "“{field}” is never “{value}”; it is one of {known}.",
        "A selector with such a value selects nothing, and a maximum on nothing is always kept. Write one of the known values.",
        "quotas:\n  - {where: {level: apply}, min: 5}",
    ),
    "card_too_much": Message(
        "The card {card} asks for {count} things at once; more than {most} are seldom remembered together.",
        "Cards that ask for one thing are learned faster and kept longer. Split the item into several, each with an id of its own, or leave this question out of the deck with `skip` in the item or `leave_out` in deck.yaml.",
        "leave_out: {type: [ordering]}",
    ),
    "card_blank": Message(
        "The front of the card {card} would show nothing.",
        "The stem is made of signs that have no shape (such as a zero-width blank). Write the question anew.",
    ),
    "card_twice": Message(
        "Two questions have the id {card}.",
        "An id stands for one card in every learner's collection. Give one of the two a new id.",
    ),
    "card_kind": Message(
        "The card {card} was sent as {was} and is {now} now: its item has changed its kind or its type.",
        "Learners' progress belongs to what they learned, and Anki cannot turn a note into one of another type on import. Give the new question a new id, keep the old item with `repealed_on` and `replaced_by`, and build again.",
        "- id: svc.callback\n  kind: service_standard\n  repealed_on: 2026-12-01\n  replaced_by: rule.callback",
    ),
    "item_lost": Message(
        "Learners have cards of the item {item}, and the bank has it no more ({count} such items; lock: {file}).",
        "A card cannot be taken back from learners; it can say that it no longer holds. Bring the item back as it was and retire it with `repealed_on`, and `replaced_by` where another took its place. An item that was renamed keeps its old id.",
        "- id: svc.callback\n  repealed_on: 2026-12-01\n  replaced_by: svc.callback-major",
    ),
    "lock_conflict": Message(
        "{file}, line {line}: git left a conflict mark in the lock.",
        "Keep the lines of both sides and delete the lines that begin with <<<<<<<, =======, >>>>>>> or |||||||; order and doubles do not matter, the next build writes the lock clean. With `deck.lock merge=union` in .gitattributes git does so by itself.",
        "deck.lock merge=union",
    ),
    "lock_line": Message(
        "{file}, line {line}: this is no line of a lock: {text}",
        "The lock is written by `kaoka deck build` and never by hand. Take the file from git as it was last committed.",
        "git checkout -- deck.lock",
    ),
    "lock_stale": Message(
        "The lock {file} is out of date: {new} new cards, {changed} changed, {retired} retired, {gone} gone.",
        "With --locked a build only repeats a release. Build once without it, look at `kaoka deck notes`, and commit the new lock.",
        "kaoka deck build deck.yaml -o deck.apkg",
    ),
    "lock_missing": Message(
        "There is no lock at {file}.",
        "Name two locks that exist: the one of the last release and the one of this.",
        "git show v1.0:deck.lock > old.lock\nkaoka deck notes old.lock",
    ),
    "epoch": Message(
        "SOURCE_DATE_EPOCH is “{given}”, which is no number of seconds.",
        "SOURCE_DATE_EPOCH fixes the time of a build: whole seconds since 1970-01-01 UTC.",
        "SOURCE_DATE_EPOCH=1764000000 kaoka deck build",
    ),
    "no_question": Message(
        "The bank has no question {id}.",
        "Give the id of a question or of an item; `kaoka questions` lists them.",
        "kaoka deck show svc.phone.answer#value:single",
    ),
    "not_a_package": Message(
        "{file} is no Anki package that kaoka can read.",
        "`kaoka deck diff` compares two .apkg files that `kaoka deck build` wrote. Packages that Anki itself exported in its newer format cannot be read: export with “Support older Anki versions”.",
    ),
}
