//! What can be asked for on the command line.

use super::outputs;
use super::terminal::Color;
use crate::data::DigestAlgorithm;
use crate::diagnostic::formats::Format;
use crate::findings::Severity;
use crate::report::{REPORTS, Report};
use crate::types::{Date, Language, Number};
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Inspection checklists, run over registries kept as Excel and CSV.
#[derive(Debug, Parser)]
#[command(name = "duban", version, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) general: General,
}

#[derive(Debug, Args)]
pub(super) struct General {
    /// Language of reports and messages [default: that of the reader or of the checklist]
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    lang: Option<LanguageName>,
    /// How many threads work at once [default: one a processor]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) threads: Option<u16>,
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto"
    )]
    pub(super) color: Color,
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}

impl General {
    /// The language asked for.
    pub(super) fn language(&self) -> Option<Language> {
        self.lang.map(|lang| match lang {
            LanguageName::Zh => Language::Zh,
            LanguageName::En => Language::En,
        })
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LanguageName {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run the checklists of an audit file and report what was found
    Run(RunArguments),
    /// Look for mistakes in checklists and audit files, without reading data
    Check(CheckArguments),
    /// Bring checklists into their standard form, or translate their words with --lang
    Fmt(FmtArguments),
    /// Run the tests in checklists: tiny tables, and what items are expected to say of them
    Test(TestArguments),
    /// Say in plain words what an item requires, or what the code of a mistake means
    Explain(ExplainArguments),
    /// Print the ranking that an item makes, with every place
    Rank(RankArguments),
    /// Say why a row, key or group has its verdict, with the values that were looked at
    Why(WhyArguments),
    /// Propose an audit file for the data files in a folder
    Init(InitArguments),
    /// Make a first checklist from a policy document (txt, Markdown, docx)
    Draft(DraftArguments),
    /// Draw the samples of an audit and print their units
    Sample(SampleArguments),
    /// Find the clauses of a source document and lock them for the checklists that cite it
    Pin(PinArguments),
    /// Account for every clause of the pinned documents: which items cover it, and how
    Coverage(CoverageArguments),
    /// Say what a new version of a document changes, and which items that touches
    Impact(ImpactArguments),
    /// Print the JSON Schema of an output
    Schema(SchemaArguments),
}

/// Ends with 0 when every item is met, 1 when one is not, 2 when the checklist or audit file is wrong,
/// 3 when something cannot be told, 4 when an output could not be written.
#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 every item is met; 1 an item is not met; \
    2 a checklist or the audit file is wrong, nothing was judged; \
    3 an item cannot be told or a data file has problems; 4 an output could not be written.")]
pub(super) struct RunArguments {
    /// The audit file
    #[arg(value_name = "AUDIT")]
    pub(super) audit: PathBuf,
    /// How the report is written [default: text, or as FILE of --output ends]
    #[arg(long, short, value_name = "FORMAT", value_parser = formats())]
    pub(super) format: Option<String>,
    /// Write the report to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Also write findings.json, findings.html and so on into this folder, all or none
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Run this item only (may be given several times)
    #[arg(long = "item", value_name = "ITEM")]
    pub(super) items: Vec<String>,
    /// Look for the data files in this folder
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// The day of the inspection, in place of the one in the audit file
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(super) as_of: Option<Date>,
    /// How data files are digested
    #[arg(long, value_enum, value_name = "KIND", default_value = "blake3")]
    digest: DigestName,
    /// Show names and numbers of persons unmasked
    #[arg(long)]
    pub(super) reveal: bool,
    /// List at most so many findings an item; counts stay whole
    #[arg(long, value_name = "N")]
    pub(super) max_findings: Option<u64>,
    /// Only items of at least this severity make the exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "note")]
    fail_on: SeverityName,
    /// List what is owed instead of judging (`explain --expected`)
    #[arg(skip)]
    pub(super) expected: bool,
}

impl RunArguments {
    /// What `explain --expected` runs: items of an audit.
    pub(super) fn expected(audit: PathBuf, items: Vec<String>) -> Self {
        Self {
            audit,
            format: None,
            output: None,
            out: None,
            items,
            data: None,
            as_of: None,
            digest: DigestName::None,
            reveal: false,
            max_findings: None,
            fail_on: SeverityName::Note,
            expected: true,
        }
    }

    /// What is asked of the audit.
    pub(super) fn inputs(&self) -> super::audit::Inputs<'_> {
        super::audit::Inputs {
            audit: &self.audit,
            as_of: self.as_of,
            items: &self.items,
            data: self.data.as_deref(),
            reveal: self.reveal,
            max_findings: self.max_findings,
            digest: self.digest(),
            proofs: !self.expected && (self.out.is_some() || self.report().shows_proofs()),
        }
    }

    /// The files that are written.
    pub(super) fn outputs(&self) -> Vec<PathBuf> {
        let in_folder = self
            .out
            .iter()
            .flat_map(|folder| outputs::in_folder(folder));
        in_folder.chain(self.output.clone()).collect()
    }

    /// The report that is asked for.
    pub(super) fn report(&self) -> &'static dyn Report {
        outputs::choose(self.format.as_deref(), self.output.as_deref())
    }

