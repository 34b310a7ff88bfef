//! Values and conditions.

use super::Author;

impl Author {
    pub(super) fn primary(&mut self, deep: usize) -> String {
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

    pub(super) fn function(&mut self, deep: usize) -> String {
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

    pub(super) fn value(&mut self, deep: usize) -> String {
        if deep == 0 || self.chance(2) {
            return self.primary(deep);
        }
        let (a, b) = (self.primary(deep - 1), self.primary(deep - 1));
        let operator = self.word("+|-|*|/|or else", "+|-|×|/|否则取");
        let minus = if self.chance(6) { "-" } else { "" };
        format!("{minus}{a} {operator} {b}")
    }

    pub(super) fn filter(&mut self, deep: usize) -> String {
        if deep == 0 || self.chance(2) {
            return String::new();
        }
        let condition = self.condition(deep - 1);
        format!(" {} {condition}", self.word("where", "其中"))
    }

    pub(super) fn key(&mut self) -> String {
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

    pub(super) fn aggregate(&mut self, deep: usize) -> String {
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

    pub(super) fn relation(&mut self, deep: usize) -> String {
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

    pub(super) fn test(&mut self, deep: usize) -> String {
        let a = self.value(deep);
        match self.number(9) {
            0 => self.word("given|blank|unreadable", "已填|为空|无法识别"),
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

    pub(super) fn comparison(&mut self, deep: usize) -> String {
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

    pub(super) fn condition(&mut self, deep: usize) -> String {
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
}
