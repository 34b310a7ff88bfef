//! Nodes: what is computed for every row of a frame.

use super::{AxisValue, PutId, RunsId, SequenceId, SpaceId};
use crate::syntax::ast::{ArithmeticOp, Beside, CompareOp};
use crate::types::{Number, Reason, Unit};
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Words that codes stand for, each with its spellings; one list is shared by all that look at a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Arc<Vec<Vec<String>>>);

impl From<Vec<Vec<String>>> for Words {
    fn from(words: Vec<Vec<String>>) -> Self {
        Self(Arc::new(words))
    }
}

impl Deref for Words {
    type Target = [Vec<String>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Hash for Words {
    /// Their number is enough to tell lists apart; reading hundreds of words for every node is not worth it.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.len().hash(state);
    }
}

/// Number of a node in its frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub usize);

/// What the values of a node are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// True, false or unknown.
    Truth,
    /// Dense numbers of keys of a space.
    Key(SpaceId),
    /// Days since 1970-01-01.
    Days,
    /// Exact numbers, possibly intervals.
    Number,
    /// Numbers of the words of a list known to the plan ([`Want::Code`]); every other word has one number of its own.
    Code,
    /// 128-bit digests of texts: equal texts, and (but for a chance of 2^-100) only these, have equal digests.
    Digest,
    /// Texts.
    Text,
}

/// How the text of a cell becomes a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyText {
    /// Trimmed and folded.
    Plain,
    /// A citizen number normalised (15→18 digits, x); one with lost digits is unreadable.
    CitizenId,
    /// A person's name: blanks between characters do not count.
    Name,
}

/// In which way a column is wanted; each way is parsed once for a chunk.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Want {
    /// Key of a space.
    Key {
        /// The space.
        space: SpaceId,
        /// How its text is read.
        text: KeyText,
    },
    /// Days.
    Days,
    /// A number (a percentage is a fraction).
    Number {
        /// `95%` and `0.95` are the same.
        percent: bool,
    },
    /// Yes or no.
    Truth,
    /// The word's number in `words` (each with its spellings); with `closed`, any other word is out of the value set and unknown.
    Code {
        /// The words with their spellings, those of the audit file included.
        words: Words,
        /// Whether the value set is closed.
        closed: bool,
    },
    /// A digest of the text (trimmed, width folded), or exactly as written.
    Digest {
        /// Exactly as written; blank is then a value too and equals blank.
        as_written: bool,
    },
    /// A digest of a person's name: blanks left out, the dots between parts of a name alike.
    NameDigest,
    /// The text (trimmed, width folded).
    Text,
    /// Whether the cell holds a readable value that is no placeholder. Never unknown.
    Given,
    /// Whether the cell is empty or a placeholder. Never unknown.
    Blank,
    /// Whether the cell holds something that cannot be read as declared. Never unknown.
    Unreadable,
}

/// A value known to the plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Constant {
    /// Yes or no.
    Truth(bool),
    /// A day.
    Days(i32),
    /// A number.
    Number(Number),
    /// The number of a word of the list that it is compared with.
    Code(u32),
    /// A text; compared with digests and texts.
    Text(String),
    /// Unknown, and why.
    Unknown(ValueKind, Reason),
}

/// How a put is read under a key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ReadKind {
    /// `Count` put: how the number of rows compares with a whole number: true, false, or unknown when rows that are *maybe* decide it.
    CountIs(CompareOp, u32),
    /// `Count` put: the number of rows, an interval when there are *maybe* rows.
    Count,
    /// `Share` put: true over true and false (and unknown), as an interval; no rows: unknown (nothing to divide by).
    Share,
    /// As `Share`, and unknown where it may be that there are no rows: for a row that nothing else says so of.
    ShareOfSome,
    /// `Total` put. No rows: 0.
    Total,
    /// `Values` put: no rows is unknown.
    Least,
    /// As `Least`.
    Largest,
    /// As `Least`: the mean, an exact fraction.
    Mean,
    /// As `Least`: the middle value, or the mean of the two middle ones.
    Median,
    /// As `Least`: the sample standard deviation, rounded to 12 decimals; fewer than two rows: unknown.
    StandardDeviation,
    /// As `Least`: linear interpolation between the neighbours.
    Quantile(Number),
    /// As `Least`: the most common value; several equally common: unknown (ambiguous).
    MostCommon,
    /// `Values` put: the number of different values; no rows: 0.
    CountDifferent,
    /// `Link` put: the value of a node of the producing frame in the partner row; without one unknown.
    Gather {
        /// The node in the producing frame.
        value: NodeId,
        /// What holds where there are several.
        partners: Partners,
    },
}

