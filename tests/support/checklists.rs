//! Random checklists that parse: every form of the grammar, in either vocabulary, with the blanks, brackets, words
//! and comments that people write. Names mean nothing here.

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

    fn primary(&mut self, deep: usize) -> String {
        if deep == 0 {
            return match self.number(7) {
                0 => self.amount(),
                1 => self.quoted(),
                2 => self.day(),
                3 => self.word("as_of", "评估日"),
                _ => self.path(),
            };
        }
        match self.number(7) {
            0 => {
                let inside = self.value(deep - 1);
                self.bracketed(&inside)
            }
            1 => {
                let inside = self.aggregate(deep - 1);
                self.bracketed(&inside)
            }
            2 => {
                let table = self.name();
                let list = self.listed(2, |author| author.value(0));
                let list = self.bracketed(&list);
                format!("{table}{list}")
            }
            3 => self.function(deep - 1),
            4 => {
                let inside = self.condition(deep - 1);
                self.bracketed(&inside)
            }
            _ => self.primary(0),
        }
    }

    fn function(&mut self, deep: usize) -> String {
        let a = self.primary(deep);
        let b = self.primary(deep);
        match (self.number(7), self.zh) {
            (0, false) => {
                let word = self.one(&[
                    "month of",
                    "year of",
                    "length of",
                    "birth date of",
                    "sex of",
                ]);
                format!("{word} {a}")
            }
            (0, true) => {
                let path = self.path();
                let word = self.one(&["的月份", "的 年份", "的长度", "的出生日期", "的性别"]);
                format!("{path} {word}")
            }
            (1, false) => format!("age of {a} on {b}"),
            (1, true) => format!("从 {a} 到 {b} 的周岁"),
            (2, false) => format!("days from {a} to {b}"),
            (2, true) => format!("从 {a} 至 {b} 的 天数"),
            (3, false) => format!("part 7 to 14 of {a}"),
            (3, true) => {
                let path = self.path();
                format!("{path} 的第 7 至 14 位")
            }
            (4, false) => format!("rounded {a} to 2 places"),
            (4, true) => {
                let path = self.path();
                format!("{path} 保留 2 位小数")
            }
            (_, false) => {
                let list = self.listed(2, |author| author.value(0));
                format!("(earlier of {list})")
            }
            (_, true) => {
                let list = self.listed(2, |author| author.value(0));
                format!("(较晚者 {list})")
            }
        }
    }

    fn value(&mut self, deep: usize) -> String {
        if deep == 0 || self.chance(2) {
            return self.primary(deep);
        }
        let (a, b) = (self.primary(deep - 1), self.primary(deep - 1));
        let operator = self.word("+|-|*|/|or else", "+|-|×|/|否则取");
        let minus = if self.chance(6) { "-" } else { "" };
        format!("{minus}{a} {operator} {b}")
    }

    fn filter(&mut self, deep: usize) -> String {
        if deep == 0 || self.chance(2) {
            return String::new();
        }
        let condition = self.condition(deep - 1);
        format!(" {} {condition}", self.word("where", "其中"))
    }

    fn key(&mut self) -> String {
        if self.chance(2) {
            return String::new();
        }
        let first = self.paths();
        let mut text = format!(" {} {first}", self.word("by", "按"));
        if self.chance(4) {
            let second = self.paths();
            text.push_str(&format!(" {} {second}", self.word("or by", "或按|或 按")));
        }
        text
    }

    fn aggregate(&mut self, deep: usize) -> String {
        let of = self.path();
        let same = if self.chance(5) {
            let paths = self.paths();
            format!(" {} {paths}", self.word("of the same", "同一"))
        } else {
            String::new()
        };
        let scope = format!("{same}{}{}", self.key(), self.filter(deep));
        let given = self.chance(5);
        match (self.number(4), self.zh) {
            (0, false) => {
                let condition = self.condition(deep);
                format!("share of x{} that {condition}", self.filter(deep))
            }
            (0, true) => {
                let condition = self.condition(deep);
                format!("学籍 中 {condition} 的占比{}", self.filter(deep))
            }
            (1, false) => format!("quantile {} of {of}{scope}", self.share()),
            (1, true) => format!("{of} 的 {} 分位数{scope}", self.share()),
            (2, false) => format!("count of different {of}{scope}"),
            (2, true) => format!("不同的 {of} 数量{scope}"),
            (_, false) => {
                let word = self.one(&[
                    "total of",
                    "mean of",
                    "median of",
                    "least of",
                    "largest of",
                    "standard deviation of",
                    "most common of",
                    "count of",
                ]);
                format!("{word}{} {of}{scope}", if given { " given" } else { "" })
            }
            (_, true) => {
                let word = self.one(&[
                    "合计",
                    "平均值",
                    "中位数",
                    "最小值",
                    "最大值",
                    "标准差",
                    "众数",
                    "数量",
                ]);
                format!("{of} {word}{}{scope}", if given { " 仅计已填" } else { "" })
            }
        }
    }

    fn relation(&mut self, deep: usize) -> String {
        let quantity = self.word(
            "|a|a named|no|at least 2|at least 2 rows|at most x|exactly one|exactly 3|exactly 1 named",
            "|明确的|至少 2 条|至少 2|至多 3次|恰好一名|恰好 3 所|恰好 1 明确的",
        );
        format!(
            "{quantity} {}{}{}",
            self.name(),
            self.key(),
            self.filter(deep)
        )
    }

    fn test(&mut self, deep: usize) -> String {
        let a = self.value(deep);
        match self.number(9) {
            0 => {
                let word = self.word("given|blank|unreadable", "已填|为空|无法识别");
                word
            }
            1 => {
                let b = self.value(deep);
                let (from, to) = (self.word("from", "自|从"), self.word("to", "至|到"));
                format!("{from} {a} {to} {b}")
            }
            2 => {
                let list = self.listed(3, |author| author.primary(0));
                format!("{} {list}", self.word("one of", "属于"))
            }
            3 => {
                let text = self.quoted();
                if self.zh && self.chance(2) {
                    format!("以 {text} 开头")
                } else {
                    format!(
                        "{} {text}",
                        self.word("matches|contains|starts with", "符合|包含")
                    )
                }
            }
            4 => {
                let b = self.primary(0);
                let unit = self.word("|days|months|years", "|天|个月|周年");
                let amount = self.one(&["30", "x", "(30)"]);
                let amount = if amount == "30" {
                    self.amount()
                } else {
                    amount.to_owned()
                };
                let unit = if amount.ends_with(|c: char| c.is_ascii_digit() || c == 'x' || c == ')')
                {
                    unit
                } else {
                    String::new()
                };
                match (self.number(3), self.zh) {
                    (0, false) => format!("no later than {amount} {unit} after {b}"),
                    (1, false) => format!("within {amount} {unit} before {b}"),
                    (_, false) => format!("within {a} of {b}"),
                    (0, true) => format!("不晚于 {b} 后 {amount} {unit}"),
                    (1, true) => format!("在 {b} 前 {amount} {unit} 内"),
                    (_, true) => format!("与 {b} 相差不超过 {a}"),
                }
            }
            5 => {
                let rows = self.name();
                if self.zh {
                    format!("在 {rows} 中")
                } else {
                    format!("in {rows}")
                }
            }
            _ => {
                let word = self.word(
                    "equal to|the same as|at least|no fewer than|at most|no more than|more than|less than|fewer than|before|after|on or before|on or after|no later than|=|<>|<|>|<=|≥",
                    "等于|同于|不低于|不少于|至少|不超过|至多|不高于|大于|超过|小于|低于|早于|晚于|不晚于|不早于|=|≠|<|>|＜＝|≥",
                );
                format!("{word} {a}")
            }
        }
    }

    fn comparison(&mut self, deep: usize) -> String {
        let left = self.value(deep);
        let test = self.test(deep);
        let linking = match (self.number(4), self.zh) {
            (0, false) => "is",
            (1, false) => "is not",
            (2, false) => "not",
            (0, true) => "非",
            _ => "",
        };
        let symbol = test.starts_with(['=', '<', '>', '≥', '≠', '＜']);
        let linking = if symbol { "" } else { linking };
        match self.number(8) {
            0 if !self.zh => format!("{left} is {}", self.value(0)),
            1 if !self.zh => format!("{left} is not {}", self.value(0)),
            2 if !self.zh => format!("{left} is a valid citizen id"),
            0 => format!("{left} 为 {}", self.value(0)),
            1 => format!("{left} 不为 {}", self.value(0)),
            2 => format!("{left} 满 6 周岁"),
            3 if self.zh => {
                let word = self.one(&[
                    "未填",
                    "不为空",
                    "不等于 1",
                    "不属于 甲、乙",
                    "不在 学籍 中",
                    "为有效身份证号",
                ]);
                format!("{left} {word}")
            }
            4 if self.zh => format!("{left} 于 2020年9月1日 不满 16 周岁"),
            _ => format!("{left} {linking} {test}"),
        }
    }

    fn condition(&mut self, deep: usize) -> String {
        if deep == 0 {
            return self.comparison(0);
        }
        match self.number(9) {
            0 => {
                let (a, b) = (self.condition(deep - 1), self.condition(deep - 1));
                format!("{a} {} {b}", self.word("and", "且|并且"))
            }
            1 => {
                let (a, b, c) = (
                    self.condition(0),
                    self.condition(deep - 1),
                    self.condition(0),
                );
                let (or, and) = (self.word("or", "或|或者"), self.word("and|or", "且"));
                format!("{a} {or} {b} {and} {c}")
            }
            2 => {
                let inside = self.condition(deep - 1);
                let inside = self.bracketed(&inside);
                format!("{} {inside}", self.word("not", "非"))
            }
            3 => {
                let relation = self.relation(deep - 1);
                format!("{} {relation}", self.word("has|have", "有"))
            }
            4 => {
                let columns = self.listed(3, Self::path);
                let which = self.word(
                    "all of|any of|none of|all or none of|at least 2 of",
                    "全部|任一|无一|全有或全无|至少 2 项",
                );
                format!(
                    "{which} {columns} {}",
                    self.word("given|blank|= 1", "已填|为空|= 1")
                )
            }
            5 => {
                let inside = self.condition(deep - 1);
                self.bracketed(&inside)
            }
            _ => self.comparison(deep - 1),
        }
    }

    fn requirement(&mut self, deep: usize) -> String {
        if self.zh {
            return match self.number(4) {
                0 => format!(
                    "{} {}",
                    self.one(&["应有", "应 有", "不得有"]),
                    self.relation(deep)
                ),
                1 => format!("应无 {}", self.name()),
                2 => format!("不得 {}", self.condition(deep)),
                _ => format!(
                    "{} {}",
                    self.one(&["应", "应当", "必须"]),
                    self.comparison(deep)
                ),
            };
        }
        match self.number(4) {
            0 => format!("must have {}", self.relation(deep)),
            1 => format!("must not be {}", self.condition(deep)),
            2 => format!("must be {}", self.condition(deep)),
            _ => {
                let (value, test) = (self.path(), self.test(deep));
                format!("must have {value} {test}")
            }
        }
    }

    fn rows(&mut self, deep: usize) -> String {
        format!("{}{}", self.name(), self.filter(deep))
    }

    fn when(&mut self, deep: usize) -> String {
        if self.chance(3) {
            let condition = self.condition(deep);
            let end = self.word(",|", " 时，| 时|，");
            format!(" {} {condition}{end}", self.word("when", "当"))
        } else {
            String::new()
        }
    }

    fn group_must(&mut self, deep: usize) -> String {
        let test = self.test(deep);
        if self.zh {
            format!("{} {test}", self.one(&["应", "不得"]))
        } else if test.starts_with("matches")
            || test.starts_with("contains")
            || test.starts_with("starts")
        {
            format!("must {test}")
        } else {
            format!("{} {test}", self.one(&["must be", "must not be"]))
        }
    }

    fn sentence(&mut self) -> String {
        let deep = self.number(3);
        let rows = self.rows(deep);
        let tolerating = if self.chance(6) {
            self.word(
                ", tolerating 10% not met| tolerating 0.5 not met",
                "，容许 10% 不符",
            )
        } else {
            String::new()
        };
        let groups = self.listed(2, Self::path);
        let said = match (self.number(10), self.zh) {
            (0, false) => format!("no {} where {}", self.name(), self.condition(deep)),
            (0, true) => format!("任何 {} 不得 {}", self.name(), self.condition(deep)),
            (1, false) => format!("{rows} have {}", self.relation(deep)),
            (1, true) => format!("{rows} 应有 {}", self.relation(deep)),
            (2, false) => {
                let key = self.key();
                let fields = self.listed(3, |author| {
                    let how = author.one(&["", " as written", " within 1 yuan"]);
                    format!("{}{how}", author.name())
                });
                let explained = if self.chance(2) {
                    format!("\n    explained where {}", self.condition(deep))
                } else {
                    String::new()
                };
                let comparing = if self.chance(2) {
                    format!(" comparing {fields}")
                } else {
                    String::new()
                };
                format!(
                    "{} matches {}{key}{comparing}{explained}",
                    self.name(),
                    self.name()
                )
            }
            (2, true) => {
                let key = self.key();
                let fields = self.listed(3, |author| {
                    let how = author.one(&["", " 照原文", " 相差不超过 1 元"]);
                    format!("{}{how}", author.name())
                });
                let explained = if self.chance(2) {
                    format!("\n    已说明 其中 {}", self.condition(deep))
                } else {
                    String::new()
                };
                let how = if self.chance(2) {
                    format!("比对 {fields}")
                } else {
                    "一致".to_owned()
                };
                format!("{} 与 {}{key} {how}{explained}", self.name(), self.name())
            }
            (3, false) => format!(
                "{rows} {} {}",
                self.one(&["is unique by", "are unique by"]),
                self.paths()
            ),
            (3, true) => format!("{} 按 {} 不重复", self.name(), self.paths()),
            (4, false) => format!(
                "{} of the same {} have the same {}",
                self.name(),
                self.paths(),
                self.paths()
            ),
            (4, true) => format!("同一 {} 的 {rows} 应 {} 相同", self.paths(), self.paths()),
            (5, false) => format!(
                "per {groups} of {rows}: {} {}",
                self.value(deep),
                self.group_must(deep)
            ),
            (5, true) => format!(
                "各 {groups} 于 {rows}：{} {}",
                self.value(deep),
                self.group_must(deep)
            ),
            (6, false) => format!("{} per {groups} {}", self.path(), self.group_must(deep)),
            (6, true) => format!("各 {groups} {} {}", self.path(), self.group_must(deep)),
            (7, false) => format!(
                "at least {} of {rows} per {groups} {}",
                self.share(),
                self.requirement(deep)
            ),
            (7, true) => format!(
                "各 {groups} 至多 {} 的 {rows} {}",
                self.share(),
                self.requirement(deep)
            ),
            (8, true) => format!(
                "{} {rows}{} {} {} {} {}",
                self.one(&["每名", "每所", "每", "每 个"]),
                self.when(deep),
                self.one(&["的", "其"]),
                self.value(deep),
                self.one(&["应", "不得"]),
                self.test(deep)
            ),
            (_, _) => {
                let when = self.when(deep);
                let mut text = format!(
                    "{} {rows}{when} {}",
                    self.word("every", "每名|每个|每"),
                    self.requirement(deep)
                );
                if self.chance(3) {
                    text.push_str(&format!(
                        " {} {}",
                        self.word("and|, and", "且|，且"),
                        self.requirement(deep)
                    ));
                }
                text
            }
        };
        format!("{said}{tolerating}")
    }

    fn comment(&mut self) -> String {
        self.one(&["# 注：see \"this\"", "#x", "＃ full", "# 每名 「"])
            .to_owned()
    }

    /// Lines of a declaration, with comments and blank lines among them.
    fn declaration(&mut self, head: &str, lines: &[String]) -> String {
        let mut text = String::new();
        if self.chance(4) {
            text.push_str(&format!("{}\n", self.comment()));
        }
        text.push_str(head);
        for line in lines {
            if self.chance(8) {
                text.push_str(&format!("  {}", self.comment()));
            }
            text.push('\n');
            match self.number(12) {
                0 => text.push('\n'),
                1 => text.push_str(&format!("    {}\n", self.comment())),
                2 => text.push_str(&format!("{}\n\n", self.comment())),
                _ => {}
            }
            text.push_str(self.one(&["  ", "\t", "      "]));
            text.push_str(line);
        }
        if self.chance(8) {
            text.push_str(&format!("   {}", self.comment()));
        }
        text.push_str(self.one(&["\n", "\n\n", "\n\n\n", "\n  \n"]));
        text
    }

    fn line(&mut self, en: &'static str, zh: &'static str, rest: &str) -> String {
        format!("{} {rest}", self.word(en, zh))
    }

    fn item(&mut self) -> String {
        let title = self.title();
        let head = format!("{} {} {title}", self.word("item", "检查项"), self.name());
        let mut lines = Vec::new();
        if self.chance(2) {
            let path = self.one(&["三(一)2-a", "§3.1(b)", "附件 2", ""]);
            let phrase = if self.chance(3) {
                self.quoted()
            } else {
                String::new()
            };
            let cited = format!("{} {path} {phrase}{}plan 一", self.name(), self.comma());
            lines.push(self.line("cites", "依据", &cited));
        }
        if self.chance(2) {
            let severity = self.word("critical|major|minor|note", "严重|重要|一般|提示");
            lines.push(self.line("severity", "等级", &severity));
        }
        if self.chance(3) {
            let owners = self.listed(2, Self::title);
            lines.push(self.line("owner", "责任单位", &owners));
        }
        if self.chance(4) {
            let day = self.day();
            lines.push(self.line("due", "期限", &day));
        }
        if self.chance(4) {
            let title = self.title();
            lines.push(self.line("message", "消息", &title));
        }
        let sentence = self.sentence();
        let reconcile = sentence.contains(" matches ") && !self.zh
            || sentence.contains(" 与 ") && self.zh && !sentence.contains("应");
        lines.push(sentence);
        if reconcile
            && lines.last().is_some_and(|s| {
                !s.starts_with("every") && !s.contains("must") && !s.starts_with("no ")
            })
        {
            let name = self.name();
            lines.push(match (self.number(3), self.zh) {
                (0, false) => format!("not in {name} : not judged"),
                (1, false) => format!("repeated in {name}: severity minor, owner \"A\", \"B\""),
                (_, false) => format!("differs in {name} : message \"m\""),
                (0, true) => format!("不在 {name} 中 : 不判"),
                (1, true) => format!("在 {name} 中重复：等级 一般，责任单位 「甲」、「乙」"),
                (_, true) => format!("{name} 不同：消息 「m」"),
            });
        }
        self.declaration(&head, &lines)
    }

    fn dataset(&mut self) -> String {
        let head = format!(
            "{} {} {}",
            self.word("dataset", "数据集"),
            self.names(),
            self.title()
        );
        let mut lines = Vec::new();
        for _ in 0..1 + self.number(4) {
            let kind = match self.number(4) {
                0 => {
                    let values = self.listed(4, |author| {
                        let odd = author.quoted();
                        let value = author.name();
                        if author.chance(6) {
                            odd
                        } else {
                            format!("{value} {}", author.number(10))
                        }
                    });
                    format!("{} {values}", self.word("one of", "取值"))
                }
                1 => format!("{} {}", self.word("reference to", "引用"), self.name()),
                2 => {
                    let (from, to) = (self.word("from", "自"), self.word("to", "至"));
                    format!(
                        "{} {from} 1 {to} {}",
                        self.word("integer|number|money", "整数|数|金额"),
                        self.amount()
                    )
                }
                _ => self.word(
                    "text|person name|id key|citizen id key|phone|percent|date|yes or no",
                    "文本|人名|编号 主键|身份证号|电话|百分比|日期|是否",
                ),
            };
            let placeholders = if self.chance(5) {
                format!(
                    " {} {}",
                    self.word("placeholders", "占位"),
                    self.listed(2, Self::quoted)
                )
            } else {
                String::new()
            };
            lines.push(format!(
                "{} {} {kind}{placeholders}",
                self.names(),
                self.word(":", ":|：")
            ));
        }
        if self.chance(4) {
            let names = self.listed(2, Self::name);
            lines.push(self.line("key", "主键", &names));
        }
        if self.chance(5) {
            let names = format!("{} {} {}", self.name(), self.word("to", "至"), self.name());
            lines.push(self.line("in force from", "有效 自", &names));
        }
        self.declaration(&head, &lines)
    }

    fn table(&mut self) -> String {
        let head = format!("{} {}", self.word("table", "表"), self.names());
        let mut lines = vec![format!(
            "{} | {} | {}",
            self.name(),
            self.name(),
            self.name()
        )];
        for _ in 0..1 + self.number(4) {
            let cells: Vec<String> = (0..2)
                .map(|_| match self.number(6) {
                    0 => self.word("any", "任意"),
                    1 => self.word("other", "其他"),
                    2 => format!(
                        "{} {}",
                        self.word("<|at least|>=|equal to|more than", "<|不低于|≥|等于|超过"),
                        self.amount()
                    ),
                    3 => format!("1 {} {}", self.word("to", "至"), self.amount()),
                    _ => self.listed(2, |author| author.primary(0)),
                })
                .collect();
            lines.push(format!(
                "{} | {}",
                cells.join(self.one(&[" | ", "|", " ｜  "])),
                self.value(0)
            ));
        }
        self.declaration(&head, &lines)
    }

    fn other(&mut self) -> String {
        let names = self.names();
        let head = match self.number(6) {
            0 => {
                let stricter = self.word(
                    "|, smaller is stricter|, larger is stricter",
                    "|，越小越严|， 越大越严",
                );
                let value = if self.chance(2) {
                    format!(" = {}", self.value(1))
                } else {
                    String::new()
                };
                format!(
                    "{} {names} : {}{stricter}{value}",
                    self.word("setting", "设定"),
                    self.word(
                        "days|number|percent|money|date|text",
                        "天|数|百分比|金额|日期|文本"
                    )
                )
            }
            1 => format!(
                "{} {names} = {}",
                self.word("population", "人群"),
                self.rows(3)
            ),
            2 => format!(
                "{} {names} {} {} = {}",
                self.word("define", "定义"),
                self.word("of", "于"),
                self.name(),
                self.value(2)
            ),
            3 => {
                let per = if self.chance(2) {
                    format!(" {} {}", self.word("per", "各"), self.listed(2, Self::path))
                } else {
                    String::new()
                };
                format!(
                    "{} {names}{per} = {}",
                    self.word("measure", "指标"),
                    self.aggregate(2)
                )
            }
            4 => {
                let (cites, owner) = (self.word("cites", "依据"), self.word("owner", "责任单位"));
                let lines = [
                    format!("{cites} plan 三(一)"),
                    format!("{owner} {}", self.listed(3, Self::title)),
                ];
                let head = format!("{} {}", self.word("section", "章节"), self.title());
                return self.declaration(&head, &lines);
            }
            _ => {
                let lines = [
                    format!("{} {}", self.word("issuer", "制发"), self.title()),
                    format!("{} {}", self.word("number", "文号"), self.quoted()),
                    format!("{} {}", self.word("in force from", "施行 自"), self.day()),
                ];
                let head = format!("{} {names} {}", self.word("source", "文件"), self.title());
                return self.declaration(&head, &lines);
            }
        };
        self.declaration(&head, &[])
    }

    /// The head of a checklist.
    pub(crate) fn head(&mut self) -> String {
        let head = format!(
            "{} demo {}",
            self.word("checklist", "检查清单"),
            self.title()
        );
        self.declaration(&head, &[])
    }

    /// One declaration with all its lines. Now and then its words do not fit together, so that it does not parse.
    pub(crate) fn any_declaration(&mut self) -> String {
        match self.number(6) {
            0 => self.dataset(),
            1 => self.table(),
            2 => self.other(),
            _ => self.item(),
        }
    }
}
