"""What stands on papers, by the language of the bank (not of the reader's talk)."""

from __future__ import annotations

from fractions import Fraction

_ZH = {
    "form": "{name} 卷",
    "paper": "试卷",
    "key": "参考答案",
    "solutions": "答案与解析",
    "sheet": "答题卡",
    "private": "内部资料 考试结束前不得外传",
    "name": "姓名",
    "id": "编号",
    "date": "日期",
    "score": "得分",
    "full": "满分",
    "part": "题号",
    "total": "总分",
    "marker": "评卷人",
    "minutes": "考试时间 {minutes} 分钟",
    "points_all": "满分 {points} 分",
    "pass": "{points} 分合格",
    "notice": "考生须知",
    "veto_notice": "本卷含有合规否决题：其中任何一题未得满分（包括未作答），整卷判为不合格。",
    "veto_mark": "★ 为否决题，未得满分即判不合格。",
    "heading": "{numeral}、{title}（{each}，共 {total} 分）",
    "each": "每题 {points} 分",
    "single": "每题只有一个选项正确，把它的字母填在括号里。",
    "multiple": "每题有两个或两个以上选项正确；多选、少选、错选均不得分。",
    "multiple_partial": "每题有两个或两个以上选项正确；选对一部分得相应分数，每错选一项扣去一项的分数，扣完为止。",
    "true_false": "说法正确的填 A（对），错误的填 B（错）。",
    "fill": "把答案写在横线上。",
    "numeric": "把数值和单位写在横线上。",
    "ordering": "把各项的字母按正确的先后次序填在括号里，如 CABD。",
    "matching": "为左边每一项选出右边对应的一项，填上字母。",
    "short": "简要作答，写出要点。",
    "case": "阅读材料，回答后面的各小题。",
    "open": "（",
    "close": "）",
    "answer_line": "答：",
    "story": "【材料】",
    "page": "第 {page} 页  共 {pages} 页",
    "code": "校验码 {code}",
    "answer": "答案",
    "explanation": "解析",
    "source": "出处",
    "points": "{points} 分",
    "origin": "{letter} 项是另一题的答案：{stem}",
    "sheet_notice": "用 2B 铅笔或黑色签字笔填涂，修改时擦净；填空和简答写在相应横线上。",
    "sheet_form": "试卷",
    "right": "对",
    "wrong": "错",
    "topics": "双向细目表（分值）",
    "topic": "内容",
    "expected": "预计得分率 {percent}%（全卷 {all} 题，其中 {known} 题有历次考试的数据）",
    "remember": "记忆",
    "understand": "理解",
    "apply": "应用",
    "analyse": "分析",
    "end": "（全卷完）",
    "seal": "密|封|线",
    "seal_note": "密封线内不要答题",
    "large": "大字版",
}

_EN = {
    "form": "Form {name}",
    "paper": "Paper",
    "key": "Answer key",
    "solutions": "Answers and explanations",
    "sheet": "Answer sheet",
    "private": "Internal: not to leave the office before the exam is over",
    "name": "Name",
    "id": "Number",
    "date": "Date",
    "score": "Score",
    "full": "Points",
    "part": "Part",
    "total": "Total",
    "marker": "Marker",
    "minutes": "Time: {minutes} minutes",
    "points_all": "{points} points",
    "pass": "pass: {points} points",
    "notice": "Please note",
    "veto_notice": "Some questions decide alone: less than full points on any one of them, blanks included, fails the paper.",
    "veto_mark": "★ decides alone: less than full points fails the paper.",
    "heading": "{numeral}. {title} ({each}, {total} in all)",
    "each": "{points} points each",
    "single": "One option is right. Write its letter in the brackets.",
    "multiple": "Two or more options are right. Only the exact set scores.",
    "multiple_partial": "Two or more options are right. Each right choice adds its share, each wrong one takes a share away, never below nothing.",
    "true_false": "Write A for true, B for false.",
    "fill": "Write the answer on the line.",
    "numeric": "Write the number and its unit on the line.",
    "ordering": "Write the letters in the right order in the brackets, such as CABD.",
    "matching": "For each entry on the left, write the letter of its match on the right.",
    "short": "Answer briefly, point by point.",
    "case": "Read the story and answer the questions that follow.",
    "open": "(",
    "close": ")",
    "answer_line": "Answer:",
    "story": "Story: ",
    "page": "Page {page} of {pages}",
    "code": "Check code {code}",
    "answer": "Answer",
    "explanation": "Why",
    "source": "Source",
    "points": "{points} points",
    "origin": "{letter} answers another question: {stem}",
    "sheet_notice": "Fill the bubbles with a soft pencil or a black pen. Write fill-in and short answers on the lines.",
    "sheet_form": "Paper",
    "right": "true",
    "wrong": "false",
    "topics": "Specification table (points)",
    "topic": "Topic",
    "expected": "Expected score: {percent} % (of {all} questions, {known} were asked in past exams)",
    "remember": "Remember",
    "understand": "Understand",
    "apply": "Apply",
    "analyse": "Analyse",
    "end": "(End of paper)",
    "seal": "SEALED MARGIN",
    "seal_note": "No answers on this side of the line",
    "large": "large print",
}

_TABLES = {"zh": _ZH, "en": _EN}
_NUMERALS = "零一二三四五六七八九十"


class Words:
    """The words of one language; an unknown language speaks English."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._table = _TABLES.get(lang.partition("-")[0], _EN)

    def __call__(self, word: str, **values: object) -> str:
        """Return a phrase with its values filled in."""
        return self._table[word].format_map(values) if values else self._table[word]

    def numeral(self, number: int) -> str:
        """Return a section's number: 一, 二 … 十, 十一 …; 1, 2 … elsewhere."""
        if self._table is _EN:
            return str(number)
        tens, ones = divmod(number, 10)
        head = "" if not tens else "十" if tens == 1 else _NUMERALS[tens] + "十"
        return head + (_NUMERALS[ones] if ones else "")

    def shown(self, option: str) -> str:
        """Return 对 and 错 in the paper's language."""
        return self._table["right"] if option == "对" else self._table["wrong"]


def points(amount: Fraction) -> str:
    """Return points to two decimals at most: 2, 1.5, 0.67."""
    text = f"{round(float(amount), 2):.2f}"
    return text.rstrip("0").rstrip(".")