/// Which partner rows give a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Partners {
    /// One: several give none.
    One,
    /// Several are fine when all hold the same known value.
    Agreeing,
    /// As `Agreeing`, and none gives a value where further rows may lie in the table.
    AllAgreeing,
}

/// A node of the inside of [`Node::Pairs`], over pairs of a row here and a partner row: its arguments are smaller pair nodes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PairNode {
    /// The value of a node of this frame.
    Here(NodeId),
    /// The value of a node of the partner's frame.
    There(NodeId),
    /// Any node without cross-frame reads, its arguments being pair nodes.
    Of(Node),
}

/// What is computed for every row of a frame. Every node but `Given`-like ones is unknown where its arguments make it so;
/// truths follow Kleene's tables.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Node {
    /// A column of the frame's dataset, by its number in the model.
    Column(usize, Want),
    /// A constant; never blown up to a column.
    Constant(Constant),
    /// The key of the row of a space's frame.
    OwnKey(SpaceId),
    /// Not.
    Not(NodeId),
    /// All of them.
    And(Vec<NodeId>),
    /// One of them.
    Or(Vec<NodeId>),
    /// So many of them, or more.
    AtLeast(usize, Vec<NodeId>),
    /// Whether a value is known. Never unknown.
    IsKnown(NodeId),
    /// A comparison of two values of one kind. Numbers may be intervals: true or false where every value inside agrees, else unknown. `Same`: both unknown is true, one unknown is false.
    Compare(NodeId, CompareOp, NodeId),
    /// Membership in a list of constants.
    OneOf(NodeId, Vec<Constant>),
    /// Text against a pattern.
    Matches(NodeId, usize),
    /// Number of characters of a text.
    Length(NodeId),
    /// Characters `from` to `to` (from 1, both included) of a text; what lies past its end is left out.
    Part {
        /// The text.
        text: NodeId,
        /// First character, a number.
        from: NodeId,
        /// Last character, a number.
        to: NodeId,
    },
    /// The digest of a text.
    DigestOf(NodeId),
    /// The number in a text.
    NumberOf(NodeId),
    /// The key of a text in a space.
    KeyOf(NodeId, SpaceId),
    /// Arithmetic on numbers; a day plus or minus a number is a day; a day minus a day is a number.
    Arithmetic(NodeId, ArithmeticOp, NodeId),
    /// The absolute value.
    Absolute(NodeId),
    /// Rounded half away from zero.
    Rounded(NodeId, u8),
    /// The day so many days, months or years later, or earlier with `back`.
    Shift {
        /// The day.
        day: NodeId,
        /// How many: a number.
        amount: NodeId,
        /// Days, months or years.
        unit: Unit,
        /// Towards the past.
        back: bool,
    },
    /// Whole years from a day of birth to a day.
    Age(NodeId, NodeId),
    /// Month of a day, 1 to 12.
    Month(NodeId),
    /// Year of a day.
    Year(NodeId),
    /// Week of a day by ISO 8601, 1 to 53.
    Week(NodeId),
    /// Quarter of a day, 1 to 4.
    Quarter(NodeId),
    /// The last birthday, from a day of birth, on a day.
    LastBirthday(NodeId, NodeId),
    /// What a list of the plan holds at a day or whole number.
    Listed(NodeId, usize),
    /// The earlier (`false`) or later (`true`) of two days or numbers.
    Extreme(NodeId, NodeId, bool),
    /// The day of birth in a citizen number (text).
    BirthDate(NodeId),
    /// The sex in a citizen number (text): the text 男 or 女.
    Sex(NodeId),
    /// Whether a text is a citizen number with the right check character and a real day of birth.
    ValidCitizenId(NodeId),
    /// The first value, or the second where the first is unknown.
    OrElse(NodeId, NodeId),
    /// One value where a truth holds, another where it does not, unknown where the truth is.
    Choose {
        /// The truth.
        when: NodeId,
        /// The value where it holds.
        then: NodeId,
        /// The value where it does not.
        otherwise: NodeId,
    },
    /// A decision table, with its arguments.
    Lookup(usize, Vec<NodeId>),
    /// A key of a space with several parts, from keys, codes, days, whole numbers, truths or digests.
    Compose(SpaceId, Vec<NodeId>),
    /// What a put holds under a key (`None`: the whole). With `undecided_members`, rows whose key is unknown may belong to any key, and widen the result.
    Read {
        /// The key.
        key: Option<NodeId>,
        /// The put.
        put: PutId,
        /// What is read.
        kind: ReadKind,
        /// Rows without a key may belong to any key.
        undecided_members: bool,
        /// A second key, and a put of the same kind: what it holds under that key counts too; nothing where the key is unknown.
        also: Option<(NodeId, PutId)>,
    },
    /// In a derived frame, the value of an axis.
    Axis {
        /// The axis.
        axis: usize,
        /// Which of its values.
        value: AxisValue,
    },
    /// The value of a node of the same frame in another row of an order, or (`None`) whether the row is that row itself. Without
    /// such a row, and where it is undecided which one it is, the value is unknown.
    Beside {
        /// The order.
        sequence: SequenceId,
        /// Its runs, where the row is one of a run.
        runs: Option<RunsId>,
        /// Which row.
        beside: Beside,
        /// The node.
        value: Option<NodeId>,
    },
    /// In a space's frame: whether the row is a group of rows whose key is unknown. Unknown in the row that stands for them, where there
    /// are any, false in the others: they may be of a group that no other row is of.
    Ungrouped {
        /// The `Link` puts of the rows that make the groups.
        links: Vec<PutId>,
        /// How many groups there can be, where that is known: once each of them has rows for sure, there is no other one.
        groups: Option<u64>,
    },
    /// The run that the row belongs to: a number, the row's number of its first row; unknown where it is undecided which rows the run has.
    RunOf(RunsId),
    /// How the number of partner rows for which a condition over both rows holds compares with a whole number: for conditions that are more than
    /// equalities of keys.
    Pairs {
        /// The key.
        key: NodeId,
        /// The `Link` put of the partner rows.
        put: PutId,
        /// Nodes over pairs.
        nodes: Vec<PairNode>,
        /// The comparison.
        op: CompareOp,
        /// The number.
        number: u32,
    },
}

