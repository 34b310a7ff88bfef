//! A checklist, small tables, what comes out: runs the program on texts written into a folder of its own.

pub(crate) mod checklists;
pub(crate) mod truth;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Runs the program in a folder: its exit code, standard output and standard error.
pub(crate) fn duban(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_duban"))
        .env("LC_ALL", "C")
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// An inspection in the making.
pub(crate) struct Inspect {
    folder: PathBuf,
    audit: String,
    data: String,
    arguments: Vec<String>,
}

/// What came out of an inspection.
pub(crate) struct Outcome {
    /// The object of `--format json`.
    pub(crate) json: Value,
    /// The exit code.
    pub(crate) code: i32,
}

/// Declarations that most tests begin with: the item's text follows.
pub(crate) const HEAD: &str = "checklist t \"Test\" / 「测试」\nsource law \"Law\" / 「法」\n";

impl Inspect {
    /// A checklist given as text.
    pub(crate) fn checklist(text: &str) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("duban-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("t.duban"), text).unwrap();
        Self {
            folder,
            audit: "checklists: [t.duban]\nas_of: 2020-09-30\n".to_owned(),
            data: String::new(),
            arguments: Vec::new(),
        }
    }

    /// Declarations and one item: the head of a checklist is put before, a title, a citation and the sentence's indentation around.
    pub(crate) fn item(declarations: &str, sentence: &str) -> Self {
        let sentence = sentence.trim().replace('\n', "\n  ");
        Self::checklist(&format!(
            "{HEAD}{declarations}\nitem i \"Item\" / 「项」\n  cites law 1\n  {sentence}\n"
        ))
    }

    /// A line of the audit file.
    pub(crate) fn audit(mut self, line: &str) -> Self {
        self.audit.push_str(line);
        self.audit.push('\n');
        self
    }

    /// A dataset's CSV file: cells are separated by `|`, blanks around them do not count.
    pub(crate) fn table(self, dataset: &str, rows: &str) -> Self {
        let lines = rows.trim().lines().map(|line| {
            let cells: Vec<&str> = line.trim().split('|').map(str::trim).collect();
            cells.join(",")
        });
        let mut text = lines.collect::<Vec<_>>().join("\n");
        text.push('\n');
        self.file(dataset, "csv", text.as_bytes())
    }

    /// The answers of people, as a CSV file.
    pub(crate) fn answers(self, rows: &str) -> Self {
        let lines = rows.trim().lines().map(|line| {
            let cells: Vec<&str> = line.trim().split('|').map(str::trim).collect();
            cells.join(",")
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        fs::write(self.folder.join("answers.csv"), text + "\n").unwrap();
        self.audit("answers: answers.csv")
    }

    /// A dataset's file as it lies.
    pub(crate) fn file(mut self, dataset: &str, extension: &str, bytes: &[u8]) -> Self {
        let name = format!("{dataset}.{extension}");
        fs::write(self.folder.join(&name), bytes).unwrap();
        self.data.push_str(&format!("  {dataset}: {name}\n"));
        self
    }

    /// An argument of the command line.
    pub(crate) fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// The folder that everything lies in.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs and gives what was printed, whatever it is.
    pub(crate) fn output(&self, format: &str) -> Output {
        let data = if self.data.is_empty() {
            String::new()
        } else {
            format!("data:\n{}", self.data)
        };
        self.run_on(&format!("{}{data}", self.audit), format)
    }

    /// The same checklist in the words of the other language, Chinese.
    pub(crate) fn translated(self) -> Self {
        let output = Command::new(env!("CARGO_BIN_EXE_duban"))
            .current_dir(&self.folder)
            .args(["fmt", "t.duban", "--lang", "zh"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let text = fs::read_to_string(self.folder.join("t.duban")).unwrap();
        assert!(text.contains("检查清单"), "{text}");
        self
    }

    /// Runs and gives the text for readers.
    pub(crate) fn text(self) -> String {
        String::from_utf8(self.output("text").stdout).unwrap()
    }

    /// The same with an audit file that binds the data itself.
    pub(crate) fn bare_output(&self, format: &str) -> Output {
        self.run_on(&self.audit, format)
    }

    fn run_on(&self, audit: &str, format: &str) -> Output {
        fs::write(self.folder.join("audit.yaml"), audit).unwrap();
        Command::new(env!("CARGO_BIN_EXE_duban"))
            .env("LC_ALL", "C")
            .current_dir(&self.folder)
            .args(["run", "audit.yaml", "--format", format])
            .args(&self.arguments)
            .output()
            .unwrap()
    }

    /// Runs; the checklist and the audit file have to be right.
    pub(crate) fn run(self) -> Outcome {
        Outcome::of(&self.output("json"))
    }

    /// The same with an audit file that binds the data itself.
    pub(crate) fn bare(self) -> Outcome {
        Outcome::of(&self.bare_output("json"))
    }
}

impl Outcome {
    fn of(output: &Output) -> Self {
        let code = output.status.code().unwrap();
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        let json = serde_json::from_str(&text).unwrap_or_else(|error| {
            panic!(
                "{error}\n{text}\n{}",
                String::from_utf8_lossy(&output.stderr)
            )
        });
        Self { json, code }
    }
}

impl Drop for Inspect {
    fn drop(&mut self) {
        // A folder left behind in the temporary folder harms nobody.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Outcome {
    /// The outcome of the first item.
    pub(crate) fn outcome(&self) -> &str {
        self.json["items"][0]["outcome"].as_str().unwrap()
    }

    /// The first item's verdicts as `subjects met not_met cannot_tell not_applicable excused`.
    pub(crate) fn counts(&self) -> [u64; 6] {
        let counts = &self.json["items"][0]["counts"];
        [
            "subjects",
            "met",
            "not_met",
            "cannot_tell",
            "not_applicable",
            "excused",
        ]
        .map(|name| counts[name].as_u64().unwrap())
    }

    /// The findings.
    pub(crate) fn findings(&self) -> &[Value] {
        self.json["findings"].as_array().unwrap()
    }

    /// Each finding as `outcome subject [part]`: the row, or the key's values joined by `|`.
    pub(crate) fn short(&self) -> Vec<String> {
        let one = |finding: &Value| {
            let subject = &finding["subject"];
            let outcome = finding["outcome"].as_str().unwrap();
            let who = match subject["row"].as_u64() {
                Some(row) => row.to_string(),
                None => subject["key"]
                    .as_object()
                    .unwrap()
                    .values()
                    .map(|value| value.as_str().unwrap())
                    .collect::<Vec<_>>()
                    .join("|"),
            };
            let part = finding["part"].as_str().unwrap_or_default();
            format!("{outcome} {who} {part}").trim().to_owned()
        };
        self.findings().iter().map(one).collect()
    }

    /// The codes of the reasons of every finding.
    pub(crate) fn reasons(&self) -> Vec<&str> {
        self.findings()
            .iter()
            .flat_map(|finding| finding["reasons"].as_array().unwrap())
            .map(|reason| reason["code"].as_str().unwrap())
            .collect()
    }
}

/// A checklist in the Chinese vocabulary, as `fmt` translates it.
pub(crate) fn in_chinese(text: &str) -> String {
    let inspect = Inspect::checklist(text);
    let path = inspect.folder().join("t.duban");
    let done = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(["fmt", "--lang", "zh"])
        .arg(&path)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    fs::read_to_string(path).unwrap()
}
