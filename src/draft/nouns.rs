//! What a piece of text speaks of: the noun before or behind a pattern, without the small words around it.

use super::patterns::{Pattern, pattern};
use super::text::is_han;
use std::sync::LazyLock;

/// Small words before a noun.
const BEFORE: &[&str] = &[
    "确保",
    "保障",
    "保证",
    "实现",
    "做到",
    "对于",
    "对",
    "将",
    "把",
    "要",
    "应当",
    "须",
    "必须",
    "是否",
    "认真",
    "切实",
    "全面",
    "进一步",
    "努力",
    "继续",
    "持续",
    "严格",
    "严厉",
    "积极",
    "逐步",
    "逐一",
    "逐个",
    "逐项",
    "及时",
    "按时",
    "按期",
    "定期",
    "不定期",
    "如期",
    "加强",
    "做好",
    "抓好",
    "落实",
    "完善",
    "健全",
    "建立",
    "组织",
    "开展",
    "所有",
    "全部",
    "全县",
    "全市",
    "全区",
    "全省",
    "为",
    "向",
    "由",
    "使",
    "让",
    "具有",
    "按规定",
    "督促",
    "指导",
    "帮助",
    "配合",
    "特别是",
    "尤其是",
    "以及",
    "并且",
    "并",
    "且",
    "和",
    "与",
    "到",
    "按照",
    "按",
    "根据",
    "实施好",
    "实施",
    "推进",
    "强化",
    "深化",
    "紧盯",
    "重点",
    "关注",
    "准确",
    "精准",
    "掌握",
    "摸清",
    "摸排",
    "核实",
    "核准",
    "通过",
    "运用好",
    "运用",
    "利用",
    "充分",
    "的",
    "了",
    "均",
    "已",
    "保持",
    "同时",
    "其中",
    "计划",
    "力争",
    "争取",
    "促进",
    "推动",
    "完成",
    "提高",
    "提升",
    "降低",
    "加快",
    "加大",
    "满足",
    "着力",
    "聚焦",
    "各类",
    "各级",
    "我县",
    "我市",
];

/// Small words behind a noun.
const BEHIND: &[&str] = &[
    "的", "要", "应当", "应", "是否", "已", "均", "都", "也", "须", "必须", "进行", "予以", "给予",
    "做到", "实现", "达到", "等", "以及", "并", "和", "与", "及", "或", "将", "在", "到", "于",
    "是", "为", "有", "没有", "完全", "保持", "能够", "能", "可以", "可", "全部", "全面", "逐一",
    "逐个", "逐步", "及时", "按时", "严格", "认真", "积极", "切实", "努力", "组织", "负责", "一律",
    "确保",
];

/// Words that say nothing by themselves.
const EMPTY: &[&str] = &[
    "到位",
    "情况",
    "工作",
    "要求",
    "任务",
    "内容",
    "问题的",
    "方面",
    "各类",
    "各级",
    "各项",
    "有关",
    "相关",
    "相应",
    "具体",
    "层层",
    "同志",
    "每个",
    "每名",
    "所属",
    "之一",
    "突出",
    "督促",
    "指导",
    "帮助",
    "配合",
    "保证",
    "力度",
    "现象",
    "统筹",
];

/// A figure at the end, with the words that lead to it.
static FIGURE_AT_END: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:达到|达|为|不少于|不低于|不超过|至少|共|约|每月|每周|每年)*\d[\d.]*[%万亿]*\p{Han}{0,3}$",
    )
});

static AGES: Pattern = LazyLock::new(|| pattern(r"\d+[-—–~～至]+\d+周?岁|\d+周?岁(?:以上|以下)?"));

/// The most characters of a noun.
const LONGEST: usize = 24;
/// The fewest.
const SHORTEST: usize = 2;

/// The noun at the end of a Chinese text: what stands before a pattern.
pub(super) fn at_end(text: &str) -> Option<String> {
    let text = without_brackets(text);
    // Marks end it; a list with 、 is taken whole while it fits.
    let from = text
        .rfind(['，', '：', '；', '。', '》', '\n', '\t', '！', '？'])
        .map_or(0, |at| {
            at + text[at..].chars().next().map_or(0, char::len_utf8)
        });
    let text = cleaned(&text[from..]);
    let text = if text.chars().count() > LONGEST {
        last_part(&text)
    } else {
        text
    };
    let text = cleaned(&FIGURE_AT_END.replace(&text, ""));
    is_noun(&text).then_some(text)
}

/// The noun at the beginning of a Chinese text: what stands behind a pattern.
pub(super) fn at_start(text: &str) -> Option<String> {
    let text = without_brackets(text);
    let end = text
        .find(['，', '：', '；', '。', '《', '\n', '\t', '！', '？', '、'])
        .unwrap_or(text.len());
    let text = cleaned(&text[..end]);
    let text = if text.chars().count() > LONGEST {
        last_part(&text)
    } else {
        text
    };
    let text = cleaned(&text);
    is_noun(&text).then_some(text)
}

