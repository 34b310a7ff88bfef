//! What was decided in, the text of the audit file with its comments out.

use super::Asked;
use super::fit::{Choice, Fit, Match, file_columns};
use super::scalar::quoted;
use super::similar::similar;
use super::tables::{Table, Tables};
use super::values::{self, Seen};
use crate::audit::{needs::Needs, settings};
use crate::diagnostic::wording::count;
use crate::model::{Dataset, Model};
use crate::source::Files;
use crate::types::Language;

/// Headers named in a comment, at most.
const MOST_NAMED: usize = 12;

/// The text of the audit file.
pub(super) fn text(
    model: &Model,
    asked: &Asked<'_>,
    files: &Tables,
    choices: &[Choice],
    needs: &Needs,
) -> String {
    let mut writer = Writer {
        model,
        asked,
        files,
        needs,
        text: String::new(),
    };
    writer.head();
    writer.settings();
    writer.line("data:");
    for (number, choice) in choices.iter().enumerate() {
        if !writer.is_idle(number, choice) {
            writer.dataset(number, choice);
        }
    }
    writer.idle(choices);
    writer.left_over(choices);
    writer.text
}

pub(super) struct Writer<'a> {
    pub(super) model: &'a Model,
    asked: &'a Asked<'a>,
    pub(super) files: &'a Tables,
    needs: &'a Needs,
    text: String,
}

