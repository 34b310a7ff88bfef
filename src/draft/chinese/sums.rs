//! Amounts of money and numbers of things: one, altogether, or several as a table.

use super::Piece;
use crate::draft::figures::{Figure, Kind};
use crate::draft::make::{Bound, Maker, Sentence};
use crate::draft::nouns::{at_end, at_start, cleaned, without_brackets};
use crate::draft::patterns::{Pattern, pattern};
use crate::draft::stubs::name;
use std::ops::Range;
use std::sync::LazyLock;

static EACH: Pattern = LazyLock::new(|| {
    pattern(
        r"^/|^每[人生户名]|^一[人生户名]|(?:每[人生户名月年座所个班]|人均|生均|户均|每[人生]每[年月])[^，]{0,6}$",
    )
});
static AT_MOST: Pattern = LazyLock::new(|| pattern(r"(?:不超过|不多于|不高于|控制在|最多|至多)$"));
static DOES: Pattern = LazyLock::new(|| {
    pattern(
        r"建设|建成|完成|招聘|招募|招录|培训|添置|配备|购置|新建|改建|扩建|改造|返聘|聘用|引进|选派|支持|补充|达到|不少于|不低于|至少|不超过|计划|其中|设立|设置|开展|组织|评选|创建|打造|增设|提供|公开|派出|结对|覆盖|现有|更换|检修|安装|储备",
    )
});
static EACH_UNIT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:各|每个|每所|每)(?P<of>[^，]{1,10}?)(?:要|应|须|至少|均|都)?(?:建设|建成|建|设立|设|配备|有|建有|新建|创建|打造)(?P<n>\d+|[一二两三四五六七八九十])\s*[个所名处间座支套](?P<what>[^，]{2,16})",
    )
});
static BEFORE_NUMBER: Pattern =
    LazyLock::new(|| pattern(r"(?:不少于|不低于|至少|不超过|达到|达|约|共|计|为|各|一次性)+$"));

/// A single amount.
pub(super) fn money(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let (figure, yuan) = first(piece, |kind| match kind {
        Kind::Money(yuan) => Some(yuan.clone()),
        _ => None,
    })?;
    let (before, behind) = piece.around(figure);
    let bound = if AT_MOST.is_match(before) {
        Bound::AtMost
    } else {
        Bound::AtLeast
    };
    let label = BEFORE_NUMBER.replace(before, "");
    let noun = at_end(&label)
        .or_else(|| at_start(unit_behind(behind)))
        .or_else(|| piece.earlier_noun());
    let of = maker.joined(&piece.subject(maker, noun), "发放");
    if EACH.is_match(behind) || EACH.is_match(before) {
        return Some(maker.amount(&of, &yuan));
    }
    Some(maker.total(&of, bound, &yuan))
}

/// What follows `/生年` and the like.
fn unit_behind(behind: &str) -> &str {
    let rest = behind.trim_start_matches(['/', '·', '生', '年', '人', '月', '户', '每', '次']);
    rest.trim_start_matches('的').trim_start_matches("标准")
}

