//! When something is due: on a day, within some days, every month, or in good time.

use super::{Piece, number};
use crate::draft::figures::Kind;
use crate::draft::make::{Bound, Cadence, Maker, Owed, Sentence};
use crate::draft::nouns::{at_end, at_start, cleaned, without_brackets};
use crate::draft::patterns::{Pattern, group, pattern};
use crate::draft::words::Note;
use std::sync::LazyLock;

static EACH: Pattern = LazyLock::new(|| {
    pattern(
        r"每(?:一)?(?:个)?(?P<cadence>周|星期|月|季度|季|学期|年)|实行[^，]{0,12}?(?P<report>周|月|季|年)(?:报|例会|调度|通报)(?:告)?制度",
    )
});
static SUBJECT: Pattern =
    LazyLock::new(|| pattern(r"^(?P<of>[^，：]{2,20}?)(?:要|应|须|必须|负责|按照)"));
static MONTH_DAY: Pattern = LazyLock::new(|| {
    pattern(r"(?:每(?:个)?|次|下)月(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号](?:以|之)?前")
});
/// What says that a month is reported on in the one after it.
static PREVIOUS: Pattern =
    LazyLock::new(|| pattern(r"上个?月|前一个?月|(?:次|下)个?月(?:\d|[一二三四五六七八九十])"));
static WEEK_DAY: Pattern =
    LazyLock::new(|| pattern(r"每(?:周|星期)(?:星期|周)?(?P<day>[一二三四五六日天])(?:以|之)?前"));
static TIMES: Pattern =
    LazyLock::new(|| pattern(r"(?:不少于|至少|不低于)?(?P<n>\d+|[一二两三四五六七八九十])次"));
static TO: Pattern = LazyLock::new(|| {
    pattern(r"向(?P<to>[^，]{2,24}?)(?:报送|上报|报告|汇报|提交|反馈|通报)(?P<what>[^，]*)")
});
static SENT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:将|把)(?P<what>[^，]{2,24}?)(?:报送|上报|报告|报|提交|反馈|抄送|送)(?:至|到|给)?(?P<to>[^，]{2,24})?",
    )
});
static WITHIN: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:在|于)?(?P<n>\d+|[一二两三四五六七八九十]+)\s*(?P<unit>个工作日|工作日|个月|日|天|周|小时|学时|年)(?:之|以)?内(?P<behind>[^，）]*)",
    )
});
static BY: Pattern = LazyLock::new(|| pattern(r"^(?:以前|之前|前|止|完成|为止|截止)|^（?$"));
static BORN: Pattern = LazyLock::new(|| pattern(r"^(?:期间)?(?:出生|间出生)"));
static PART: Pattern = LazyLock::new(|| {
    pattern(
        r"(?P<when>(?:\d{4}年)?(?:春季|秋季|上|下|本|新)?学期[^，）。]{0,4}?(?:开学后[^，）]{1,4}内|开学前|放假前|结束前|期末前|期末|前)|(?:\d{4}年)?放[寒暑]假前|\d{4}年(?:春季|秋季)学期|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|末|初|[上中下]旬)?|\d{4}年[底末]|年底|(?:春季|秋季)学期)(?P<before>以前|之前|前)?",
    )
});
static LIMITS: Pattern = LazyLock::new(|| pattern(r"前$|底$|末$|内$|旬$|学期$|日$|月$"));
static VAGUE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?P<word>不定期|定期|及时|按时|按期|如期|尽快|尽早|立即|立刻|迅速|第一时间|限期|适时|随时|按工期|常态化|立行立改|即知即改)(?:准确|足额|组织|、)*(?P<behind>[^，；]*)",
    )
});

