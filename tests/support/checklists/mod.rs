//! Random checklists that parse: every form of the grammar, in either vocabulary, with the blanks, brackets, words
//! and comments that people write. Names mean nothing here.

mod conditions;
mod declarations;
mod forms;
mod sentences;

/// Writes one random checklist.
pub(crate) struct Author {
    state: u64,
    zh: bool,
}

const NAMES: [&str; 14] = [
    "grade",
    "身份证号",
    "数量",
    "应发日期",
    "national_id",
    "named-persuader",
    "附件2·民政局",
    "items",
    "count",
    "学校",
    "date",
    "x",
    "total",
    "owner",
];

impl Author {
    /// An author whose every choice follows from a number.
    pub(crate) fn new(seed: u64, zh: bool) -> Self {
        Self {
            state: seed | 1,
            zh,
        }
    }

    fn number(&mut self, below: usize) -> usize {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(below).unwrap_or(1)).unwrap_or(0)
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.number(one_in) == 0
    }

    fn one<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let at = self.number(choices.len());
        choices[at]
    }

    /// One of the words of the vocabulary; alternatives are separated by `|`.
    fn word(&mut self, en: &'static str, zh: &'static str) -> String {
        let all: Vec<&str> = (if self.zh { zh } else { en }).split('|').collect();
        self.one(&all).to_owned()
    }

    fn name(&mut self) -> String {
        let name = self.one(&NAMES);
        let keyword = matches!(name, "数量" | "count" | "date" | "total" | "x" | "owner");
        let odd = self.chance(12);
        match (odd, keyword || self.chance(8), self.zh) {
            (true, _, true) => self
                .one(&["【应 发】", "【where】", "［其中］", "【a】"])
                .to_owned(),
            (true, _, false) => self
                .one(&["[a]", "[total of]", "[where]", "[其中]", "[x y]"])
                .to_owned(),
            (false, true, true) => format!("【{name}】"),
            (false, true, false) => format!("[{name}]"),
            (false, false, _) => name.to_owned(),
        }
    }

    fn comma(&mut self) -> String {
        self.word(", |,", "、|，|，")
    }

    fn listed(&mut self, most: usize, one: impl Fn(&mut Self) -> String) -> String {
        let count = 1 + self.number(most);
        let mut text = one(self);
        for _ in 1..count {
            text.push_str(&self.comma());
            text.push_str(&one(self));
        }
        text
    }

    fn path(&mut self) -> String {
        let mut text = self.name();
        while self.chance(4) {
            text.push('.');
            text.push_str(&self.name());
        }
        text
    }

    fn paths(&mut self) -> String {
        self.listed(3, Self::path)
    }

    fn names(&mut self) -> String {
        let count = 1 + self.number(3);
        (0..count)
            .map(|_| self.name())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn quoted(&mut self) -> String {
        let text = self.one(&[
            "a b",
            "无",
            "10 #1",
            "(「",
            "[0-9]{4}",
            "每名",
            "甲、乙",
            "",
        ]);
        match self.number(3) {
            0 if !text.contains('「') => format!("「{text}」"),
            1 => format!("“{text}”"),
            _ => format!("\"{text}\""),
        }
    }

    fn title(&mut self) -> String {
        match self.number(4) {
            0 => self.quoted(),
            1 => "「题名」 / \"Title\"".to_owned(),
            2 => "\"One\" / \"Two\"".to_owned(),
            _ => "\"Title, long\" / 「题名，长」".to_owned(),
        }
    }

    fn day(&mut self) -> String {
        let iso = self.one(&["2020-02-26", "2020-12-01", "1999-01-31"]);
        let zh = self.one(&["2020年2月26日", "2020年02月26日"]);
        if self.zh && self.chance(2) {
            zh.to_owned()
        } else {
            iso.to_owned()
        }
    }

    fn amount(&mut self) -> String {
        let digits = self.one(&["1", "2", "30", "0.5", "1000.50", "95"]);
        let unit = self.word(
            "| day| days| months| years| yuan|%| people| times",
            "|天| 日| 个月| 年| 周岁| 元| 万元|%| 人| 次| 条|所",
        );
        format!("{digits}{unit}")
    }

    fn share(&mut self) -> String {
        self.one(&["95%", "10%", "0.5", "100 %"]).to_owned()
    }

    fn bracketed(&mut self, text: &str) -> String {
        if self.zh && self.chance(2) {
            format!("（{text}）")
        } else {
            format!("({text})")
        }
    }
}