/// A regular expression that is compiled when it is first asked: many are in checklists, few in what is run of them.
#[derive(Debug, Clone)]
pub struct Expression {
    text: String,
    compiled: OnceLock<Option<regex::bytes::Regex>>,
}

impl Expression {
    /// A regular expression by its text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self {
            text,
            compiled: OnceLock::new(),
        }
    }

    /// The compiled expression; `None` where it is none, or too large.
    #[must_use]
    pub fn compiled(&self) -> Option<&regex::bytes::Regex> {
        let compile = || regex::bytes::Regex::new(&self.text).ok();
        self.compiled.get_or_init(compile).as_ref()
    }

    /// Whether it is a plain text, found wherever its bytes are.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.text.is_empty() && regex::escape(&self.text) == self.text
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// A text pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// A regular expression (anchored by the plan where the whole text has to match).
    Regex(Expression),
    /// A prefix.
    Prefix(String),
}

/// A decision table: rows of conditions over the arguments, and results. Exactly one row must apply.
#[derive(Debug, Clone)]
pub struct LookupTable {
    /// The number of the table in the model.
    pub table: usize,
    /// What the result is.
    pub kind: ValueKind,
    /// The rows: for each argument the values accepted (`None`: any), and the result.
    pub rows: Vec<(Vec<LookupCondition>, Constant)>,
    /// Where the results are numbers of words: the words with their spellings.
    pub words: Vec<Vec<String>>,
}

/// What holds on each of a row of days, or at each of a row of whole numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct DayList {
    /// The first day (since 1970-01-01) or number.
    pub first: i32,
    /// What the values are.
    pub kind: ValueKind,
    /// The values, one for each day from the first on; `None`: the list does not say.
    pub values: Vec<Option<Constant>>,
}

