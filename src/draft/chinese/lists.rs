//! Lists against each other: they agree, everybody is on one, nobody is on another, there is one at all.

use super::Piece;
use crate::draft::make::{Maker, Sentence};
use crate::draft::nouns::{at_end, at_start, cleaned, without_brackets};
use crate::draft::patterns::{Pattern, group, pattern};
use crate::draft::words::Note;
use std::ops::Range;
use std::sync::LazyLock;

static WITH: Pattern = LazyLock::new(|| {
    pattern(
        r"^(?P<a>.{2,40}?)(?:与|同|跟)(?P<b>.{2,40}?)(?:是否|要|应|须|保持|完全|均|需|相)*(?:一致|相符|吻合|相同)",
    )
});
static AND: Pattern = LazyLock::new(|| {
    pattern(
        r"^(?P<a>.{2,40}?)和(?P<b>.{2,40}?)(?:是否|要|应|须|保持|完全|均|需|相)*(?:一致|相符|吻合)",
    )
});
static LIST: Pattern = LazyLock::new(|| {
    pattern(
        r"(?P<list>[^，；：]+?(?:、[^、，；]+?)+?)(?:数据|信息|情况)*(?:精准|准确|真实|完整|规范|、|和|是否|要|应|须|保持|均)*(?:一致|相符|吻合)",
    )
});
static COMPARED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?P<list>[^，；]{0,40}?)(?:大数据|数据|信息|情况|等)*(?:[三二两四多双]方?项?)?(?:比对|核对|对账|比较核实)",
    )
});
static ACCURATE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?P<of>[^，]*?(?:数据|信息|情况|底数|名单|台账|数量|资料|结构|身份|资助|认定|系统|标注)[^，]{0,6}?)(?:是否|要|应|掌握|保持|做到|填报|确保)*(?:准确|精准|真实|详细|详实|无误|不漏项)(?:无误|、|准确|精准|真实|完整|零差错)*$|(?:准确|精准|全面|真实)?(?:摸清|摸准|掌握|核实|核准|核清|把握|填报)(?:好|了)?(?P<behind>[^，]*?(?:底数|去向|信息|情况|数据|名单|动态|人数|内容)[^，]*)$|(?:及时)?准确(?:做好|登记|记录|标注|填报)(?P<kept>[^，]*)$",
    )
});
static IS_THERE: Pattern = LazyLock::new(|| {
    pattern(r"是否(?:还)?(?:有|存在)(?P<bad>[^，]{2,20}?)(?:现象|问题|情况|行为)$")
});
static BECAUSE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:不|无|没有|避免|防止|不得|杜绝|不再)因(?P<bad>[^，”]{1,14})|不让一[个名户](?P<who>[^，”因]{1,8})因(?P<why>[^，”]{1,14})",
    )
});
static NEW: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:无|零|没有)(?P<bad>新增[^，”]{2,12}|违规[^，”]{0,10}|违法[^，”]{0,10}|拖欠[^，”]{0,10})",
    )
});
static ZERO: Pattern = LazyLock::new(|| pattern(r"“?零(?P<bad>\p{Han}{2,4})”?$|“(?P<clear>清零)”"));
static FORBIDDEN: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:不得|不准|不许|不允许|严禁|禁止|杜绝|严防|谨防|防止|避免|坚决制止|不让)(?P<bad>[^，”]{2,26})",
    )
});
static COMPARES: Pattern = LazyLock::new(|| {
    pattern(r"^(?:超过|超出|高于|大于|多于|突破|低于|少于|小于|短于|不足|晚于|迟于|早于)")
});
static OUTSIDE: Pattern = LazyLock::new(|| pattern(r"(?:外|以外)(?:，)?不(?P<bad>\p{Han}{2,10})$"));
static ENTITLED: Pattern = LazyLock::new(|| pattern(r"应(?P<one>\p{Han})尽(?P<two>\p{Han})"));
static EVERYBODY: Pattern = LazyLock::new(|| {
    pattern(
        r"不[落漏少]一\p{Han}|一[个户人名](?:都|也)?不(?:能|会|许)?[少落漏掉]|全覆盖|无死角|无盲区|(?:无|零|避免|没有)遗漏|全面普及|全面覆盖|普遍覆盖",
    )
});
static ALL_OF: Pattern = LazyLock::new(|| {
    pattern(
        r"所有(?:的)?(?P<of>\p{Han}{2,14}?)(?:都|均|全部|要|应|开展|实施|落实|达到|必须|须|纳入|实现)|(?P<each>每[个名所户座位][^，]{1,12}?)(?:都|均|要|应|有)",
    )
});
static LEDGER: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:建立|建好|建全|建有|完善|健全|制定|制订|编制|填写|填报|更新|整理|收集|做好|拟定|提供|落实|登记|形成|办理|实施|实行|组建)(?P<list>[^，；]{0,26}?(?:台账资料|台账|台帐|档案|花名册|名册|清单|名单|数据库|登记表|登记册|登记簿|登记制度|报告制度|[一1][人生户案家企校][一1]?[案策档卡表]”?[^，；]{0,6}|资料汇编|工作方案|[^，；]{2,6}方案|计划|证书))(?:工作)?(?P<behind>[^，；]{0,12})$",
    )
});
static IN_PLACE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?P<list>[^，；]{1,30}?(?:台账|台帐|档案|名册|花名册|凭证|文件|资料|材料|名单|学籍|账册|记录|制度|清单)(?:等资料|等材料|等)?)(?:是否|要|应|须)*(?:建立|齐全|完善|完整|健全|规范)|是否(?:已)?(?:建立|建有|制定|编制)(?P<one>[^，；]{2,20})$",
    )
});
static FOR: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:^|[，：；、]|要|应)(?:对|为|给|针对)(?P<of>[^，]{2,30}?)(?:$|，|要|应|建立|制定|实施|实行|也|必须)",
    )
});
static ONE_BY_ONE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:全部|逐一|逐个|逐项|逐户|逐校|逐人|逐村|逐站|逐级|挨个|(?P<twice>户户|个个|校校|人人|村村|家家|站站))(?:进行|予以|要|得到|实施|都)?(?P<does>\p{Han}{2})(?P<behind>[^，]*)",
    )
});
static SETTLED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:问题|隐患|短板|缺口|任务|事项)[^，]{0,12}?(?P<does>整改|解决|销号|办结|整治|消除|完成|补齐)|(?P<first>整改|解决|销号|消除|化解|补齐|查)(?P<of>[^，]{0,10}?(?:问题|隐患|短板|缺口))|(?P<place>整改)到位|[发出]现一\p{Han}|(?P<strike>销号)",
    )
});
static PARTS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:制定|制订|编制|拟定|建立|印发|出台|填写)(?P<of>[^，；]{0,20}?(?:方案|计划|台账|办法|预案|报告|清单|档案))，(?:并)?(?:明确|载明|写明|注明|列明|包括|含有|明晰)(?P<parts>[^，；、]{1,14}(?:、[^，；、]{1,10}?)+)(?:等)?$|(?:明确|载明|写明|注明|列明)(?P<only>[^，；、]{1,14}(?:、[^，；、]{1,10}?){2,})(?:等)(?:内容|要素|事项|要求)?",
    )
});

