//! Which way a figure limits: the words before and behind it in, a direction, a condition or nothing out.
//!
//! A negation is read together with the comparison behind it. A bare comparison says which cases are meant and demands nothing, so that a wrong
//! direction is never taken: what is not plain is asked of a person.

use super::make::Bound;
use super::patterns::{Pattern, pattern};
use std::sync::LazyLock;

/// What the words around a figure make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// A limit that is demanded.
    Limit(Bound),
    /// It says which cases are meant: 不足100人的学校.
    Condition,
    /// Nothing.
    Open,
    /// Two directions that cannot both be meant.
    Contrary,
}

/// A direction, and where the words that say it begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    pub(super) direction: Direction,
    /// The bytes of the words before the figure that do not belong to the direction.
    pub(super) head: usize,
}

/// Words that say a direction, behind what stands between them and the figure.
type Row = (Pattern, Direction);

const LEAST: Direction = Direction::Limit(Bound::AtLeast);
const MOST: Direction = Direction::Limit(Bound::AtMost);

macro_rules! chinese {
    ($words:literal) => {
        LazyLock::new(|| {
            pattern(concat!(
                "(?:",
                $words,
                ")(?:到|为|在|于|至|过|人民币|共|约|每[人生户月年名](?:每[年月])?|[^，；、不0-9]{1,12}的)*$"
            ))
        })
    };
}

macro_rules! english {
    ($words:literal) => {
        LazyLock::new(|| {
            pattern(concat!(
                r"(?i)\b(?:",
                $words,
                r")(?:\s(?:a|an|the|of|by|to|total|sum|amount|rate))*\s*[€$£¥]?$"
            ))
        })
    };
}

/// Whoever reads the table from above meets the negations first.
static CHINESE: [Row; 7] = [
    (
        chinese!(
            r"(?:不得|不能|不应当?|不可以?|不准|不许|不允许|不宜|不要|不会|不再|不|未|勿|严禁|禁止|避免|防止)(?:再|明显|大幅)?(?:超过|超出|超|高于|大于|多于|突破|逾)"
        ),
        MOST,
    ),
    (
        chinese!(
            r"(?:不得|不能|不应当?|不可以?|不准|不许|不允许|不宜|不要|不会|不再|不|未|勿|严禁|禁止|避免|防止)(?:再|明显|大幅)?(?:低于|少于|小于|短于|不足|跌破)"
        ),
        LEAST,
    ),
    (
        chinese!(r"未达到|未达|达不到|没有达到|不到|不足|未满|不满"),
        Direction::Condition,
    ),
    (
        chinese!(
            r"至多|最多|最高|最大|上限|控制在|控制到|限制在|限于|降至|降到|压减到|压减至|压缩到|压缩至"
        ),
        MOST,
    ),
    (
        chinese!(
            r"至少|最少|最低|起码|下限|达到|达|提高到|提高至|提升到|提升至|增加到|增加至|扩大到"
        ),
        LEAST,
    ),
    (
        chinese!(r"超过|超出|高于|大于|多于|突破|逾"),
        Direction::Limit(Bound::MoreThan),
    ),
    (
        chinese!(r"低于|少于|小于|短于"),
        Direction::Limit(Bound::LessThan),
    ),
];

static ENGLISH: [Row; 7] = [
    (
        english!(
            r"(?:not|never|cannot|no|nothing|mustn't|can't)\s(?:(?:ever|to|be|being|have|cost|rise|go|grow|amount|allowed|permitted)\s)*(?:exceed(?:ing)?|surpass(?:ing)?|more than|greater than|higher than|larger than|above|over|beyond)"
        ),
        MOST,
    ),
    (
        english!(
            r"(?:not|never|cannot|no|nothing|mustn't|can't)\s(?:(?:ever|to|be|being|have|fall|drop|sink|go|falling|dropping|allowed|permitted)\s)*(?:less than|fewer than|lower than|smaller than|below|under|short of)"
        ),
        LEAST,
    ),
    (
        english!(r"fails? to reach|(?:not|never|cannot)\s(?:to\s)?reach(?:es|ing)?"),
        Direction::Condition,
    ),
    (
        english!(r"at most|at the most|up to|(?:a\s)?maximum(?: of)?|capped at|limited to"),
        MOST,
    ),
    (
        english!(
            r"at least|at the least|(?:a\s)?minimum(?: of)?|(?:shall|must|should|has to|have to) reach"
        ),
        LEAST,
    ),
    (
        english!(
            r"exceed(?:s|ing)?|surpass(?:es|ing)?|more than|greater than|higher than|larger than|above|over|beyond"
        ),
        Direction::Limit(Bound::MoreThan),
    ),
    (
        english!(r"less than|fewer than|lower than|smaller than|below|under|short of"),
        Direction::Limit(Bound::LessThan),
    ),
];