/// A condition of a decision table on one argument.
#[derive(Debug, Clone, PartialEq)]
pub enum LookupCondition {
    /// Any value, unknown ones included.
    Any,
    /// One of these.
    OneOf(Vec<Constant>),
    /// Between these bounds (`None`: open); the truths say whether a bound is included.
    Range(Option<(Constant, bool)>, Option<(Constant, bool)>),
    /// None of these.
    NoneOf(Vec<Constant>),
    /// `other`: any value, but the row gives way to a row that applies with fewer such cells.
    Other,
}

impl Node {
    /// The puts that this one reads, each with the key that it is read by.
    #[must_use]
    pub fn puts_read(&self) -> Vec<(Option<NodeId>, PutId)> {
        match self {
            Self::Read { key, put, also, .. } => {
                let second = also.map(|(key, put)| (Some(key), put));
                [(*key, *put)].into_iter().chain(second).collect()
            }
            Self::Pairs { key, put, .. } => vec![(Some(*key), *put)],
            _ => Vec::new(),
        }
    }

    /// What it divides by.
    #[must_use]
    pub fn divisor(&self) -> Option<NodeId> {
        match self {
            Self::Arithmetic(_, ArithmeticOp::Over, by) => Some(*by),
            _ => None,
        }
    }

    /// Whether large values of a node speak against what this comparison asks of it (`true`), or small ones; `None`: it asks nothing of
    /// the node, or no direction.
    #[must_use]
    pub fn large_is_against(&self, of: NodeId) -> Option<bool> {
        let op = match self {
            Self::Compare(left, op, _) if *left == of => *op,
            Self::Compare(_, op, right) if *right == of => op.turned(),
            _ => return None,
        };
        match op {
            CompareOp::AtMost | CompareOp::Less => Some(true),
            CompareOp::AtLeast | CompareOp::More => Some(false),
            CompareOp::Equal | CompareOp::NotEqual | CompareOp::Same => None,
        }
    }

    /// The nodes of the same frame that this one is made from.
    #[must_use]
    pub fn arguments(&self) -> Vec<NodeId> {
        match self {
            // What `Beside` takes from other rows is no argument: it has to be there before.
            Self::Column(..)
            | Self::Constant(_)
            | Self::OwnKey(_)
            | Self::Axis { .. }
            | Self::Beside { .. }
            | Self::Ungrouped { .. }
            | Self::RunOf(_) => Vec::new(),
            Self::Not(a)
            | Self::IsKnown(a)
            | Self::OneOf(a, _)
            | Self::Matches(a, _)
            | Self::Length(a)
            | Self::DigestOf(a)
            | Self::NumberOf(a)
            | Self::KeyOf(a, _)
            | Self::Absolute(a)
            | Self::Rounded(a, _)
            | Self::Month(a)
            | Self::Week(a)
            | Self::Quarter(a)
            | Self::Listed(a, _)
            | Self::Year(a)
            | Self::BirthDate(a)
            | Self::Sex(a)
            | Self::ValidCitizenId(a) => vec![*a],
            Self::And(all)
            | Self::Or(all)
            | Self::AtLeast(_, all)
            | Self::Lookup(_, all)
            | Self::Compose(_, all) => all.clone(),
            Self::Compare(a, _, b)
            | Self::Arithmetic(a, _, b)
            | Self::Age(a, b)
            | Self::LastBirthday(a, b)
            | Self::Extreme(a, b, _)
            | Self::OrElse(a, b)
            | Self::Shift {
                day: a, amount: b, ..
            } => vec![*a, *b],
            Self::Choose {
                when: a,
                then: b,
                otherwise: c,
            }
            | Self::Part {
                text: a,
                from: b,
                to: c,
            } => vec![*a, *b, *c],
            Self::Read { key, also, .. } => {
                let second = also.map(|(key, _)| key);
                key.iter().copied().chain(second).collect()
            }
            Self::Pairs { key, nodes, .. } => {
                let mut all = vec![*key];
                all.extend(nodes.iter().filter_map(|node| match node {
                    PairNode::Here(id) => Some(*id),
                    PairNode::There(_) | PairNode::Of(_) => None,
                }));
                all
            }
        }
    }
}