    /// How data files are digested.
    pub(super) fn digest(&self) -> DigestAlgorithm {
        match self.digest {
            DigestName::Blake3 => DigestAlgorithm::Blake3,
            DigestName::Sha256 => DigestAlgorithm::Sha256,
            DigestName::None => DigestAlgorithm::None,
        }
    }

    /// The least severity that makes the exit code 1.
    pub(super) fn fail_on(&self) -> Severity {
        match self.fail_on {
            SeverityName::Critical => Severity::Critical,
            SeverityName::Major => Severity::Major,
            SeverityName::Minor => Severity::Minor,
            SeverityName::Note => Severity::Note,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DigestName {
    Blake3,
    Sha256,
    None,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SeverityName {
    Critical,
    Major,
    Minor,
    Note,
}

#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 no mistakes; 1 mistakes were found; 2 it could not be done.")]
pub(super) struct CheckArguments {
    /// Checklists, audit files, or folders with checklists
    #[arg(required = true, value_name = "FILE|FOLDER")]
    pub(super) paths: Vec<PathBuf>,
    /// How mistakes are written
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(super) format: CheckFormat,
    /// Warnings count as mistakes
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Text,
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for test reports
    Junit,
    /// Annotations of GitHub Actions
    Github,
}

impl CheckFormat {
    /// The format for programs; `None` is text for people.
    pub(super) fn for_programs(self) -> Option<Format> {
        match self {
            Self::Text => None,
            Self::Json => Some(Format::Json),
            Self::Sarif => Some(Format::Sarif),
            Self::Junit => Some(Format::Junit),
            Self::Github => Some(Format::Github),
        }
    }
}

/// Comments, names, texts and the order of clauses stay as they are. With --lang the words of the language and
/// their order become English or Chinese; a file that was formatted comes back the same to the letter.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 done, or nothing to do; 1 with --check a file differs; \
    2 it could not be done: a file with mistakes is left as it is, and so are all others."
)]
pub(super) struct FmtArguments {
    /// Checklists, folders with checklists, or - for standard input
    #[arg(required_unless_present = "stdout", value_name = "FILE|FOLDER|-")]
    pub(super) paths: Vec<PathBuf>,
    /// Change nothing; name the files that are not in their standard form, with the lines that differ
    #[arg(long)]
    pub(super) check: bool,
    /// How the files that differ are written, with --check
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(super) format: CheckFormat,
    /// Print the result instead of writing it; without paths, of standard input
    #[arg(long, conflicts_with = "check")]
    pub(super) stdout: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 all tests pass; 1 a test fails, or they reach less than --min; 2 they could not be run."
)]
pub(super) struct TestArguments {
    /// Checklists, files of tests, or folders with these
    #[arg(required = true, value_name = "FILE|FOLDER")]
    pub(super) paths: Vec<PathBuf>,
    /// How the results are written
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(super) format: CheckFormat,
    /// Say which verdicts of items and rows of tables no test reaches
    #[arg(long)]
    pub(super) coverage: bool,
    /// The share of verdicts and table rows of each checklist that tests have to reach (with --coverage)
    #[arg(long, value_name = "PERCENT", requires = "coverage", value_parser = percent)]
    pub(super) min: Option<Number>,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// Items, checklists to look in (without any: those in this folder), or the code of a mistake
    #[arg(value_name = "ITEM|FILE|CODE", required_unless_present_any = ["all", "expected", "subjects"])]
    pub(super) names: Vec<String>,
    /// Every item of the checklists that are named, else of those in this folder
    #[arg(long, conflicts_with_all = ["expected", "subjects"])]
    pub(super) all: bool,
    /// How it is written; html is a checklist to print on A4, with clause, method, owner and deadline of each item
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value = "text", conflicts_with_all = ["expected", "subjects"])]
    pub(super) format: ExplainFormat,
    /// List the deliveries that the items expect from the data of this audit file, as CSV
    #[arg(long, value_name = "AUDIT")]
    pub(super) expected: Option<PathBuf>,
    /// Say how many rows of the data of this audit file are left after each condition, and what became of them
    #[arg(long, value_name = "AUDIT")]
    pub(super) subjects: Option<PathBuf>,
    /// Look for the data files in this folder (with --subjects)
    #[arg(long, value_name = "DIR", requires = "subjects")]
    pub(super) data: Option<PathBuf>,
    /// The day of the inspection, in place of the one in the audit file (with --subjects)
    #[arg(long, value_name = "DAY", value_parser = day, requires = "subjects")]
    pub(super) as_of: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainFormat {
    Text,
    Html,
}