/// `每月18日前将…报送…`, `每季度…`, `每月不少于2次`.
pub(super) fn schedule(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let text = piece.text;
    let found = EACH.captures(text)?;
    let cadence = match group(&found, "cadence").or(group(&found, "report"))? {
        "周" | "星期" => Cadence::Week,
        "月" => Cadence::Month,
        "季度" | "季" => Cadence::Quarter,
        "学期" => Cadence::Term,
        _ => Cadence::Year,
    };
    let start = found.get(0)?.start();
    let behind = &text[found.get(0)?.end()..];
    let latest = MONTH_DAY
        .captures(text)
        .and_then(|found| {
            let next = if PREVIOUS.is_match(text) {
                " of the next month"
            } else {
                ""
            };
            Some(format!("day {}{next}", number(&found["day"])?))
        })
        .or_else(|| {
            WEEK_DAY
                .captures(text)
                .map(|found| weekday(&found["day"]).to_owned())
        });
    let at_least = TIMES
        .captures(behind)
        .and_then(|found| number(&found["n"]))
        .filter(|_| latest.is_none());
    let sent = TO.captures(text).or_else(|| SENT.captures(text));
    let (what, to) = match &sent {
        Some(sent) => (
            group(sent, "what").and_then(at_start),
            group(sent, "to").and_then(at_end),
        ),
        None => (None, None),
    };
    let senders = at_end(&text[..start]).filter(|_| group(&found, "report").is_none());
    let sentence = format!("{}{}", piece.earlier, &text[..start]);
    let named = SUBJECT
        .captures(&sentence)
        .and_then(|found| at_end(&found["of"]));
    let senders = senders.or(named).filter(|noun| noun.chars().count() <= 14);
    let senders = senders
        .or_else(|| maker.unit.map(str::to_owned))
        .unwrap_or_else(|| maker.names.sender.to_owned());
    let behind = TIMES.split(behind).last().unwrap_or(behind);
    let what = what
        .or_else(|| at_start(behind))
        .or_else(|| at_end(piece.heading));
    let what = cleaned(piece.subject(maker, what).trim_start_matches("分别"));
    let what = maker.joined(
        &what,
        if sent.is_some() {
            "报送记录"
        } else {
            "记录"
        },
    );
    // Of a number of times only a least one is a sentence, and only where the text says for which periods.
    let times = piece.limited(|kind| match kind {
        Kind::Count(_, unit) if unit == "次" => Some(()),
        _ => None,
    });
    if let Some(times) = times {
        let is_least = match times {
            Ok(limited) => matches!(limited.bound, None | Some(Bound::AtLeast)),
            Err(question) => return Some(question),
        };
        if !is_least {
            return Some(Sentence::question(vec![Note::Direction]));
        }
        if cadence == Cadence::Term || maker.span.is_none() {
            return Some(Sentence::question(vec![Note::Period]));
        }
    }
    let at_least = at_least.or_else(|| (sent.is_none() && latest.is_none()).then_some(1));
    Some(maker.owed(&Owed {
        senders: &senders,
        what: &what,
        to: to.as_deref(),
        cadence,
        latest,
        at_least,
    }))
}

fn weekday(day: &str) -> &'static str {
    match day {
        "一" => "Monday",
        "二" => "Tuesday",
        "三" => "Wednesday",
        "四" => "Thursday",
        "五" => "Friday",
        "六" => "Saturday",
        _ => "Sunday",
    }
}

/// `在1个月内办结`.
pub(super) fn within(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = WITHIN.captures(piece.text)?;
    let whole = found.get(0)?;
    let before = &piece.text[..whole.start()];
    // So long after a term opens is a day of the calendar.
    if before.ends_with(['后', '前', '第']) && before.contains("学") {
        return None;
    }
    let count = number(&found["n"])?;
    let behind = group(&found, "behind").unwrap_or_default();
    let column = verb_column(behind, maker);
    let noun = at_end(before.trim_end_matches(['后', '起']))
        .or_else(|| at_start(behind))
        .or_else(|| piece.noun(""));
    let of = piece.subject(maker, noun);
    let unit = &found["unit"];
    match unit {
        "日" | "天" => Some(maker.within(&of, &column, &count.to_string(), "days")),
        "周" => Some(maker.within(&of, &column, &(count * 7).to_string(), "days")),
        "个月" => Some(maker.within(&of, &column, &count.to_string(), "months")),
        "年" => Some(maker.within(&of, &column, &count.to_string(), "years")),
        "个工作日" | "工作日" => {
            Some(maker.within_working_days(&of, &column, &count.to_string()))
        }
        // Hours ask for more than a date.
        _ => Some(Sentence::question(vec![Note::WorkingDays])),
    }
}

/// The column of a date, named after the verb that follows.
fn verb_column(behind: &str, maker: &Maker<'_>) -> String {
    let verb: String = behind
        .chars()
        .take_while(|c| crate::draft::text::is_han(*c))
        .take(2)
        .collect();
    const VERBS: &[&str] = &[
        "更新", "标注", "发放", "报送", "上报", "报告", "登记", "补充", "整改", "完成", "拨付",
        "办结", "上送", "教育", "劝返", "制止", "处理", "解决", "反馈", "办理", "归档", "核查",
        "返校", "检修", "更换", "维修", "公示", "公开", "录入", "汇总", "移交", "通报", "开展",
        "施工", "会同", "掌握", "书面", "送达", "启动", "投入", "退还", "支付", "结算", "验收",
    ];
    if VERBS.contains(&verb.as_str()) {
        format!("{verb}日期")
    } else {
        maker.names.done.to_owned()
    }
}