/// Several amounts, or several numbers of things, in one sentence: a table. With the place that it was made of.
pub(super) fn table(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<(Range<usize>, Sentence)> {
    let of_kind = |is: fn(&Kind) -> bool| -> Vec<&Figure> {
        piece
            .figures
            .iter()
            .copied()
            .filter(|figure| is(&figure.kind))
            .collect()
    };
    let amounts = of_kind(|kind| matches!(kind, Kind::Money(_)));
    let numbers = of_kind(|kind| matches!(kind, Kind::Count(_, unit) if !is_time(unit)));
    let (figures, unit) = if amounts.len() >= 2 {
        (amounts, "yuan")
    } else if numbers.len() >= 3 && DOES.is_match(piece.text) {
        (numbers, "")
    } else {
        return None;
    };
    let labels = labels(piece, &figures)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (keys, figure) in factored(&labels).into_iter().zip(&figures) {
        let mut row = keys;
        row.push(match &figure.kind {
            Kind::Money(value) | Kind::Count(value, _) => value.clone(),
            _ => return None,
        });
        // The same case twice would be two rows that apply.
        if rows
            .iter()
            .any(|known| known[..known.len() - 1] == row[..row.len() - 1])
        {
            return None;
        }
        rows.push(row);
    }
    let last = figures.last()?;
    let (_, behind) = piece.around(last);
    let of = if unit.is_empty() {
        "计划任务完成情况".to_owned()
    } else {
        let noun = at_start(unit_behind(behind)).map(|noun| short(&noun));
        maker.joined(noun.as_deref().unwrap_or("补助"), "发放")
    };
    let first = figures.first()?;
    let from = first.at.start - piece.from - labels.first()?.from;
    let to = piece.text.len() - behind.len();
    let sentence = maker.table(&of, &rows, unit)?;
    Some((from..to, sentence))
}

fn is_time(unit: &str) -> bool {
    [
        "日",
        "天",
        "周",
        "年",
        "月",
        "个月",
        "个工作日",
        "工作日",
        "小时",
        "分钟",
        "个百分点",
        "次",
        "级",
        "期",
    ]
    .contains(&unit)
}

/// What is paid, without what is asked of it.
fn short(noun: &str) -> String {
    let end = ["是否", "政策", "要", "应", "按"]
        .iter()
        .filter_map(|word| noun.find(word))
        .min();
    let cut = &noun[..end.unwrap_or(noun.len())];
    cleaned(if cut.is_empty() { noun } else { cut })
}

/// The words before a figure that say what it is for.
struct Label {
    text: String,
    /// Whether a new group begins with it: it stands behind a comma, not behind 、.
    begins: bool,
    /// How many bytes before the figure it begins.
    from: usize,
}

fn labels(piece: &Piece<'_>, figures: &[&Figure]) -> Option<Vec<Label>> {
    let mut all: Vec<Label> = Vec::new();
    let mut since = 0;
    for figure in figures {
        let start = figure.at.start.checked_sub(piece.from)?;
        let between = piece.text.get(since..start)?;
        let mark = between.rfind(['，', '、', '；', '：', '。', ',']);
        let begins = mark.is_none_or(|at| !between[at..].starts_with('、'));
        let own = mark.map_or(between, |at| {
            &between[at + between[at..].chars().next().map_or(0, char::len_utf8)..]
        });
        let label = BEFORE_NUMBER.replace(own, "");
        let text = name(&cleaned(&without_brackets(&label)));
        if text.is_empty() {
            return None;
        }
        all.push(Label {
            text,
            begins: begins || all.is_empty(),
            from: own.len(),
        });
        since = figure.at.end - piece.from;
    }
    Some(all)
}

/// The labels as one column, or as two where groups of the same shape differ in how their first label begins.
fn factored(labels: &[Label]) -> Vec<Vec<String>> {
    let plain = || {
        labels
            .iter()
            .map(|label| vec![label.text.clone()])
            .collect()
    };
    let mut groups: Vec<Vec<&Label>> = Vec::new();
    for label in labels {
        match groups.last_mut() {
            Some(group) if !label.begins => group.push(label),
            _ => groups.push(vec![label]),
        }
    }
    let firsts: Vec<&str> = groups
        .iter()
        .filter_map(|group| group.first())
        .map(|label| label.text.as_str())
        .collect();
    let same_length = groups.iter().all(|group| group.len() == groups[0].len());
    if groups.len() < 2 || !same_length {
        return plain();
    }
    let common = common_end(&firsts);
    let heads: Vec<&str> = firsts
        .iter()
        .map(|first| &first[..first.len() - common.len()])
        .collect();
    if common.is_empty() || heads.iter().any(|head| head.is_empty()) {
        return plain();
    }
    let mut all = Vec::new();
    for (group, head) in groups.iter().zip(&heads) {
        for (at, label) in group.iter().enumerate() {
            let kind = if at == 0 {
                common.to_owned()
            } else {
                label.text.clone()
            };
            all.push(vec![(*head).to_owned(), kind]);
        }
    }
    all
}

/// The longest end that all texts share, in whole characters.
fn common_end<'t>(texts: &[&'t str]) -> &'t str {
    let Some((first, others)) = texts.split_first() else {
        return "";
    };
    let starts = first.char_indices().map(|(at, _)| at);
    starts
        .map(|at| &first[at..])
        .find(|end| others.iter().all(|other| other.ends_with(end)))
        .unwrap_or("")
}

/// So many of something.
pub(super) fn count(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    if let Some(found) = EACH_UNIT.captures(piece.text) {
        let of = cleaned(&without_brackets(&found["of"]));
        let what = cleaned(&without_brackets(&found["what"]));
        let number = super::number(&found["n"])?;
        if of.is_empty() || what.is_empty() {
            return None;
        }
        return Some(maker.has_so_many(&of, &what, Some(&number.to_string())));
    }
    if !DOES.is_match(piece.text) && !DOES.is_match(piece.earlier) {
        return None;
    }
    let (figure, number) = first(piece, |kind| match kind {
        Kind::Count(number, unit) if !is_time(unit) => Some(number.clone()),
        _ => None,
    })?;
    let (before, behind) = piece.around(figure);
    // A number inside quotes is a slogan or a name.
    let opened = before.matches('“').count();
    if opened > before.matches('”').count() {
        return None;
    }
    let bound = if AT_MOST.is_match(before) {
        Bound::AtMost
    } else {
        Bound::AtLeast
    };
    let label = BEFORE_NUMBER.replace(before, "");
    let noun = at_start(behind)
        .or_else(|| at_end(&label))
        .or_else(|| piece.noun(""));
    let of = piece.subject(maker, noun);
    Some(maker.count(&of, bound, &number))
}

fn first<'p, T>(
    piece: &'p Piece<'_>,
    read: impl Fn(&Kind) -> Option<T>,
) -> Option<(&'p Figure, T)> {
    piece
        .figures
        .iter()
        .find_map(|figure| Some((*figure, read(&figure.kind)?)))
}
