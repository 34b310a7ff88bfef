//! A clause that cannot be read → a line of the form that the author most likely means, to be written like.

use super::parser::Rule;
use super::spelling::{Token, TokenKind};
use crate::types::{Language, Unit};

/// A form: keywords of which one must be there, and a sentence of the form in both languages.
type Form = (&'static [&'static str], &'static str, &'static str);

/// Forms that a single keyword tells; the first that fits is taken.
const FORMS: [Form; 15] = [
    (
        &["be reported in", "reported"],
        "every absence must be reported in alerts to \"town\" within 3 days after absent_on by pupil_id",
        "每起 缺课 应 在 缺课日 后 3 天 内 以 报告 报送 「乡镇」 按 学号",
    ),
    (
        &["submit"],
        "every school must submit reports to \"bureau\" each month no later than day 18",
        "每所 学校 应 向 「教育局」 报送 月报 每月 不晚于 18日",
    ),
    (
        &["every combination of", "'s combination", "exactly once"],
        "every combination of schools, grade must be in timetable exactly once",
        "每种 学校、年级 的组合 应 在 课表 中 恰好一次",
    ),
    (
        &[
            "ranked by",
            "ranked on",
            "being ranked",
            "higher is better",
            "lower is better",
            "among the first",
            "among the last",
            "ties share a place",
            "smallest group",
        ],
        "schools ranked by attendance, higher is better must not be among the last 3",
        "学校 依 在校率 排名，越高越好，不得 在 后 3 名",
    ),
    (
        &[
            "rise",
            "fall",
            "in a row",
            "in succession",
            "must not rise",
            "must not fall",
        ],
        "absences_a_month per school must not rise 2 months in a row",
        "各 学校 月缺课数 不得 连续 2 个月 上升",
    ),
    (
        &[
            "each week",
            "each month",
            "each quarter",
            "each term",
            "each year",
        ],
        "every school must have at least 2 reports each quarter",
        "每所 学校 每季度 应有 至少 2 条 月报",
    ),
    (
        &["values of", "'s values"],
        "values of roster.pupil_id include values of pupils.pupil_id",
        "在校名单.学号 的取值 包含 学籍.学号 的取值",
    ),
    (
        &["have the same", "being alike", "of the same"],
        "payments of the same pupil_id have the same payee",
        "同一 学号 的 发放 应 收款人 相同",
    ),
    (
        &["each of", "have + each of"],
        "every school must have each of \"goals\", \"dates\" in plan_parts by school_id",
        "每所 学校 应 在 方案章节 中 有全部 「目标」、「时限」 按 学校代码",
    ),
    (
        &["all of", "any of", "none of", "all or none of"],
        "every pupil must have all of name, grade given",
        "每名 学生 应 全部 姓名、年级 已填",
    ),
    (
        &["in term", "in stage"],
        "every absence must be absent_on is in term",
        "每起 缺课 应 缺课日 在学期内",
    ),
    (
        &["named"],
        "every dropout must have a named helper",
        "每名 辍学学生 应有 明确的 帮扶人",
    ),
    (
        &["total of", "'s total"],
        "every pupil must have (total of payments.amount by pupil_id) at least 1000 yuan",
        "每名 学生 的 (发放.金额 合计 按 学号) 应 不低于 1000 元",
    ),
    (
        &[
            "days after",
            "months after",
            "years after",
            "after",
            "before",
            "'s after",
            "'s before",
            "within",
            "inside",
            "no later than",
        ],
        "every payment must have paid_on within 30 days after due_on",
        "每笔 发放 的 发放日期 应 在 应发日期 后 30 天 内",
    ),
    (
        &["being unique", "unique by", "is unique by"],
        "enrolments are unique by national_id, year",
        "在校名单 按 身份证号、学年 不重复",
    ),
];