/// `A与B是否一致`, `A、B、C数据一致`.
pub(super) fn pair(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    if let Some(found) = WITH
        .captures(piece.text)
        .or_else(|| AND.captures(piece.text))
        && !found["a"].contains('、')
    {
        let lists = [
            cleaned(&found["a"]),
            cleaned(&without_brackets(&found["b"])),
        ];
        return maker.matches(&lists);
    }
    let found = LIST.captures(piece.text)?;
    maker.matches(&members(group(&found, "list")?))
}

/// The members of a list; short ones take over the end of the last: 县、乡、村台账.
fn members(list: &str) -> Vec<String> {
    let split = list.split(['、', '与', '和', '及', '同']);
    let parts: Vec<String> = split
        .map(|part| member(&without_brackets(part)))
        .filter(|part| !part.is_empty())
        .collect();
    let Some(last) = parts.last().cloned() else {
        return parts;
    };
    let stem: String = last.chars().skip(1).collect();
    let short = |part: &String| part.chars().count() == 1;
    if parts.len() > 2 && parts[..parts.len() - 1].iter().all(short) {
        return parts
            .iter()
            .map(|part| {
                if short(part) {
                    format!("{part}{stem}")
                } else {
                    part.clone()
                }
            })
            .collect();
    }
    parts
}

/// A member of a list without the small words before the first one.
fn member(part: &str) -> String {
    let words = ["确保", "保证", "组织", "紧盯", "将", "把", "对", "以"];
    let rest = words
        .iter()
        .find_map(|word| part.strip_prefix(word))
        .filter(|rest| !rest.is_empty());
    cleaned(rest.unwrap_or(part))
}

