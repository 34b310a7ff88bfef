//! What has lines of its own form: duties, questions and samples, exceptions, calendars, rows in order, figures for periods, and tests.

use super::Author;

impl Author {
    fn month(&mut self) -> String {
        let months = [["2020-03", "2020年3月"], ["2021-12", "2021年12月"]];
        let at = self.number(2);
        let zh = usize::from(self.zh && self.chance(2));
        months[at][zh].to_owned()
    }

    /// ` from … to …`, or nothing.
    fn during(&mut self) -> String {
        if self.chance(2) {
            return String::new();
        }
        let (from, to) = match self.number(2) {
            0 => (self.month(), self.month()),
            _ => (self.day(), self.day()),
        };
        let (after, until) = (self.word("from", "自"), self.word("to", "至"));
        format!(" {after} {from} {until} {to}")
    }

    fn cadence(&mut self) -> String {
        self.word(
            "each week|each month|each quarter|each term|each year",
            "每周|每月|每季度|每学期|每年",
        )
    }

    fn second_key(&mut self) -> String {
        if self.chance(2) {
            return String::new();
        }
        let (first, second) = (self.path(), self.path());
        match self.zh {
            true => format!(" 按 {first} 或按 {second}"),
            false => format!(" by {first} or by {second}"),
        }
    }

    /// One declaration of the forms of this page, by its number below [`Self::FORMS`].
    pub(crate) fn form(&mut self, number: usize) -> String {
        let head = format!("{} x \"t\"", self.word("item", "检查项"));
        let lines = match number {
            0 => vec![self.duty()],
            1 => vec![self.further_sentence()],
            2 => self.question(),
            3 => return self.timed(),
            _ => return self.test_block(),
        };
        self.declaration(&head, &lines)
    }

    /// How many forms there are.
    pub(crate) const FORMS: usize = 5;

    /// Reports owed each period, or after an event; figures that must not rise.
    pub(super) fn duty(&mut self) -> String {
        let (every, name) = (self.word("every", "每名|每所|每个|每"), self.name());
        let what = self.name();
        let to = self.listed(2, Self::quoted);
        let each = self.cadence();
        let (during, share) = (self.during(), self.number(9) + 1);
        match (self.number(5), self.zh) {
            (0, false) => {
                let to = self.optional(&format!(" to {to}"));
                let until = self.one(&["", " no later than day 18", " no later than day 5"]);
                let itself = self.one(&[
                    "",
                    ", the day itself counts",
                    ", the day itself does not count",
                ]);
                let itself = if until.is_empty() { "" } else { itself };
                let term = self.one(&["", ", in term only"]);
                format!("{every} {name} must submit {what}{to} {each}{during}{until}{itself}{term}")
            }
            (0, true) => {
                let to = self.optional(&format!("向 {to} "));
                let until = self.one(&["", " 不晚于 18 日", " 不晚于 5 日"]);
                let itself = self.one(&["", "，当日计入", "，当日不计入"]);
                let itself = if until.is_empty() { "" } else { itself };
                let term = self.one(&["", "，仅在学期内"]);
                format!("{every} {name} 应 {to}报送 {what} {each}{during}{until}{itself}{term}")
            }
            (1, false) => {
                format!("{every} {name} must have at least {share} {what} {each}{during}")
            }
            (1, true) => format!("{every} {name} 应有 至少 {share} 条 {what} {each}{during}"),
            (2, false) => {
                let unit = self.one(&["days", "working days"]);
                let (day, key) = (self.path(), self.name());
                format!(
                    "{every} {name} must be reported in {what} to {to} within {share} {unit} after {day} by {key}"
                )
            }
            (2, true) => {
                let unit = self.one(&["天", "个工作日"]);
                let (day, key) = (self.path(), self.name());
                format!(
                    "{every} {name} 应 在 {day} 后 {share} {unit} 内 以 {what} 报送 {to} 按 {key}"
                )
            }
            (_, false) => {
                let per = self.optional(&format!(" per {what}"));
                let way = self.one(&["rise", "fall"]);
                let unit = self.one(&["months", "terms", "quarters", "weeks", "years"]);
                format!("{name}{per} must not {way} {share} {unit} in a row{during}")
            }
            (_, true) => {
                let per = self.optional(&format!("各 {what} "));
                let way = self.one(&["上升", "下降"]);
                let unit = self.one(&["个月", "个学期", "个季度", "周", "年"]);
                format!("{per}{name} 不得 连续 {share} {unit} {way}{during}")
            }
        }
    }

    fn optional(&mut self, text: &str) -> String {
        match self.chance(2) {
            true => text.to_owned(),
            false => String::new(),
        }
    }

