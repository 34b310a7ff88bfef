//! Amounts of money and numbers of things: one, altogether, or several as a table.

use super::Piece;
use crate::draft::direction::{Direction, direction};
use crate::draft::figures::{Figure, Kind};
use crate::draft::make::{Bound, Maker, Sentence};
use crate::draft::nouns::{at_end, at_start, cleaned, without_brackets};
use crate::draft::patterns::{Pattern, group, pattern};
use crate::draft::stubs::name;
use crate::draft::words::Note;
use std::ops::Range;
use std::sync::LazyLock;

static EACH: Pattern = LazyLock::new(|| {
    pattern(
        r"^/|^每[人生户名]|^一[人生户名]|(?:每[人生户名月年座所个班]|人均|生均|户均|每[人生]每[年月])[^，]{0,6}$",
    )
});
static TOTAL: Pattern =
    LazyLock::new(|| pattern(r"合计|总额|总量|总投入|总投资|总计|总共|总数|累计|共计|全年共|一共"));
static STANDARD: Pattern = LazyLock::new(|| pattern(r"标准|定额|^/"));
/// What has a number for each case.
static MEASURE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:每[个所名位座]?(?P<of>班级?|\p{Han}{2,8}?))?(?P<column>[^，、]{0,14}?(?:人数|数量|时间|时长|次数|面积|距离|间距|高度|长度|宽度|比例|规模|班额|年龄|期限|温度|重量|容量|里程|天数|总量|时数|用水量|用电量|用量|库存|数|量))(?:一般|原则上|应当|应|须|必须|要|均|都)*$",
    )
});
static DOES: Pattern = LazyLock::new(|| {
    pattern(
        r"建设|建成|完成|招聘|招募|招录|培训|添置|配备|购置|新建|改建|扩建|改造|返聘|聘用|引进|选派|支持|补充|达到|不少于|不低于|至少|不超过|计划|其中|设立|设置|开展|组织|评选|创建|打造|增设|提供|公开|派出|结对|覆盖|现有|更换|检修|安装|储备",
    )
});
static DOES_NUMBER: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:建设|建成|完成|招聘|招募|招录|培训|添置|配备|购置|新建|改建|扩建|改造|返聘|聘用|引进|选派|补充|设立|设置|开展|组织|评选|创建|打造|增设|提供|派出|更换|检修|安装|储备)(?:[^，]{0,8})$",
    )
});
static EVERY: Pattern = LazyLock::new(|| pattern(r"各\p{Han}|每[个所名位座校班村站县乡]"));
static EACH_UNIT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:各|每个|每所|每)(?P<of>[^，]{1,10}?)(?:要|应|须|至少|均|都)?(?:建设|建成|建|设立|设|配备|有|建有|新建|创建|打造)(?P<least>不少于|不低于|不得少于|不得低于|至少)?(?P<n>\d+|[一二两三四五六七八九十])\s*[个所名处间座支套](?P<what>[^，]{2,16})",
    )
});
static BEFORE_NUMBER: Pattern =
    LazyLock::new(|| pattern(r"(?:不少于|不低于|至少|不超过|达到|达|约|共|计|为|各|一次性)+$"));

/// A single amount.
pub(super) fn money(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let limited = match piece.limited(|kind| match kind {
        Kind::Money(yuan) => Some(yuan.clone()),
        _ => None,
    })? {
        Ok(limited) => limited,
        Err(question) => return Some(question),
    };
    let (before, behind) = piece.around(limited.figure);
    let is_each = EACH.is_match(behind) || EACH.is_match(before) || EACH.is_match(limited.label);
    // An amount without a direction is one to be paid exactly where the text speaks of each or of a standard.
    let is_standard = is_each || STANDARD.is_match(behind) || STANDARD.is_match(before);
    let Some(bound) = limited.bound.or(is_standard.then_some(Bound::Equal)) else {
        return Some(Sentence::question(vec![Note::Direction]));
    };
    let label = BEFORE_NUMBER.replace(limited.label, "");
    let noun = at_end(&label)
        .or_else(|| at_start(unit_behind(behind)))
        .or_else(|| piece.earlier_noun());
    let of = maker.joined(&piece.subject(maker, noun), "发放");
    if !is_each && TOTAL.is_match(before) {
        return Some(maker.total(&of, bound, &limited.value));
    }
    Some(maker.amount(&of, bound, &limited.value))
}

/// A number that each case has: `每班人数不得超过45人`.
pub(super) fn limit(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let limited = piece.limited(|kind| match kind {
        Kind::Count(number, unit) if unit != "次" && unit != "个百分点" => {
            Some(number.clone())
        }
        _ => None,
    })?;
    let limited = limited.ok()?;
    let bound = limited.bound?;
    let found = MEASURE.captures(limited.label)?;
    let column = cleaned(group(&found, "column")?);
    let of = match group(&found, "of") {
        Some("班") => Some("班级".to_owned()),
        Some(of) => Some(cleaned(of)),
        None => at_end(piece.heading),
    };
    let of = piece.subject(maker, of);
    Some(maker.limit(&of, &column, "number", bound, &limited.value))
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
    let mut bounds = figures.iter().map(|figure| {
        let (before, behind) = piece.around(figure);
        let from = before.rfind(['，', '、', '；', '：']).unwrap_or(0);
        direction(
            before[from..].trim_start_matches(['，', '、', '；', '：']),
            behind,
        )
        .direction
    });
    let first_said = bounds.next()?;
    let bound = match first_said {
        Direction::Limit(bound) => bound,
        Direction::Open if unit.is_empty() => Bound::AtLeast,
        Direction::Open => Bound::Equal,
        Direction::Condition | Direction::Contrary => return None,
    };
    // Amounts with different limits are no table.
    if bounds.any(|said| said != first_said) {
        return None;
    }
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
    let sentence = maker.table(&of, &rows, unit, bound)?;
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
        let own_head = &own[..direction(own, "").head];
        let label = BEFORE_NUMBER.replace(own_head, "");
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
    let limited = match piece.limited(|kind| match kind {
        Kind::Count(number, unit) if !is_time(unit) => Some(number.clone()),
        _ => None,
    })? {
        Ok(limited) => limited,
        Err(question) => return Some(question),
    };
    let (before, behind) = piece.around(limited.figure);
    // A number inside quotes is a slogan or a name.
    let opened = before.matches('“').count();
    if opened > before.matches('”').count() {
        return None;
    }
    let label = BEFORE_NUMBER.replace(limited.label, "");
    // What is to be built or held so often is at least that; any other bare number may be a limit or a fact.
    let Some(bound) = limited
        .bound
        .or(DOES_NUMBER.is_match(&label).then_some(Bound::AtLeast))
    else {
        return Some(Sentence::question(vec![Note::Direction]));
    };
    // So many for each is no number of all.
    if EVERY.is_match(&format!("{}{label}", piece.earlier)) {
        return Some(Sentence::question(vec![Note::Direction]));
    }
    let noun = at_start(behind)
        .or_else(|| at_end(&label))
        .or_else(|| piece.noun(""));
    let of = piece.subject(maker, noun);
    Some(maker.count(&of, bound, &limited.value))
}
