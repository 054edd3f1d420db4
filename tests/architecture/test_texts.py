"""Both languages are complete, and every text that the code asks for is there."""

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest
from sources import PACKAGE, docstrings, literals, trees

from hanpan.foundation.options import option_specs
from hanpan.foundation.texts import LANGUAGES, catalogue

HANGUL = re.compile(r"[가-힣ㄱ-ㆎ]")
# Texts that are the same word, sign or formula in Korean.
WITHOUT_HANGUL = re.compile(
    r"^(algorithm\.(xgboost|lightgbm|catboost)\.title|api\.study|range\.between|contributions\.one|unit\.\w+|list\.reason\.size|value\.(per_row|cli\.tile)|code\.predict\.file|glossary\.\w+\.(term|also)|metric\.[\w.]+|.*\.(symbol|unit|examples))$"
)
# Modules that must know Hangul: particles, and the words in which Korean tables are written.
KNOWS_HANGUL = re.compile(
    r"^(foundation/texts/|testing/|data/(parsers|readers|checks)/|data/(question/(task|target)|cells|columns/inference|names|labels)\.py|doors/cli/questions\.py)"
)
ROOT = PACKAGE.parents[1]
KOREAN_PAGES = [
    ROOT / "README.ko.md",
    *sorted((ROOT / "docs").rglob("*.ko.md")),
    ROOT / "website" / "words" / "ko.toml",
]
# One Korean word for one thing (the list in CONTRIBUTING): what is not said, and what is said instead.
UNSAID = {
    r"견[주준줄줌줍]": "비교",
    r"값어치|기대 이득|이득과 비용": "기대 이익, 이익과 비용",
    r"(판정|분류) 기준|(?<!최종 )기준값": "컷오프",
    r"(“”이라\}|라)고 (답|부르|부른|판단)": "…으로 예측, …으로 결정",
    r"판정(받은|한 모델|한 행|에 쓴|에 쓸|용)|마지막 판정": "평가, 최종 평가",
    r"아무도 건드리지 않은": "홀드아웃",
    r"성적(?!표)": "점수",
    r"타깃|목표 열": "목표 변수",
    r"내보냅니다|내보낼": "저장",
    r"기댄 |기대고 |기댑": "예측에 영향을 준",
    r"말해 주는 열": "결과와 관련이 큰 열",
    r"우연(을 넘|으로 설명되지|으로는 설명되지)": "통계적으로 유의, 우연으로 보기 어려운",
    r"까닭": "이유",
    r"낱말": "단어",
    r"헤아[리려]": "고려",
    r"겨루|맞붙": "비교",
    r"이상값|분산 ?팽창 ?(요인|계수)(?<!분산팽창계수)": "이상치, 분산팽창계수",
    r"[^보]트리 모델": "나무 모델",
    r"발견한 점": "눈에 띈 점",
    r"중대": "심각",
    r"말씀하신|하실 일": "지정한, 할 일",
    r"습니까|[합입]니까|십시오": "-나요?, -하세요",
    r"가운데 하나": "중 하나",
    r"x로 예측": "예측",
    r"이루어지지 않은|해 보지 못한": "시도하지 못한",
    r"\{low(:[^}]*)?\} ~ \{high": "{low}~{high}",
}
# English texts that show Korean words: other names of a term, and amounts as Koreans write them.
MAY_SHOW_HANGUL = re.compile(r"^(glossary\.|error\.interview_amount\.)")
ERRORS = {"HanpanError", "UsageError", "AccessError", "DataError", "NetworkError", "BundleError"}


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def key_pattern(node: ast.expr) -> re.Pattern[str] | None:
    """What keys an expression can stand for; None where it says nothing (a variable)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.compile(re.escape(node.value))
    if isinstance(node, ast.JoinedStr):
        parts = [re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w.]+" for part in node.values]
        return re.compile("".join(parts))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = key_pattern(node.left), key_pattern(node.right)
        return re.compile((left.pattern if left else r"[\w.]+") + (right.pattern if right else r"[\w.]+"))
    return None


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def asked_for():
    """(place, pattern) of every text, error and finding that the code names."""
    for path, tree in trees().items():
        for node in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            place, name = f"{path}:{node.lineno}", called(node)
            first = node.args[0] if node.args else None
            if name == "text" and first is not None:
                yield place, key_pattern(first)
            elif name in ERRORS and isinstance(first, ast.Constant):
                for part in ("what", "expected", "remedy"):
                    yield place, re.compile(rf"error\.{first.value}\.{part}")
            elif name == "Finding":
                code = next((kw.value for kw in node.keywords if kw.arg == "code"), None)
                for part in ("title", "evidence", "advice") if isinstance(code, ast.Constant) else ():
                    yield place, re.compile(rf"finding\.{code.value}\.{part}")


def test_both_languages_have_the_same_keys() -> None:
    korean, english = (set(catalogue(language)) for language in ("ko", "en"))
    assert korean == english


def test_both_languages_have_the_same_files() -> None:
    folders = [PACKAGE / "foundation" / "texts" / language for language in LANGUAGES]
    korean, english = ({path.relative_to(folder) for path in folder.rglob("*.toml")} for folder in folders)
    assert korean == english


def test_the_first_word_of_a_key_is_its_file() -> None:
    for path in (PACKAGE / "foundation" / "texts").rglob("*.toml"):
        language, first = path.relative_to(PACKAGE / "foundation" / "texts").parts[:2]
        assert set(tomllib.loads(path.read_text("utf-8"))) == {first.removesuffix(".toml")}, (language, path.name)


def test_both_languages_have_the_same_placeholders() -> None:
    korean, english = catalogue("ko"), catalogue("en")
    assert not {key for key in korean if placeholders(korean[key]) != placeholders(english[key])}


def test_korean_is_korean() -> None:
    assert not [k for k, words in catalogue("ko").items() if not HANGUL.search(words) and not WITHOUT_HANGUL.match(k)]


def test_english_is_english() -> None:
    told = {key: words.replace("한판", "") for key, words in catalogue("en").items()}
    assert not [key for key, words in told.items() if HANGUL.search(words) and not MAY_SHOW_HANGUL.match(key)]


def test_verbs_follow_their_counts_in_english() -> None:
    """``{count:is|are}`` behind a count, never a plural whatever it is, and no ``(s)``."""
    verb = re.compile(r"\{\w+(:,)?\}( \w+s)? (are|were|have|lack|miss|repeat|say|stay|stand|differ)\b|\w\(s\)")
    many = r"\{(rows|holdout|count|last)(:,)?\} (rows|sizes|columns|rounds) \w+"  # never one there
    fine = re.compile(many + r"|\{(source|size|chosen|share)\} \w+")
    wrong = {key: found[0] for key, words in catalogue("en").items() if (found := verb.search(words))}
    assert {key: part for key, part in wrong.items() if not fine.match(part)} == {}


def test_no_text_is_empty() -> None:
    assert not [key for language in LANGUAGES for key, words in catalogue(language).items() if not words.strip()]


def test_every_text_that_the_code_asks_for_exists() -> None:
    keys = catalogue("en")
    missing = [f"{place} {p.pattern}" for place, p in asked_for() if p and not any(p.fullmatch(key) for key in keys)]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_has_its_help(language: str) -> None:
    from hanpan.study.options import GROUPS

    assert not [spec.name for spec in option_specs(*GROUPS) if spec.help_key not in catalogue(language)]


def test_no_korean_sentence_stands_in_code() -> None:
    found = [
        f"{path}:{line} {words!r}"
        for path, tree in trees().items()
        if not KNOWS_HANGUL.match(path)
        for line, words in literals(tree)
        if HANGUL.search(words)
    ]
    assert not found


def test_no_english_sentence_is_raised_or_echoed() -> None:
    """What a person reads comes from the catalogues: errors are keys, echoes are texts."""
    found = []
    for path, tree in trees().items():
        for node in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            first = node.args[0] if node.args else None
            words = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
            if called(node) in {*ERRORS, "echo", "say"} and " " in words:
                found.append(f"{path}:{node.lineno} {words!r}")
    assert not found


@pytest.mark.parametrize("variant", UNSAID)
def test_korean_has_one_word_for_one_thing(variant: str) -> None:
    told = {key: words for key, words in catalogue("ko").items() if not key.endswith(".also")}
    told |= {str(page.relative_to(ROOT)): page.read_text("utf-8") for page in KOREAN_PAGES}
    found = {key: said[0] for key, words in told.items() if (said := re.search(variant, words))}
    assert not found, f"say {UNSAID[variant]}"


def test_particles_fit_words_only() -> None:
    """A particle needs a word before it: never after a closing bracket or quote that hides the word."""
    broken = [
        key for key, words in catalogue("ko").items() if re.search(r"\{\w+\}(은|는|이|가|을|를|과|와)(?=[\s.,])", words)
    ]
    assert not broken


def test_docstrings_are_told_apart() -> None:
    tree = ast.parse('"""a"""\ndef f():\n    """b"""\n    return "c"\n')
    assert len(docstrings(tree)) == 2
    assert [words for _, words in literals(tree)] == ["c"]


def test_templates_ask_for_texts_that_exist() -> None:
    keys = set(catalogue("en"))
    asked = re.compile(r"""\bt\(\s*["']([\w.]+)["']\s*[,)]""")
    templates = [path for path in Path(PACKAGE, "doors").rglob("*") if path.suffix in (".html", ".j2", ".jinja")]
    missing = [
        (path.name, key) for path in templates for key in asked.findall(path.read_text("utf-8")) if key not in keys
    ]
    assert not missing