static UP: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^\s?(?:（含）)?(?:及|或|及其|或者)?以上|^\s(?:or|and)\s(?:more|above|over|higher|greater)\b",
    )
});
static DOWN: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^\s?(?:（含）)?(?:及|或|及其|或者)?(?:以内|以下|之内|内|封顶|为限|为上限)|^\s(?:or|and)\s(?:less|fewer|below|under|lower)\b",
    )
});
/// What makes the words before it say which cases are meant.
static OF: Pattern =
    LazyLock::new(|| pattern(r"^[人名个所户次元台件岁天日座张条分]{0,2}(?:的|时|者|按)"));
static UP_OF: Pattern = LazyLock::new(|| {
    pattern(
        r"^(?:（含）)?(?:及|或)?(?:以上|以下|以内|之内)(?:（含[^）]*）|（不含[^）]*）)?(?:的|时|者|\p{Han}*(?:学校|班级|单位|项目|地区|乡镇|人员|家庭|企业|园|校|村|县))",
    )
});
/// A verb that takes a number: with it, a limit before a noun is demanded.
static TAKES: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:配备|配齐|安排|设置|设立|设|提取|列支|建设|建成|建|完成|培训|组织|开展|有|留出|预留|提供|购置|选派|保证|确保)$",
    )
});
static IF: Pattern = LazyLock::new(|| {
    pattern(r"(?i)^(?:凡|如果|如|若|当|对于?|其中对|属于)|^(?:if|when|where|for|in case)\b")
});
static MUST: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)(?:应当?|须|必须|要|需|力争|确保|务必)$|\b(?:must|shall|should|has to|have to)\s(?:be\s)?$",
    )
});
static NEGATED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:不|未|勿|严禁|禁止|避免|防止)|^(?:not|never|cannot|no|nothing|mustn't|can't)\b",
    )
});
static MAY: Pattern = LazyLock::new(|| {
    pattern(r"(?i)可(?:以|按|配|设|聘|适当|给予|安排)|\b(?:may|can)\s(?:\w+\s)*$")
});

/// The direction that the words around a figure give; `before` begins where the sentence or its piece does.
pub(super) fn direction(before: &str, behind: &str) -> Said {
    let rows = CHINESE.iter().chain(&ENGLISH);
    let front = rows
        .filter_map(|(words, direction)| {
            let found = words.find(before)?;
            Some((found.start(), *direction))
        })
        .next();
    let back = if UP.is_match(behind) {
        Some(LEAST)
    } else {
        DOWN.is_match(behind).then_some(MOST)
    };
    let head = front.map_or(before.len(), |(at, _)| at);
    let said = |direction| Said { direction, head };
    let words = &before[..head];
    if IF.is_match(before.trim_start()) && front.or(back.map(|back| (0, back))).is_some() {
        return said(Direction::Condition);
    }
    // 100人以上的学校, 差错率5%以上的学校: only of a share can the whole be meant, as in 95%以上的学校.
    if back.is_some() && UP_OF.is_match(behind) && !TAKES.is_match(words) {
        let is_share = words.is_empty() && before.is_empty();
        return said(if is_share && back == Some(LEAST) {
            LEAST
        } else {
            Direction::Condition
        });
    }
    let direction = match (front.map(|(_, direction)| direction), back) {
        (None, None) => Direction::Open,
        (None, Some(back)) => back,
        (Some(Direction::Condition), _) => Direction::Condition,
        (Some(Direction::Limit(Bound::MoreThan | Bound::LessThan)), None)
            if !MUST.is_match(words) || OF.is_match(behind) =>
        {
            Direction::Condition
        }
        (Some(_), None) if OF.is_match(behind) && !TAKES.is_match(words) => Direction::Condition,
        (Some(front), None) => front,
        (Some(front), Some(back)) if front == back => front,
        (Some(_), Some(_)) => Direction::Contrary,
    };
    // What may be done is no demand, however it is limited; what may not exceed something is.
    let is_negated = NEGATED.is_match(&before[head..]);
    let is_limit = matches!(direction, Direction::Limit(_));
    said(if MAY.is_match(words) && !is_negated && is_limit {
        Direction::Condition
    } else {
        direction
    })
}