fn is_noun(text: &str) -> bool {
    let count = text.chars().count();
    let is_small = BEFORE.contains(&text) || BEHIND.contains(&text) || EMPTY.contains(&text);
    count >= SHORTEST && !is_small && text.chars().any(is_han)
}

/// The last part of a long text: behind the last 的 or 、 that leaves a noun.
fn last_part(text: &str) -> String {
    let parts = ["的", "、", "和", "与"]
        .iter()
        .filter_map(|mark| text.rsplit_once(mark));
    let tails = parts
        .map(|(_, tail)| tail)
        .filter(|tail| (SHORTEST..=LONGEST).contains(&tail.chars().count()));
    if let Some(tail) = tails.max_by_key(|tail| tail.chars().count()) {
        return tail.to_owned();
    }
    let length = text.chars().count();
    let tail: String = text.chars().skip(length.saturating_sub(LONGEST)).collect();
    tail.trim_start_matches(|c: char| c.is_ascii_digit() || "年月日".contains(c))
        .to_owned()
}

/// Without the small words and marks around it.
pub(super) fn cleaned(text: &str) -> String {
    let marks = [
        '“', '”', '（', '）', '、', ' ', '"', '「', '」', '-', '—', '·',
    ];
    let text = AGES.replace_all(text, "");
    let mut text = text.trim_matches(marks);
    loop {
        let before = text;
        for word in BEFORE {
            // A word that is all there is stays.
            if let Some(rest) = text
                .strip_prefix(word)
                .filter(|rest| rest.chars().count() >= SHORTEST)
            {
                text = rest.trim_matches(marks);
            }
        }
        for word in BEHIND {
            if let Some(rest) = text
                .strip_suffix(word)
                .filter(|rest| rest.chars().count() >= SHORTEST)
            {
                text = rest.trim_matches(marks);
            }
        }
        if before == text {
            return text.to_owned();
        }
    }
}

/// Without what stands in brackets, and without the sign of a list at the end.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '（' | '〔' | '(' | '[' => depth += 1,
            '）' | '〕' | ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The last words of an English text, without articles and small words: what stands before a pattern.
pub(super) fn words_at_end(text: &str) -> Option<String> {
    let clean = trimmed_words(text);
    let from = clean.len().saturating_sub(3);
    joined(&clean[from..])
}

/// The first words of an English text up to a small word.
pub(super) fn words_at_start(text: &str) -> Option<String> {
    let words = words(text);
    let start = words.iter().position(|word| !is_small(word))?;
    let rest = &words[start..];
    let end = rest
        .iter()
        .position(|word| is_small(word))
        .unwrap_or(rest.len())
        .min(4);
    joined(&rest[..end])
}

fn joined(words: &[String]) -> Option<String> {
    let text = words.join(" ").to_lowercase();
    (text.len() >= 3).then_some(text)
}

fn words(text: &str) -> Vec<String> {
    let split = text.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    split
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words behind the last small word that stands inside, small words at the end left out.
fn trimmed_words(text: &str) -> Vec<String> {
    let mut words = words(text);
    while words.last().is_some_and(|word| is_small(word)) {
        words.pop();
    }
    let from = words
        .iter()
        .rposition(|word| is_small(word))
        .map_or(0, |at| at + 1);
    words.split_off(from)
}

fn is_small(word: &str) -> bool {
    const SMALL: &[&str] = &[
        "a", "an", "the", "of", "to", "in", "on", "for", "by", "with", "at", "from", "and", "or",
        "all", "every", "each", "any", "no", "not", "is", "are", "be", "been", "shall", "must",
        "may", "should", "will", "has", "have", "its", "their", "this", "that", "these", "which",
        "who", "whose", "where", "when", "within", "than", "least", "most", "so", "as", "also",
        "it", "they", "there", "made", "kept", "keep", "keeps", "ensure", "per", "whether", "if",
        "into", "after", "before", "aged", "ages",
    ];
    SMALL.contains(&word.to_ascii_lowercase().as_str()) || word.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{at_end, at_start, words_at_end, words_at_start};

    #[test]
    fn nouns_lose_the_small_words_around_them() {
        assert_eq!(at_end("确保对全部在册水塔").as_deref(), Some("在册水塔"));
        assert_eq!(at_end("各站（含分站）要").as_deref(), Some("各站"));
        assert_eq!(at_end("要").as_deref(), None);
        assert_eq!(at_start("检修记录，并").as_deref(), Some("检修记录"));
        assert_eq!(
            words_at_end("The stations shall keep the pump log").as_deref(),
            Some("pump log")
        );
        assert_eq!(
            words_at_start("a register of wells, and").as_deref(),
            Some("register")
        );
    }
}