#[derive(Debug, Args)]
#[command(
    after_help = "SUBJECT is a row (`registry:12`, counted from 1), a key (`A102`, or its values with `/` between them) \
    or a group; an item about the whole has none.\n\
    Exit code: 0 it was said; 2 it could not be done, or there is no such item or subject."
)]
pub(super) struct WhyArguments {
    /// The audit file
    #[arg(value_name = "AUDIT")]
    pub(super) audit: PathBuf,
    /// The item
    #[arg(value_name = "ITEM")]
    pub(super) item: String,
    /// The row, key or group
    #[arg(value_name = "SUBJECT")]
    pub(super) subject: Option<String>,
    /// How it is written
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(super) format: WhyFormat,
    /// Look for the data files in this folder
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// The day of the inspection, in place of the one in the audit file
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(super) as_of: Option<Date>,
    /// Show names and numbers of persons unmasked
    #[arg(long)]
    pub(super) reveal: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum WhyFormat {
    Text,
    Json,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 the ranking was printed; 2 it could not be done; 4 it could not be written."
)]
pub(super) struct RankArguments {
    /// The audit file
    #[arg(value_name = "AUDIT")]
    pub(super) audit: PathBuf,
    /// The item with the ranking
    #[arg(value_name = "ITEM")]
    pub(super) item: String,
    /// How it is written
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(super) format: RankFormat,
    /// Look for the data files in this folder
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// The day of the inspection, in place of the one in the audit file
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(super) as_of: Option<Date>,
    /// Show names and numbers of persons unmasked
    #[arg(long)]
    pub(super) reveal: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RankFormat {
    Text,
    Csv,
    Json,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Looks at the CSV, Excel and Parquet files in the folder and in the folders in it, and says in comments what it took, \
    what is missing and what has to be decided. Makes audit.key beside the audit file unless there is one."
)]
pub(super) struct InitArguments {
    /// The folder with the data files
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// A checklist (may be given several times) [default: those in the folder]
    #[arg(long = "checklist", value_name = "FILE", num_args = 1..)]
    pub(super) checklists: Vec<PathBuf>,
    /// Write the audit file here instead of standard output; a file that is there is never overwritten
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// Every clause becomes an item: a sentence where the text has the shape of one, a question to a person for the rest, or the reason why it cannot be
/// inspected. --lang chooses the vocabulary [default: that of the document].
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 the draft is made; 1 it is made, and the text says something that cannot be and has to be settled; \
    2 it could not be done; 4 it could not be written."
)]
pub(super) struct DraftArguments {
    /// The document
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Write the checklist here instead of standard output; a file that is there is never overwritten
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 samples were drawn; 2 it could not be done; \
    3 a sample could not be drawn."
)]
pub(super) struct SampleArguments {
    /// The audit file
    #[arg(value_name = "AUDIT")]
    pub(super) audit: PathBuf,
    /// The items whose samples are drawn [default: all]
    #[arg(value_name = "ITEM")]
    pub(super) items: Vec<String>,
    /// How the units are written
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(super) format: SampleFormat,
    /// Also print so many units of each stratum that could replace others, in the order of the draw
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) reserve: usize,
    /// Look for the data files in this folder
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// The day of the inspection, in place of the one in the audit file
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(super) as_of: Option<Date>,
    /// Show names and numbers of persons unmasked
    #[arg(long)]
    pub(super) reveal: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SampleFormat {
    Text,
    Csv,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 the lock is written; 2 it could not be done; 4 the lock could not be written."
)]
pub(super) struct PinArguments {
    /// The source, by the name that the checklist gives it
    #[arg(value_name = "SOURCE")]
    pub(super) source: String,
    /// The document: text or Markdown (UTF-8, GB18030) or .docx
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Checklists, or folders with checklists, that declare the source; the lock lies beside that file
    #[arg(value_name = "CHECKLIST|FOLDER", default_value = ".")]
    pub(super) checklists: Vec<PathBuf>,
}