/// `与户籍、学籍数据比对`, `…情况是否准确`.
pub(super) fn compared(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    if let Some(found) = COMPARED.captures(piece.text) {
        let lists = members(group(&found, "list").unwrap_or_default());
        if lists.len() > 1 {
            return maker.matches(&lists);
        }
        let noun = lists.into_iter().next().or_else(|| piece.noun(""));
        let list = piece.subject(maker, noun);
        let other = format!("{list}核对名单");
        return maker.matches(&[list, other]);
    }
    let found = ACCURATE.captures(piece.text)?;
    let noun = match (
        group(&found, "of"),
        group(&found, "behind").or(group(&found, "kept")),
    ) {
        (Some(of), _) => at_end(of),
        (None, Some(behind)) => at_start(behind),
        _ => None,
    };
    let list = noun.or_else(|| piece.noun(""));
    let list = piece.subject(maker, list);
    let other = format!("{list}核实结果");
    maker.matches(&[list, other])
}

/// What must not be: `不因…`, `无新增…`, `严禁…`, `是否有…现象`.
pub(super) fn none(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let text = piece.text;
    let (start, bad) = if let Some(found) = IS_THERE.captures(text) {
        (found.get(0)?.start(), group(&found, "bad")?.to_owned())
    } else if let Some(found) = BECAUSE.captures(text) {
        let bad = group(&found, "bad").or(group(&found, "why"))?;
        (found.get(0)?.start(), format!("因{bad}"))
    } else if let Some(found) = NEW.captures(text) {
        (found.get(0)?.start(), group(&found, "bad")?.to_owned())
    } else if let Some(found) = ZERO.captures(text) {
        let bad = group(&found, "bad").map_or_else(|| "未清零".to_owned(), str::to_owned);
        (found.get(0)?.start(), bad)
    } else if let Some(found) = OUTSIDE.captures(text) {
        (found.get(0)?.start(), group(&found, "bad")?.to_owned())
    } else {
        let found = FORBIDDEN.captures(text)?;
        (found.get(0)?.start(), group(&found, "bad")?.to_owned())
    };
    let bad = without_brackets(&bad);
    // 不得超过…, 不得低于…: a comparison, and no act that is forbidden.
    if COMPARES.is_match(&bad) {
        return Some(Sentence::question(vec![Note::Direction]));
    }
    let bad = bad.trim_matches(['“', '”', '的']);
    if bad.is_empty() || bad.starts_with("遗漏") {
        return None;
    }
    let noun = piece.noun(&text[..start]);
    let of = piece.subject(maker, noun);
    Some(maker.none(&of, bad))
}

/// Nobody is left out: `应…尽…`, `不落一人`, `全覆盖`.
pub(super) fn everybody(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let text = piece.text;
    let entitled = ENTITLED
        .captures(text)
        .filter(|found| found["one"] == found["two"]);
    if let Some(found) = entitled {
        let verb = &found["one"];
        let before = at_end(&text[..found.get(0)?.start()]).unwrap_or_default();
        let of = format!("{before}应{verb}对象");
        return Some(maker.has(&of, &format!("{before}已{verb}记录")));
    }
    if let Some(found) = EVERYBODY.find(text) {
        let noun = piece.noun(&text[..found.start()]);
        let of = piece.subject(maker, noun);
        let list = maker.joined(&of, "落实记录");
        return Some(maker.has(&of, &list));
    }
    let found = ALL_OF.captures(text)?;
    let of = cleaned(
        group(&found, "of")
            .or(group(&found, "each"))?
            .trim_start_matches(['每', '个', '名', '所', '户', '座', '位']),
    );
    if of.chars().count() < 2 || lists_a_problem(&of) {
        return None;
    }
    let list = maker.joined(&of, "落实记录");
    Some(maker.has(&of, &list))
}

fn lists_a_problem(of: &str) -> bool {
    ["问题", "隐患"].iter().any(|word| of.contains(word))
}