    /// Combinations, sets of values, places, headers, required parts, and rows found by a second key.
    pub(super) fn further_sentence(&mut self) -> String {
        let (a, b, share) = (self.name(), self.name(), self.number(9) + 1);
        let (of, key) = (self.listed(2, Self::name), self.second_key());
        let filter = self.filter(0);
        let text = self.quoted();
        match (self.number(6), self.zh) {
            (0, false) => {
                let once = self.one(&["", " exactly once"]);
                format!("every combination of {of}, {a} must be in {b}{filter}{once}")
            }
            (0, true) => {
                let once = self.one(&["", " 恰好一次"]);
                format!("每种 {of}、{a} 的组合 应 在 {b}{filter} 中{once}")
            }
            (1, false) => {
                let how = self.one(&["include", "are the same as"]);
                format!("values of {a}.x{filter} {how} values of {b}.y")
            }
            (1, true) => {
                let how = self.one(&["包含", "同于"]);
                format!("{a}.x 的取值{filter} {how} {b}.y 的取值")
            }
            (2, false) => {
                let way = self.one(&["higher", "lower"]);
                let ties = self.one(&["", ", ties share a place"]);
                let least = self.one(&["", ", smallest group 5"]);
                let place = self.one(&["must not be among the last", "must be among the first"]);
                format!("{a} ranked by {b}, {way} is better{ties}{least} {place} {share}")
            }
            (2, true) => {
                let way = self.one(&["越高越好", "越低越好"]);
                let ties = self.one(&["", "，同分同名次"]);
                let least = self.one(&["", "，最小群体 5"]);
                let place = self.one(&["不得 在 后", "应 在 前"]);
                format!("{a} 依 {b} 排名，{way}{ties}{least}，{place} {share} 名")
            }
            (3, false) => format!("headers of {a} must be equal to {text}"),
            (3, true) => format!("{a} 的表头 应 等于 {text}"),
            (4, false) => format!("every {a} must have each of {text} in {b} by x"),
            (4, true) => format!("每名 {a} 应 在 {b} 中 有全部 {text} 按 x"),
            (_, false) => {
                let sum = self.one(&["total", "largest", "mean", "number of different"]);
                format!("every {a} must have ({sum} of {b}.x{key}{filter}) at most {share}")
            }
            (_, true) => {
                let sum = self.one(&["合计", "最大值", "平均值", "不同值个数"]);
                format!("每名 {a} 的（{b}.x {sum}{key}{filter}）应 不超过 {share}")
            }
        }
    }

    /// The lines of an item that asks people.
    pub(super) fn question(&mut self) -> Vec<String> {
        let (of, title, filter) = (self.name(), self.title(), self.filter(0));
        let share = self.number(9) + 1;
        let mut lines = Vec::new();
        let sampled = self.chance(2);
        if sampled {
            let per = self.name();
            lines.push(match self.zh {
                true => {
                    let per = self.optional(&format!(" 各 {per}"));
                    format!("抽查 {of}{filter}{per} {share} 名 种子 「2020」")
                }
                false => {
                    let per = self.optional(&format!(" per {per}"));
                    format!("sample {share} of {of}{filter}{per} seed \"2020\"")
                }
            });
        }
        let of = match (sampled, self.zh) {
            (true, _) => String::new(),
            (false, true) => format!(" 于 {of}{filter}"),
            (false, false) => format!(" of {of}{filter}"),
        };
        lines.push(format!("{} {title}{of}", self.word("ask", "询问")));
        if self.chance(2) {
            lines.push(
                self.word(
                    "answers yes 是 means met, no 否 means not met|answers a means met, b means not met, \"c d\" / 「丙」 means cannot tell",
                    "答复 是 yes 表示 符合，否 no 表示 不符|答复 甲 表示 符合，乙 表示 不符，「丙 丁」 / \"c\" 表示 无法判断",
                ),
            );
        }
        if self.chance(3) {
            lines.push(self.word("evidence photo 照片", "佐证 照片 photo"));
        }
        if self.chance(3) {
            lines.push(self.word("valid for 365 days", "有效期 365 天"));
        }
        lines
    }

