//! Shares that reach a limit, and figures that are not to get worse.

use super::Piece;
use crate::draft::figures::Kind;
use crate::draft::make::{Bound, Maker, Sentence};
use crate::draft::nouns::{at_end, cleaned};
use crate::draft::patterns::{Pattern, group, pattern};
use crate::draft::words::Note;
use std::sync::LazyLock;

/// Differences that each case has by itself: no share of cases.
static DIFFERENCE: Pattern = LazyLock::new(|| {
    pattern(r"(?:误差|偏差|差异|差额|浮动|幅度|涨幅|降幅|增幅|利率|折旧率)(?:率)?$")
});
static GROUP: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:各|每个|每所|分)(?P<group>乡镇|乡|镇|县|旗县|旗县区|县区|市县|区县|学校|校|村|班级|班|街道|社区|单位|站|所|企业|园)",
    )
});
static BENCHMARK: Pattern = LazyLock::new(|| {
    pattern(
        r"(?P<rate>[^，]*?)(?:要|应)?(?:达到|接近|不低于|高于|超过|或)+(?P<mark>(?:全[国省市县区州]|省|市|国家|当地|周边|同类)[^，]{0,10}?平均(?:水平|值)?)",
    )
});
static IN_A_ROW: Pattern = LazyLock::new(|| {
    pattern(
        r"(?P<of>[^，]*?)(?P<word>连续(?:(?P<n>[两二三四五六七八九十]|\d+)(?:个?[月周年期日天]|个?季度|个?学期)|上升|下降|增长|出现|[两二三四]\p{Han}|多\p{Han})?)",
    )
});
static UP: Pattern = LazyLock::new(|| {
    pattern(r"(?:提高|提升|增加|扩大)(?P<of>[^，]{1,16}?(?:率|数量|比例|人数|比重|数))$")
});
static DOWN: Pattern = LazyLock::new(|| {
    pattern(r"(?:降低|减少|压减|下降|控制)(?P<of>[^，]{1,16}?(?:率|数量|比例|人数|比重|数))$")
});

/// `…率达到95%以上`.
pub(super) fn percent(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let limited = match piece.limited(|kind| match kind {
        Kind::Percent(percent) => Some(percent.clone()),
        _ => None,
    })? {
        Ok(limited) => limited,
        Err(question) => return Some(question),
    };
    // Nothing is more than all: 100% needs no word for its direction.
    let all = (limited.value == "100").then_some(Bound::AtLeast);
    let Some(bound) = limited.bound.or(all) else {
        return Some(Sentence::question(vec![Note::Direction]));
    };
    let percent = format!("{}%", limited.value);
    let label = limited.label.trim_end_matches("分别");
    let rate = piece.noun(label);
    let rate = piece.subject(maker, rate);
    if DIFFERENCE.is_match(&rate) {
        let of = piece.subject(maker, at_end(piece.heading));
        return Some(maker.limit(&of, &rate, "percent", bound, &percent));
    }
    let around = format!("{}{}", piece.earlier, piece.text);
    let group = GROUP
        .captures(&around)
        .and_then(|found| group(&found, "group").map(str::to_owned));
    let of = maker.joined(&rate, "统计对象");
    let counts = format!("计入{rate}");
    Some(maker.share(&of, &counts, bound, &percent, group.as_deref()))
}

/// `…率达到全省平均水平`.
pub(super) fn benchmark(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = BENCHMARK.captures(piece.text)?;
    let rate = piece.noun(group(&found, "rate").unwrap_or_default());
    let rate = piece.subject(maker, rate);
    let mark = group(&found, "mark")?;
    let clause = maker.clause;
    let setting = maker.stubs.setting(
        &format!("{mark}{rate}"),
        "percent, larger is stricter",
        mark,
        clause,
    );
    let of = maker.joined(&rate, "统计对象");
    Some(maker.share(&of, &format!("计入{rate}"), Bound::AtLeast, &setting, None))
}

/// `…率连续上升`.
pub(super) fn in_a_row(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = IN_A_ROW.captures(piece.text)?;
    let behind = &piece.text[found.get(0)?.end()..];
    let noun =
        at_end(group(&found, "of").unwrap_or_default()).or_else(|| piece.noun_behind(behind, ""));
    let of = maker.joined(&piece.subject(maker, noun), "统计");
    let word = group(&found, "word")?;
    let count = group(&found, "n").and_then(super::number);
    Some(maker.in_a_row(&of, &format!("{word}期数上限"), word, count))
}

/// `提高…率`, `减少…人数`.
pub(super) fn trend(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let up = UP.captures(piece.text);
    let (found, bound) = match up {
        Some(found) => (found, Bound::AtLeast),
        None => (DOWN.captures(piece.text)?, Bound::AtMost),
    };
    let of = cleaned(group(&found, "of")?);
    let of = maker.joined(&of, "统计");
    Some(maker.compared(&of, bound))
}