/// A register, file or plan is kept for each.
pub(super) fn ledger(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let text = piece.text;
    let (start, list) = if let Some(found) = IN_PLACE.captures(text) {
        let list = group(&found, "list").or(group(&found, "one"))?;
        (found.get(0)?.start(), list.to_owned())
    } else {
        let found = LEDGER.captures(text)?;
        (found.get(0)?.start(), group(&found, "list")?.to_owned())
    };
    let list = cleaned(&without_brackets(&list));
    let around = format!("{}{}", piece.earlier, &text[..start]);
    let whose = FOR
        .captures_iter(&around)
        .last()
        .and_then(|found| at_end(&found["of"]));
    let is_plan = ["方案", "计划", "预案"]
        .iter()
        .any(|kind| list.ends_with(kind));
    let of = whose.or_else(|| owner_of_list(&list)).or_else(|| {
        if is_plan {
            let unit = maker.unit.unwrap_or("责任单位名单");
            return Some(unit.to_owned());
        }
        piece.noun(&text[..start])
    });
    let of = piece.subject(maker, of);
    if list.chars().count() < 2 {
        return None;
    }
    Some(maker.has(&of, &list))
}

/// Whom a register is about: 水塔 of 水塔台账.
fn owner_of_list(list: &str) -> Option<String> {
    let kinds = [
        "台账资料",
        "台账",
        "台帐",
        "档案",
        "花名册",
        "名册",
        "名单",
        "佐证材料",
        "材料",
        "登记表",
        "登记簿",
    ];
    let stem = kinds.iter().find_map(|kind| list.strip_suffix(kind))?;
    let stem = cleaned(stem.trim_end_matches(['”', '“']));
    (stem.chars().count() >= 2 && !["工作", "建立", "整改"].contains(&stem.as_str()))
        .then_some(stem)
}

/// One by one, or all of them: `逐个…`, `全部…`.
pub(super) fn one_by_one(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = ONE_BY_ONE.captures(piece.text)?;
    let start = found.get(0)?.start();
    let does = group(&found, "does")?;
    let behind = group(&found, "behind").unwrap_or_default();
    let long = at_start(behind).filter(|noun| noun.chars().count() > 2);
    let noun = at_end(&piece.text[..start])
        .or(long)
        .or_else(|| piece.noun(""));
    let of = piece.subject(maker, noun);
    let closes = [
        "完成", "解决", "整改", "落实", "销号", "办结", "验收", "到位", "消除", "更换",
    ];
    if closes.contains(&does) {
        return Some(maker.done(&of, &format!("{does}日期"), None));
    }
    Some(maker.has(&of, &maker.joined(&of, &format!("{does}记录"))))
}

/// Problems are put right.
pub(super) fn settled(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = SETTLED.captures(piece.text)?;
    let does = ["does", "first", "place", "strike"]
        .iter()
        .find_map(|name| group(&found, name))
        .unwrap_or("解决");
    let does = if does == "查" { "整改" } else { does };
    let noun = group(&found, "of")
        .map(cleaned)
        .filter(|of| of.chars().count() > 2);
    let noun = noun.or_else(|| {
        let before = &piece.text[..found.get(0)?.start()];
        let list = at_end(before)?;
        Some(format!("{list}问题"))
    });
    // A long noun is half a sentence.
    let around = || {
        let noun = piece.noun("").filter(|noun| noun.chars().count() <= 12)?;
        Some(maker.joined(&noun, "问题"))
    };
    let of = noun
        .or_else(around)
        .unwrap_or_else(|| "问题清单".to_owned());
    Some(maker.done(&of, &format!("{does}日期"), None))
}

/// `制定…方案，明确目标、范围、时限`. With the place that it was made of.
pub(super) fn parts(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<(Range<usize>, Sentence)> {
    let mut end = 0;
    // The list ends with the second piece or goes on to the end of the sentence.
    for cut in piece
        .text
        .match_indices('，')
        .map(|(at, _)| at)
        .chain([piece.text.len()])
    {
        let Some(found) = PARTS.captures(&piece.text[..cut]) else {
            continue;
        };
        let whole = found.get(0)?;
        let list = group(&found, "parts").or(group(&found, "only"))?;
        let split = list.trim_end_matches('等').split('、');
        let parts: Vec<String> = split
            .map(|part| cleaned(part).trim_end_matches('等').to_owned())
            .filter(|part| !part.is_empty())
            .collect();
        if parts.len() < 3 || parts.iter().any(|part| part.chars().count() > 10) {
            return None;
        }
        let noun = group(&found, "of")
            .map(cleaned)
            .or_else(|| at_end(&piece.text[..whole.start()]));
        let of = piece.subject(maker, noun);
        end = end.max(whole.end());
        return Some((whole.start()..end, maker.parts(&of, &parts)));
    }
    None
}