/// A line of the form that a clause most likely means; `None` where what could stand at its place says more.
pub(super) fn of(language: Language, rule: Rule, tokens: &[Token]) -> Option<&'static str> {
    let (en, zh) = match rule {
        Rule::sentence => sentence(tokens),
        Rule::expect_line => (
            "expect named-persuader finds B",
            "期望 named-persuader 发现 B",
        ),
        Rule::set_line => ("set promptly = 30 days", "设 及时 = 30 天"),
        Rule::setting_head => (
            "setting floor : percent = 95%",
            "设定 最低比例 : 百分比 = 95%",
        ),
        Rule::population_head => (
            "population boarders = pupil where lives = school",
            "人群 寄宿生 = 学生 其中 住处 = 学校",
        ),
        Rule::define_head => (
            "define age_now of pupils = age of born on as_of",
            "定义 年龄 于 学籍 = 从 出生日期 到 评估日 的周岁",
        ),
        Rule::ask_line => (
            "ask \"Was the family visited?\" of dropouts",
            "询问 「是否走访过该家庭？」 于 辍学学生",
        ),
        Rule::sample_line => (
            "sample 3 of pupils per grade seed \"2020-2\"",
            "抽查 学籍 各 年级 3 名 种子 「2020-2」",
        ),
        Rule::answers_line => (
            "answers yes means met, no means not met",
            "答复 是 表示 符合，否 表示 不符",
        ),
        _ => return None,
    };
    Some(language.pick(en, zh))
}

/// A sentence of the form whose keywords a clause holds, in both languages.
fn sentence(tokens: &[Token]) -> (&'static str, &'static str) {
    let has = |ids: &[&str]| {
        tokens
            .iter()
            .any(|token| matches!(token.kind, TokenKind::Keyword(id) if ids.contains(&id)))
    };
    let symbol = |text: &'static str| {
        tokens
            .iter()
            .any(|token| token.kind == TokenKind::Symbol(text))
    };
    let share = tokens
        .iter()
        .any(|token| matches!(token.kind, TokenKind::Number(_, Some(Unit::Percent))));
    let first = tokens.first().map(|token| &token.kind);
    let starts = |ids: &[&str]| matches!(first, Some(TokenKind::Keyword(id)) if ids.contains(id));
    let two_lists = (
        "registry matches enrolment by national_id comparing school, grade",
        "学籍 与 在校名单 按 身份证号 比对 学校、年级",
    );
    if has(&["comparing", "agreeing", "explained"]) {
        return two_lists;
    }
    if let Some((_, en, zh)) = FORMS.iter().find(|(ids, ..)| has(ids)) {
        return (en, zh);
    }
    if has(&["matches", "with"]) && !has(&["must"]) {
        two_lists
    } else if has(&["with"]) && has(&["must"]) {
        (
            "every pupil must have all of name, grade given",
            "每名 学生 应 全部 姓名、年级 已填",
        )
    } else if starts(&["at least", "at most", "more than", "less than"])
        || (share && has(&["at least", "at most"]) && has(&["have"]))
    {
        (
            "at least 95% of registry per school must have an enrolment by national_id",
            "各 学校 至少 95% 的 学籍 应 有 在校名单 按 身份证号",
        )
    } else if symbol(":") || starts(&["per", "by"]) || has(&["per"]) {
        (
            "per school, class of enrolment: count of enrolment must be at most 55",
            "各 学校、班级 于 在校名单: 在校名单 数量 应 不超过 55",
        )
    } else if starts(&["no", "have", "any"]) && !has(&["must"]) {
        (
            "no payment where payee is not one of pupil, guardian",
            "任何 资助发放 不得 收款人类别 不属于 本人、监护人",
        )
    } else if has(&["have", "no", "by"]) {
        (
            "every pupil where status = enrolled must have an enrolment by national_id",
            "每名 学生 其中 学籍状态 = 在读 应 有 在校名单 按 身份证号",
        )
    } else {
        (
            "every pupil must have grade at least 1",
            "每名 学生 的 年级 应 不低于 1",
        )
    }
}