    /// An exception, a calendar, rows in order or a figure for each period.
    pub(super) fn timed(&mut self) -> String {
        let (names, title, a, b) = (self.names(), self.title(), self.name(), self.name());
        match self.number(4) {
            0 => {
                let head = format!("{} {names} {title}", self.word("exception", "例外"));
                let cites = self.word("cites law 5", "依据 law 5");
                let filter = self.filter(1);
                let proof = match self.zh {
                    true => format!("{a}{filter} 按 {b}，证明 x"),
                    false => format!("{a}{filter} by {b}, proof x"),
                };
                self.declaration(&head, &[cites, proof])
            }
            1 => {
                let head = format!("{} {names}", self.word("calendar", "校历"));
                let (from, to) = (self.word("from", "自"), self.word("to", "至"));
                let mut lines = vec![format!(
                    "{} t1 {from} {} {to} {}",
                    self.word("term|stage", "学期|阶段"),
                    self.day(),
                    self.day()
                )];
                if self.chance(2) {
                    lines.push(format!(
                        "{} {}",
                        self.word("working day", "工作日"),
                        self.day()
                    ));
                }
                if self.chance(2) {
                    let title = self.quoted();
                    lines.push(format!(
                        "{} {title} {from} {} {to} {}",
                        self.word("holiday", "假日"),
                        self.day(),
                        self.day()
                    ));
                }
                if self.chance(2) {
                    lines.push(match self.zh {
                        true => format!("学期取自 {a}：x、y、z"),
                        false => format!("terms from {a} per {b}: x, y, z"),
                    });
                }
                self.declaration(&head, &lines)
            }
            2 => {
                let head = format!("{} {names} = {a}", self.word("population", "人群"));
                let blanks = self.word("|, blanks last|, blanks first", "|，空白 在后|，空白 在前");
                let mut lines = vec![match self.zh {
                    true => format!("依次 按 {b} 各 x{blanks}"),
                    false => format!("in order of {b} per x{blanks}"),
                }];
                if self.chance(2) {
                    lines.push(match self.zh {
                        true => format!("新段 始于 {b} 不等于 前一条.{b}"),
                        false => format!("a new run starts where {b} is not its previous.{b}"),
                    });
                }
                self.declaration(&head, &lines)
            }
            _ => {
                let cadence = self.cadence();
                let count = self.aggregate(0);
                let head = match self.zh {
                    true => format!("指标 {names} 各 {a} 按 {b} {cadence} = {count}"),
                    false => format!("measure {names} per {a} {cadence} of {b} = {count}"),
                };
                self.declaration(&head, &[])
            }
        }
    }

    /// A test: settings, tables, and what is expected.
    pub(super) fn test_block(&mut self) -> String {
        let head = format!("{} {}", self.word("test", "测试"), self.title());
        let mut text = format!("{head}\n");
        if self.chance(2) {
            text += &format!("  {} {}\n", self.word("as of", "评估日"), self.day());
        }
        if self.chance(3) {
            text += &format!("  {} {} = 3\n", self.word("set", "设"), self.name());
        }
        for _ in 0..self.number(3) {
            text += &format!("  {} {}\n", self.word("given", "给定"), self.name());
            let bar = self.one(&["|", " | ", "   | "]);
            text += &format!("    a{bar}b{bar}[c d]\n");
            for _ in 0..self.number(3) {
                let cells: Vec<&str> = (0..3)
                    .map(|_| {
                        self.one(&[
                            "",
                            "1",
                            "甲 乙",
                            "2020-03-01",
                            "\"a | b\"",
                            "95%",
                            "某某",
                            "\" x\"",
                        ])
                    })
                    .collect();
                text += &format!("    {}\n", cells.join(bar));
            }
        }
        for _ in 0..1 + self.number(3) {
            let item = self.one(&["one", "two-three", "甲"]);
            let subject = |author: &mut Self| {
                let key = author.one(&[
                    "a",
                    "a/b",
                    "0001/bureau/2020-03",
                    "a/2020-W10",
                    "a-b",
                    "\"x y\"/1",
                    "无",
                    "\"-a\"/b",
                    "2020-03-01",
                ]);
                let part = author.word(
                    "| (missing)| (late)| (not in q)| (differs in q)| (machine)",
                    "|（缺少）|（迟交）|（不在 q 中）|（q 不同）|（机器部分）",
                );
                format!("{key}{part}")
            };
            let said = match self.number(3) {
                0 => self.word(
                    "is met|is not met|is cannot tell|is awaiting|is nothing to judge|finds nothing",
                    "为符合|为不符合|为无法判断|为待答复|为无可判断|无发现",
                ),
                _ => {
                    let verdict = self.word(
                        "finds|passes|cannot tell|excuses|awaits|does not apply to",
                        "发现|通过|无法判断|例外|待答复|不适用于",
                    );
                    format!("{verdict} {}", self.listed(3, subject))
                }
            };
            text += &format!("  {} {item} {said}\n", self.word("expect", "期望"));
        }
        text
    }
}