/// A clause is covered when an item cites it, and accounted for when one says that it cannot be inspected, and why. Clauses whose own words are a
/// heading alone are not counted.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 done; 1 fewer clauses are accounted for than --min asks for; 2 it could not be done."
)]
pub(super) struct CoverageArguments {
    /// Checklists, or folders with checklists
    #[arg(required = true, value_name = "FILE|FOLDER")]
    pub(super) paths: Vec<PathBuf>,
    /// How it is written; html sets the text beside what covers it
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(super) format: CoverageFormat,
    /// The share of clauses that have to be accounted for
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(super) min: Option<Number>,
    /// Also list the sentences of covered clauses that no quoted phrase touches (the document has to be at hand)
    #[arg(long)]
    pub(super) sentences: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CoverageFormat {
    Text,
    Json,
    Html,
}

/// Without the text of both versions it is said that the words of a clause changed, and not in what.
#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 nothing changed; 1 clauses changed; 2 it could not be done.")]
pub(super) struct ImpactArguments {
    /// The old version: the document, or its lock
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,
    /// The new version: the document, or its lock
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,
    /// Checklists, or folders with checklists, that cite the document
    #[arg(value_name = "CHECKLIST|FOLDER")]
    pub(super) checklists: Vec<PathBuf>,
    /// The source that the document is, by its name in the checklists [default: the one that is locked to OLD]
    #[arg(long, value_name = "SOURCE")]
    pub(super) source: Option<String>,
    /// How it is written
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ImpactFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ImpactFormat {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// Which output
    #[arg(value_enum, value_name = "OUTPUT")]
    pub(super) what: SchemaName,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SchemaName {
    /// The object that `run --format json` prints
    Findings,
    /// The object that `coverage --format json` prints
    Coverage,
    /// The object that `impact --format json` prints
    Impact,
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(REPORTS.iter().map(|report| report.name()))
}

/// A percentage, with or without its sign, as a fraction.
fn percent(text: &str) -> Result<Number, String> {
    let bare = text.trim().trim_end_matches(['%', '％']);
    let hundred = Number::integer(100);
    Number::parse(bare)
        .filter(|number| *number >= Number::ZERO && *number <= hundred)
        .and_then(|number| number.over(hundred))
        .ok_or_else(|| format!("`{text}` is not a percentage; write it like 90%"))
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text)
        .ok_or_else(|| format!("`{text}` is not a day of the calendar; write it like 2020-09-30"))
}