/// A day that the text gives in full: the last one of the piece is the deadline.
pub(super) fn day(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let days = |kind: &Kind| matches!(kind, Kind::Day(_) | Kind::NoDay);
    let last = piece.figures.iter().rfind(|figure| days(&figure.kind))?;
    let (before, behind) = piece.around(last);
    if BORN.is_match(behind) {
        return None;
    }
    let is_range = piece
        .figures
        .iter()
        .filter(|figure| days(&figure.kind))
        .count()
        > 1;
    let reaches = is_range
        || BY.is_match(behind)
        || before.ends_with(['到', '至', '于'])
        || behind.starts_with('）');
    if !reaches {
        return None;
    }
    let noun = at_start(behind.trim_start_matches(['前', '止', '）'])).or_else(|| {
        let before = piece
            .text
            .split(|c: char| c.is_ascii_digit())
            .next()
            .unwrap_or_default();
        at_end(before.trim_end_matches(['（', '到', '至', '于', '在']))
    });
    // The day may stand before the sentences that it holds for.
    let noun = noun.or_else(|| {
        let later = piece
            .later
            .trim_start_matches(['。', '，', '\n', '：', '）']);
        at_start(later).filter(|noun| !noun.contains(|c: char| c.is_ascii_digit()))
    });
    let of = piece.subject(maker, noun);
    let column = maker.names.done;
    match last.kind {
        Kind::Day(day) => Some(maker.done(&of, column, Some(day))),
        _ => {
            let setting = format!("{of}截止日");
            Some(maker.done_by(&of, column, &setting, &last.shown))
        }
    }
}

/// A deadline without its year, or a term of a school year: the day is for the author to set.
pub(super) fn part_of_date(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    // From one month to another says for how long, not until when.
    if piece
        .figures
        .iter()
        .any(|figure| matches!(figure.kind, Kind::Months(..)))
    {
        return None;
    }
    let found = PART.captures(piece.text)?;
    let whole = found.get(0)?;
    let limits = group(&found, "before").is_some()
        || LIMITS.is_match(&found["when"])
            && (piece.text[..whole.start()].ends_with(['到', '于', '在', '保', '季', '（'])
                || whole.start() == 0);
    let ends = piece.text[whole.end()..].starts_with(['，', '完', '投'])
        || whole.end() == piece.text.len();
    if !(limits || ends && LIMITS.is_match(&found["when"])) {
        return None;
    }
    let said = format!(
        "{}{}",
        &found["when"],
        group(&found, "before").unwrap_or_default()
    );
    let before = piece.text[..whole.start()].trim_end_matches(['（', '到', '在', '于']);
    let behind = piece.text[whole.end()..].trim_start_matches(['）', '，', '前']);
    let noun = at_start(behind)
        .or_else(|| at_end(&without_brackets(before)))
        .or_else(|| piece.earlier_noun());
    let noun = noun
        .filter(|noun| noun != "完成")
        .or_else(|| at_start(piece.later.trim_start_matches(['。', '，', '：'])));
    let of = piece.subject(maker, noun);
    let column = verb_column(behind, maker);
    Some(maker.done_by(&of, &column, &said, &said))
}

/// `及时…`, `定期…`: how soon and how often is for the author to set.
pub(super) fn vague(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    // 未按时 says what is wrong, not when it is due.
    let found = VAGUE.captures_iter(piece.text).find(|found| {
        let start = found.get(0).map_or(0, |whole| whole.start());
        !piece.text[..start].ends_with(['未', '不'])
    });
    let found = found?;
    let word = group(&found, "word")?;
    let start = found.get(0)?.start();
    let behind = group(&found, "behind").unwrap_or_default();
    let column = verb_column(behind, maker);
    let skipped = column
        .strip_suffix("日期")
        .and_then(|verb| behind.strip_prefix(verb))
        .unwrap_or(behind);
    // What is reported stands before the word, what is kept up to date behind it.
    let before = || at_end(&piece.text[..start]);
    let told = ["报告", "上报", "报送", "上送", "书面", "通报"]
        .iter()
        .any(|verb| behind.starts_with(verb));
    let noun = if told {
        before().or_else(|| at_start(skipped))
    } else {
        at_start(skipped).or_else(before)
    };
    let noun = noun.or_else(|| piece.noun(""));
    let of = piece.subject(maker, noun);
    if ["定期", "不定期", "适时", "随时", "常态化"].contains(&word) {
        return Some(maker.regularly(&of, word, word));
    }
    Some(maker.in_time(&of, &column, word, word))
}