impl Writer<'_> {
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A comment in the language asked for, indented so far.
    pub(super) fn comment(&mut self, indent: usize, en: &str, zh: &str) {
        let words = self.say(en, zh);
        let flat: String = words
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        self.line(&format!("{:indent$}# {flat}", ""));
    }

    fn say<'w>(&self, en: &'w str, zh: &'w str) -> &'w str {
        self.asked.language.pick(en, zh)
    }

    fn columns(&self, n: usize) -> String {
        count(self.asked.language, n, "column", "columns", "列")
    }

    pub(super) fn path(&self, table: &Table) -> String {
        Files::seen_from(&table.path, self.asked.base)
    }

    /// File and sheet of a table, for readers.
    pub(super) fn place(&self, table: &Table) -> String {
        match &table.sheet {
            Some(sheet) if table.sheets > 1 => {
                let path = self.path(table);
                match self.asked.language {
                    Language::En => format!("{path}, sheet {sheet}"),
                    Language::Zh => format!("{path} 的工作表“{sheet}”"),
                }
            }
            _ => self.path(table),
        }
    }

    fn head(&mut self) {
        let folder = self.asked.folder.display().to_string();
        self.comment(
            0,
            &format!("An audit file proposed by `duban init` from the files in {folder}. Read the comments and correct what is wrong;"),
            &format!("由 duban init 根据文件夹 {folder} 中的文件草拟的审计文件。请阅读各处说明，改正不对的地方；"),
        );
        self.comment(
            0,
            "what stands behind a # does not count until the # is taken off. Then: duban run with the name of this file.",
            "以 # 开头的内容在去掉 # 之前不起作用。改好后以本文件名运行 duban run。",
        );
        let checklists: Vec<String> = self
            .asked
            .checklists
            .iter()
            .map(|path| quoted(&Files::seen_from(path, self.asked.base)))
            .collect();
        self.line(&format!("checklists: [{}]", checklists.join(", ")));
        let item = self.needs.as_of.and_then(|item| self.model.items.get(item));
        match item {
            Some(item) => self.comment(
                0,
                &format!("The day of the inspection has to be written here (`{}` asks for it); it is never taken from the clock. Example: as_of: 2020-09-30", item.id),
                &format!("必须写明评估日（“{}”等检查项要用到），程序从不取当天日期。写法示例：as_of: 2020-09-30", item.id),
            ),
            None => self.comment(
                0,
                "The day of the inspection, never taken from the clock; no item asks for it. Example: as_of: 2020-09-30",
                "评估日；程序从不取当天日期，目前没有检查项用到它。写法示例：as_of: 2020-09-30",
            ),
        }
        self.line("# as_of: YYYY-MM-DD");
        self.comment(
            0,
            "The secret that ids of findings are made with: the same file each time keeps them comparable. Give it to nobody.",
            "生成问题编号所用的密钥：每次用同一个文件，编号才能前后对照。请勿外传。",
        );
        self.line(&format!("key: {}", quoted(self.asked.key)));
    }

    fn settings(&mut self) {
        let language = self.asked.language;
        let unset: Vec<String> = self
            .model
            .settings
            .iter()
            .filter(|setting| setting.value.is_none())
            .map(|setting| {
                let (wanted, example) = settings::wanted(&setting.kind);
                format!(
                    "  # {}: {}   # {}",
                    quoted(setting.names.show(language)),
                    quoted(language.pick(example.0, example.1)),
                    language.pick(wanted.0, wanted.1)
                )
            })
            .collect();
        if unset.is_empty() {
            return;
        }
        self.line("settings:");
        self.comment(
            2,
            "These have no value in the checklists; as long as they have none here, the items that use them cannot tell. The values are examples.",
            "清单没有为下列设定给出值；这里也不写时，用到它们的检查项无法判定。所写的值只是示例。",
        );
        for line in unset {
            self.line(&line);
        }
    }

    /// Whether nothing was found for a dataset, and nothing is needed.
    fn is_idle(&self, number: usize, choice: &Choice) -> bool {
        matches!(choice, Choice::Missing(_)) && !self.needs.datasets.contains(&number)
    }

    /// The datasets without a file that no item needs, in one comment.
    fn idle(&mut self, choices: &[Choice]) {
        let language = self.asked.language;
        let idle = self.model.datasets.iter().zip(choices).enumerate();
        let names = idle
            .filter(|(number, (_, choice))| self.is_idle(*number, choice))
            .map(|(_, (dataset, _))| dataset.names.show(language));
        let names: Vec<&str> = names.collect();
        if names.is_empty() {
            return;
        }
        let names = names.join(language.pick(", ", "、"));
        self.comment(
            2,
            &format!("No file was found for these, and no item needs them: {names}"),
            &format!("下列数据集未找到文件，也没有检查项用到：{names}"),
        );
    }

    /// The name by which an audit file knows a dataset: as it is shown, else another; `None` where all are those of one before it.
    fn key_of(&self, number: usize) -> Option<&str> {
        let model = self.model;
        let names = &model.datasets.get(number)?.names;
        let shown = std::iter::once(names.show(self.asked.language));
        let mut all = shown.chain(names.all.iter().map(String::as_str));
        let is_own = |name: &&str| {
            let mut named = model.datasets.iter().map(|dataset| &dataset.names.all);
            named.position(|all| all.iter().any(|other| other == name)) == Some(number)
        };
        all.find(is_own)
    }

    fn dataset(&mut self, number: usize, choice: &Choice) {
        let Some(dataset) = self.model.datasets.get(number) else {
            return;
        };
        let language = self.asked.language;
        let Some(name) = self.key_of(number).map(str::to_owned) else {
            let name = dataset.names.show(language);
            self.comment(
                2,
                &format!("SAME NAME: {name}: another checklist declares a dataset of this name, and the key below is that one's. Write the dataset once, in a glossary that both use, or keep an audit file for each checklist."),
                &format!("重名：{name}：另一清单也声明了同名的数据集，本文件中的这个键指那一个。请把它写在两个清单共用的术语表中，或为每个清单各写一个审计文件。"),
            );
            return;
        };
        match choice {
            Choice::Taken(fit) => {
                self.evidence(2, fit, dataset);
                self.entry(number, dataset, fit, false);
            }
            Choice::Several(fits) => {
                let places: Vec<String> = fits
                    .iter()
                    .filter_map(|fit| self.files.tables.get(fit.table))
                    .map(|table| self.place(table))
                    .collect();
                self.comment(
                    2,
                    &format!("TO DECIDE: {name}: {} fit alike: {}. None is taken: read them as one table, or keep one; take off the # of what you keep.", count(language, fits.len(), "table", "tables", ""), places.join("; ")),
                    &format!("待定：{name}：{} 个表同样符合：{}。均未采用：请合为一张表读取，或保留一个；去掉所保留内容的 #。", fits.len(), places.join("；")),
                );
                let key = self.key_of(number).unwrap_or_default().to_owned();
                self.as_one(&key, fits);
                for fit in fits {
                    self.evidence(2, fit, dataset);
                    self.entry(number, dataset, fit, true);
                }
            }
            Choice::Missing(nearest) => {
                let nearest = nearest.as_ref().and_then(|fit| {
                    let table = self.files.tables.get(fit.table)?;
                    Some((self.place(table), fit))
                });
                let (en, zh) = match &nearest {
                    None => (
                        "no file was found: the items that need it cannot tell".to_owned(),
                        "未找到文件：用到它的检查项将无法判定".to_owned(),
                    ),
                    Some((place, fit)) => (
                        format!(
                            "no file was found: the items that need it cannot tell. The nearest is {place} ({} of {})",
                            fit.found,
                            self.columns(fit.columns.len())
                        ),
                        format!(
                            "未找到文件：用到它的检查项将无法判定。最接近的是 {place}（{} 列中有 {} 列）",
                            fit.columns.len(),
                            fit.found
                        ),
                    ),
                };
                self.comment(
                    2,
                    &format!("MISSING: {name}: {en}"),
                    &format!("缺少：{name}：{zh}"),
                );
                self.line(&format!("  # {}: {{file: }}", quoted(&name)));
            }
        }
    }

    /// What speaks for a table.
    fn evidence(&mut self, indent: usize, fit: &Fit, dataset: &Dataset) {
        let Some(table) = self.files.tables.get(fit.table) else {
            return;
        };
        let language = self.asked.language;
        let name = dataset.names.show(language).to_owned();
        let place = self.place(table);
        let line = match table.line {
            Some(line) => (
                format!("; header in line {line}"),
                format!("；表头在第 {line} 行"),
            ),
            None => (String::new(), String::new()),
        };
        let encoding = &table.encoding;
        let all = fit.columns.len();
        let usual = fit.columns.iter().filter(|m| matches!(m, Match::Usual(_)));
        let usual = usual.count();
        let named = fit.found - usual;
        let further = match usual {
            0 => (String::new(), String::new()),
            _ => (
                format!(", {usual} by a usual header"),
                format!("，另有 {usual} 列按通用表头对应"),
            ),
        };
        let (en, zh) = (
            format!(
                "{name}: {named} of {} found by name{} in {place} ({encoding}{})",
                self.columns(all),
                further.0,
                line.0
            ),
            format!(
                "{name}：在 {place} 中，{all} 列有 {named} 列按名称找到{}（{encoding}{}）",
                further.1, line.1
            ),
        );
        self.comment(indent, &en, &zh);
    }

    /// The entry of a dataset; behind `#` where it is not taken.
    fn entry(&mut self, number: usize, dataset: &Dataset, fit: &Fit, behind: bool) {
        let start = self.text.len();
        self.lines_of_entry(number, dataset, fit);
        if behind {
            let entry = self.text.split_off(start);
            for line in entry.lines() {
                let line = line.trim_start_matches(' ');
                let indent = entry.lines().find(|l| l.trim_start() == line);
                let indent = indent.map_or(0, |l| l.len() - line.len()).saturating_sub(2);
                self.line(&format!(
                    "  # {:indent$}{}",
                    "",
                    line.trim_start_matches("# ")
                ));
            }
        }
    }

    fn lines_of_entry(&mut self, number: usize, dataset: &Dataset, fit: &Fit) {
        let Some(table) = self.files.tables.get(fit.table) else {
            return;
        };
        let key = quoted(self.key_of(number).unwrap_or_default());
        self.line(&format!("  {key}:"));
        let going_on = self.going_on(dataset, fit);
        self.place_of_entry(table, &going_on);
        self.columns_of_entry(number, dataset, fit, table);
        if let Some(source) = table.open() {
            let seen = values::look(self.model, dataset, fit, source.as_ref());
            self.days(dataset, &seen);
            self.words(dataset, &seen);
        }
    }

    fn columns_of_entry(&mut self, number: usize, dataset: &Dataset, fit: &Fit, table: &Table) {
        let language = self.asked.language;
        let is_taken = |at: usize| fit.columns.iter().any(|m| m.header() == Some(at));
        let left: Vec<&str> = table
            .header
            .iter()
            .enumerate()
            .filter(|(at, text)| !text.is_empty() && !is_taken(*at))
            .map(|(_, text)| text.as_str())
            .collect();
        let mut lines = Vec::new();
        for (at, (column, found)) in file_columns(dataset).zip(&fit.columns).enumerate() {
            let name = column.names.show(language);
            match found {
                Match::Name(_) => {}
                Match::Usual(header) => {
                    let header = table.header.get(*header).map_or("", String::as_str);
                    lines.push(format!(
                        "      {}: {}   # {}",
                        quoted(name),
                        quoted(header),
                        language.pick(
                            "no header has its name; citizen numbers usually stand under this one",
                            "没有同名的表头；公民身份号码通常用这个表头"
                        )
                    ));
                }
                Match::Missing => {
                    let similar = similar(&column.names.all, &left);
                    let needed = if self.needs.columns.contains(&(number, at)) {
                        language.pick("", "")
                    } else {
                        language.pick(" (no item needs it)", "（没有检查项用到它）")
                    };
                    let words = match similar {
                        Some(_) => language.pick("MISSING; a similar header", "缺少；相近的表头"),
                        None => {
                            language.pick("MISSING; no header is like it", "缺少；没有相近的表头")
                        }
                    };
                    let header = similar.map(quoted).unwrap_or_default();
                    lines.push(format!(
                        "      # {}: {header}   # {words}{needed}",
                        quoted(name)
                    ));
                }
            }
        }
        if !lines.is_empty() {
            self.line("    columns:");
            for line in lines {
                self.line(&line);
            }
            if fit.columns.contains(&Match::Missing) && !left.is_empty() {
                let more = left.len().saturating_sub(MOST_NAMED);
                let shown = left.iter().take(MOST_NAMED).copied().collect::<Vec<_>>();
                let rest = if more > 0 { " …" } else { "" };
                self.comment(
                    6,
                    &format!(
                        "headers that no column was found for: {}{rest}",
                        shown.join(", ")
                    ),
                    &format!("未对应到列的表头：{}{rest}", shown.join("、")),
                );
            }
        }
    }

    fn days(&mut self, dataset: &Dataset, seen: &[(usize, Seen)]) {
        let mut lines = Vec::new();
        for (number, seen) in seen {
            let (Seen::Days(patterns), Some(column)) = (seen, dataset.columns.get(*number)) else {
                continue;
            };
            let name = quoted(column.names.show(self.asked.language));
            match patterns[..] {
                [pattern] => lines.push(format!("      {name}: {}", quoted(pattern))),
                _ => {
                    let words = self.say("TO DECIDE: day or month first", "待定：日在前还是月在前");
                    let words = words.to_owned();
                    for pattern in patterns {
                        lines.push(format!("      # {name}: {}   # {words}", quoted(pattern)));
                    }
                }
            }
        }
        if !lines.is_empty() {
            self.line("    dates:");
            self.comment(6, "as most cells are written", "按大多数单元格的写法");
            for line in lines {
                self.line(&line);
            }
        }
    }

    fn words(&mut self, dataset: &Dataset, seen: &[(usize, Seen)]) {
        let mut lines: Vec<(bool, String)> = Vec::new();
        for (number, seen) in seen {
            let (
                Seen::Words {
                    sure,
                    open,
                    hidden,
                    unused,
                },
                Some(column),
            ) = (seen, dataset.columns.get(*number))
            else {
                continue;
            };
            let name = column.names.show(self.asked.language);
            if !sure.is_empty() {
                let pairs: Vec<String> = sure
                    .iter()
                    .map(|(word, found)| format!("{}: {}", quoted(word), quoted(found)))
                    .collect();
                let why = self.say(
                    "the only word of the file that it can stand for; check it",
                    "文件中只有这个词可与之对应；请核对",
                );
                lines.push((
                    false,
                    format!("      {}: {{{}}}   # {why}", quoted(name), pairs.join(", ")),
                ));
            }
            if !open.is_empty() {
                let shown = |words: &[String]| {
                    let first: Vec<&str> =
                        words.iter().take(MOST_NAMED).map(String::as_str).collect();
                    let rest = and_more(words.len());
                    let comma = self.say(", ", "、");
                    format!("{}{rest}", first.join(comma))
                };
                let (found, left) = (shown(open), shown(unused));
                let words = match self.asked.language {
                    Language::En if unused.is_empty() => {
                        format!("{name}: words outside the value set: {found}")
                    }
                    Language::En => format!(
                        "{name}: words outside the value set: {found}; declared and not there: {left}"
                    ),
                    Language::Zh if unused.is_empty() => format!("{name}：取值之外的词：{found}"),
                    Language::Zh => {
                        format!("{name}：取值之外的词：{found}；声明了但未出现的：{left}")
                    }
                };
                lines.push((true, words));
            }
            if !hidden.is_empty() {
                let first: Vec<String> = (hidden.iter().take(MOST_NAMED))
                    .map(u64::to_string)
                    .collect();
                let rest = and_more(hidden.len());
                let rows = first.join(self.say(", ", "、"));
                lines.push((
                    true,
                    match self.asked.language {
                        Language::En => format!(
                            "{name}: {} outside the value set, not shown here because it may be a person's: data rows {rows}{rest}",
                            count(Language::En, hidden.len(), "text", "texts", "")
                        ),
                        Language::Zh => format!(
                            "{name}：另有 {} 种取值之外的内容，可能是个人信息，这里不显示：第 {rows}{rest} 条数据",
                            hidden.len()
                        ),
                    },
                ));
            }
        }
        if !lines.is_empty() {
            self.line("    words:");
            for (is_comment, line) in lines {
                if is_comment {
                    self.comment(6, &line, &line);
                } else {
                    self.line(&line);
                }
            }
        }
    }

    /// Tables that are no dataset, and files that cannot be read.
    fn left_over(&mut self, choices: &[Choice]) {
        let goes_on = |dataset: &Dataset, fit: &Fit, number: usize| {
            let table = self.files.tables.get(number);
            let others = self.going_on(dataset, fit);
            table.is_some_and(|table| others.iter().any(|other| std::ptr::eq(*other, table)))
        };
        let is_used = |number: usize| {
            let mut choices = self.model.datasets.iter().zip(choices);
            choices.any(|(dataset, choice)| match choice {
                Choice::Taken(fit) => fit.table == number || goes_on(dataset, fit, number),
                Choice::Several(fits) => fits.iter().any(|fit| fit.table == number),
                Choice::Missing(_) => false,
            })
        };
        let unused: Vec<String> = self
            .files
            .tables
            .iter()
            .enumerate()
            .filter(|(number, _)| !is_used(*number))
            .map(|(_, table)| self.place(table))
            .collect();
        for place in unused {
            self.comment(
                0,
                &format!("NOT USED: {place}: it fits no dataset that has no better file"),
                &format!("未使用：{place}：没有需要它的数据集"),
            );
        }
        for (path, words) in &self.files.unread {
            let path = Files::seen_from(path, self.asked.base);
            self.comment(
                0,
                &format!("NOT READ: {path}: {words}"),
                &format!("未能读取：{path}：{words}"),
            );
        }
    }
}

/// What stands behind a list that is cut.
fn and_more(all: usize) -> &'static str {
    if all > MOST_NAMED { " …" } else { "" }
}
