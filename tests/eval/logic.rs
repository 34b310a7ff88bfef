//! Nodes of single rows.

use duban::plan::{
    Block, BlockPart, Constant, Expression, LookupCondition, LookupTable, Node, NodeId, Pattern,
    ValueKind, Want,
};
use duban::syntax::ast::{ArithmeticOp, CompareOp};
use duban::types::{Number, Reason, Unit};

use super::memory::Work;

const NINE: &str = "a:truth | b:truth
    yes | yes
    yes | no
    yes |
    no | yes
    no | no
    no |
     | yes
     | no
     | ";

/// A value of three-valued logic.
type Truth = Option<bool>;

fn all_pairs() -> Vec<(Truth, Truth)> {
    let three = [Some(true), Some(false), None];
    three.iter().flat_map(|&a| three.map(|b| (a, b))).collect()
}

fn and(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn shown(truth: Truth) -> String {
    truth.map_or("?".to_owned(), |truth| truth.to_string())
}

#[test]
fn logic_follows_kleene_for_columns_and_for_constants() {
    type Law = (fn(NodeId, NodeId) -> Node, fn(Truth, Truth) -> Truth);
    let laws: Vec<Law> = vec![
        (|a, b| Node::And(vec![a, b]), and),
        (
            |a, b| Node::Or(vec![a, b]),
            |a, b| and(a.map(|a| !a), b.map(|b| !b)).map(|both| !both),
        ),
        (|a, _| Node::Not(a), |a, _| a.map(|a| !a)),
        (|a, _| Node::IsKnown(a), |a, _| Some(a.is_some())),
        (Node::OrElse, |a, b| a.or(b)),
        (
            |a, b| Node::Compare(a, CompareOp::Equal, b),
            |a, b| Some(a? == b?),
        ),
        (
            |a, b| Node::Compare(a, CompareOp::NotEqual, b),
            |a, b| Some(a? != b?),
        ),
        (
            |a, b| Node::Compare(a, CompareOp::Same, b),
            |a, b| Some(a == b),
        ),
    ];
    for (at, (make, law)) in laws.into_iter().enumerate() {
        let mut work = Work::new(&[NINE]);
        let frame = work.frame(0);
        let (a, b) = (work.truth(0, "a"), work.truth(0, "b"));
        let node = work.node(frame, make(a, b));
        let expected: Vec<String> = all_pairs().iter().map(|&(a, b)| shown(law(a, b))).collect();
        assert_eq!(work.values(frame, node), expected, "law {at}");
        for constant in [Some(true), Some(false), None] {
            let plain = match constant {
                Some(truth) => Constant::Truth(truth),
                None => Constant::Unknown(ValueKind::Truth, Reason::SettingUnset),
            };
            let c = work.node(frame, Node::Constant(plain));
            let left = work.node(frame, make(c, b));
            let right = work.node(frame, make(a, c));
            let of = |pairs: Vec<(Truth, Truth)>| -> Vec<String> {
                pairs.iter().map(|&(a, b)| shown(law(a, b))).collect()
            };
            let lefts = all_pairs().iter().map(|&(_, b)| (constant, b)).collect();
            let rights = all_pairs().iter().map(|&(a, _)| (a, constant)).collect();
            assert_eq!(
                work.values(frame, left),
                of(lefts),
                "law {at}, constant left"
            );
            assert_eq!(
                work.values(frame, right),
                of(rights),
                "law {at}, constant right"
            );
        }
    }
}

#[test]
fn numbers_and_days_are_exact() {
    let mut work = Work::new(&["n:number | m:number | d:date | e:date
        10 | 4 | 2020-02-29 | 2020-03-02
        0.1 | 0.2 | 2019-12-31 | 2020-01-01
        x | 1 | 2020-02-30 |
        12345678901234567890 | 1 | 2020-01-31 | 2012-02-29"]);
    let frame = work.frame(0);
    let (n, m) = (work.number(0, "n"), work.number(0, "m"));
    let (d, e) = (work.day(0, "d"), work.day(0, "e"));
    let zero = work.constant(frame, "0");
    let cases: Vec<(Node, [&str; 4])> = vec![
        (
            Node::Arithmetic(n, ArithmeticOp::Plus, m),
            ["14", "0.3", "?", "12345678901234567891"],
        ),
        (
            Node::Arithmetic(n, ArithmeticOp::Minus, m),
            ["6", "-0.1", "?", "12345678901234567889"],
        ),
        (
            Node::Arithmetic(n, ArithmeticOp::Over, m),
            ["2.5", "0.5", "?", "12345678901234567890"],
        ),
        (
            Node::Arithmetic(n, ArithmeticOp::Over, zero),
            ["?", "?", "?", "?"],
        ),
        (
            Node::Compare(n, CompareOp::Less, m),
            ["false", "true", "?", "false"],
        ),
        (
            Node::Arithmetic(e, ArithmeticOp::Minus, d),
            ["2", "1", "?", "-2893"],
        ),
        (
            Node::Arithmetic(d, ArithmeticOp::Plus, m),
            ["2020-03-04", "?", "?", "2020-02-01"],
        ),
        (
            Node::Compare(d, CompareOp::Less, e),
            ["true", "true", "?", "false"],
        ),
        (Node::Month(d), ["2", "12", "?", "1"]),
        (Node::Year(d), ["2020", "2019", "?", "2020"]),
        (Node::Age(e, d), ["-1", "-1", "?", "7"]),
        (
            Node::Rounded(n, 0),
            ["10", "0", "?", "12345678901234567890"],
        ),
        (
            Node::Extreme(d, e, true),
            ["2020-03-02", "2020-01-01", "?", "2020-01-31"],
        ),
        (Node::Extreme(n, m, false), ["4", "0.1", "?", "1"]),
        (
            Node::Shift {
                day: d,
                amount: m,
                unit: Unit::Months,
                back: false,
            },
            ["2020-06-29", "?", "?", "2020-02-29"],
        ),
    ];
    for (node, expected) in cases {
        let name = format!("{node:?}");
        let node = work.node(frame, node);
        assert_eq!(work.values(frame, node), expected, "{name}");
    }
}

#[test]
fn texts_are_cut_matched_and_read() {
    let mut work = Work::new(&["x:text
        小学三年级
        11010119900307123X
        ３．５
        -"]);
    let frame = work.frame(0);
    let x = work.text(0, "x");
    let [three, four, nine] = ["3", "4", "9"].map(|n| work.constant(frame, n));
    work.plan.patterns = vec![
        Pattern::Prefix("小".to_owned()),
        Pattern::Regex(Expression::new("^[0-9]{17}X$".to_owned())),
    ];
    let cases: Vec<(Node, [&str; 4])> = vec![
        (Node::Length(x), ["5", "18", "3", "?"]),
        (
            Node::Part {
                text: x,
                from: three,
                to: four,
            },
            ["三年", "01", "5", "?"],
        ),
        (
            Node::Part {
                text: x,
                from: four,
                to: nine,
            },
            ["年级", "101199", "", "?"],
        ),
        (Node::Matches(x, 0), ["true", "false", "false", "?"]),
        (Node::Matches(x, 1), ["false", "true", "false", "?"]),
        (Node::NumberOf(x), ["?", "?", "3.5", "?"]),
        (Node::BirthDate(x), ["?", "1990-03-07", "?", "?"]),
        (Node::Sex(x), ["?", "男", "?", "?"]),
    ];
    for (node, expected) in cases {
        let name = format!("{node:?}");
        let node = work.node(frame, node);
        assert_eq!(work.values(frame, node), expected, "{name}");
    }
}

#[test]
fn a_cell_is_given_blank_or_unreadable_and_every_unknown_has_a_reason() {
    let mut work = Work::new(&["d:date | s:set | missing:text
        2020-01-01 | a | 1
        2020-13-01 | c | 1
        - | ｂ | 1
          |  | 1"]);
    let frame = work.frame(0);
    let day = work.day(0, "d");
    let given = work.column(0, "d", Want::Given);
    let blank = work.column(0, "d", Want::Blank);
    let unreadable = work.column(0, "d", Want::Unreadable);
    let words = vec![vec!["a".to_owned()], vec!["b".to_owned()]];
    let code = work.column(
        0,
        "s",
        Want::Code {
            words: words.into(),
            closed: true,
        },
    );
    let missing = work.text(0, "missing");
    assert_eq!(
        work.values(frame, given),
        ["true", "false", "false", "false"]
    );
    assert_eq!(
        work.values(frame, blank),
        ["false", "false", "true", "true"]
    );
    assert_eq!(
        work.values(frame, unreadable),
        ["false", "true", "false", "false"]
    );
    assert_eq!(work.values(frame, code), ["#0", "?", "#1", "?"]);
    let sum = work.node(frame, Node::Month(day));
    let must = work.node(frame, Node::IsKnown(code));
    work.item(frame, must);
    let must = work.node(frame, Node::IsKnown(sum));
    work.item(frame, must);
    work.run(|evaluation| {
        let explained = evaluation.explain(frame, &[0, 1, 2, 3]).unwrap();
        let reasons = |node: NodeId| [0, 1, 2, 3].map(|row| explained.reason(node, row));
        let at = |reason| Some((reason, day));
        assert_eq!(
            reasons(sum),
            [
                None,
                at(Reason::Unreadable),
                at(Reason::Blank),
                at(Reason::Blank)
            ]
        );
        assert_eq!(explained.reason(code, 1), Some((Reason::OutOfSet, code)));
        assert_eq!(
            explained.reason(missing, 0),
            Some((Reason::ColumnMissing, missing))
        );
        assert_eq!(explained.cell(0, 1), Some(("2020-13-01", 3)));
        let problems = evaluation.cell_problems(0);
        let shown: Vec<String> = problems
            .iter()
            .map(|p| format!("{} {} {:?}", p.kind.code(), p.count, p.places))
            .collect();
        assert_eq!(shown, ["unreadable 1 [(1, 0)]", "out-of-set 1 [(1, 1)]"]);
    });
}

#[test]
fn exactly_one_row_of_a_decision_table_applies() {
    let mut work = Work::new(&["s:set | n:number
        a | 5
        a | 15
        b | 5
        a |
        b | 99
         | 5"]);
    let frame = work.frame(0);
    let words = vec![vec!["a".to_owned()], vec!["b".to_owned()]];
    let s = work.column(
        0,
        "s",
        Want::Code {
            words: words.into(),
            closed: true,
        },
    );
    let n = work.number(0, "n");
    let number = |n: i64| Constant::Number(Number::integer(n));
    let is = |code: u32| LookupCondition::OneOf(vec![Constant::Code(code)]);
    let range = |low: i64, high: i64| {
        LookupCondition::Range(Some((number(low), true)), Some((number(high), false)))
    };
    work.plan.lookups = vec![
        LookupTable {
            table: 0,
            kind: ValueKind::Number,
            rows: vec![
                (vec![is(0), range(0, 10)], number(100)),
                (vec![is(0), range(10, 20)], number(200)),
                (vec![is(1), range(0, 10)], number(300)),
                (vec![is(1), range(0, 6)], number(400)),
            ],
            words: Vec::new(),
        },
        LookupTable {
            table: 0,
            kind: ValueKind::Number,
            rows: vec![
                (vec![is(0)], number(1)),
                (
                    vec![LookupCondition::NoneOf(vec![Constant::Code(0)])],
                    number(2),
                ),
            ],
            words: Vec::new(),
        },
    ];
    let by_both = work.node(frame, Node::Lookup(0, vec![s, n]));
    let by_word = work.node(frame, Node::Lookup(1, vec![s]));
    assert_eq!(
        work.values(frame, by_both),
        ["100", "200", "?", "?", "?", "?"]
    );
    assert_eq!(work.values(frame, by_word), ["1", "1", "2", "1", "2", "?"]);
    work.run(|evaluation| {
        let explained = evaluation.explain(frame, &[0, 1, 2, 3, 4, 5]).unwrap();
        let reason = |row| explained.reason(by_both, row).unwrap();
        assert_eq!(reason(2), (Reason::Ambiguous, by_both));
        assert_eq!(reason(3), (Reason::Blank, n));
        assert_eq!(reason(4), (Reason::NoTableRow, by_both));
    });
}

#[test]
fn the_verdicts_add_up_and_the_first_that_holds_counts() {
    let rows = |cells: &[&str; 3]| {
        let mut text = "member:truth | applies:truth | must:truth | excused:truth".to_owned();
        for a in cells {
            for b in cells {
                for c in cells {
                    for d in cells {
                        text += &format!("\n{a} | {b} | {c} | {d}");
                    }
                }
            }
        }
        text
    };
    let three = ["yes", "no", ""];
    let mut work = Work::new(&[&rows(&three)]);
    let frame = work.frame(0);
    let [member, applies, must, excused] =
        ["member", "applies", "must", "excused"].map(|name| work.truth(0, name));
    let item = work.block(Block {
        frame,
        member: Some(member),
        applies: Some(applies),
        excused: Some(excused),
        parts: vec![BlockPart::of(0, must)],
    });
    let counts = work.counts(item);
    assert!(counts.add_up(), "{counts:?}");
    let truth = |cell: &str| match cell {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let mut signs = String::new();
    let (mut met, mut not_applicable, mut excused) = (0, 0, 0);
    for m in three.map(truth) {
        for a in three.map(truth) {
            for q in three.map(truth) {
                for x in three.map(truth) {
                    let mut sign = '+';
                    if m == Some(false) {
                    } else if a == Some(false) {
                        not_applicable += 1;
                    } else if q == Some(true) {
                        met += 1;
                    } else if x == Some(true) {
                        excused += 1;
                    } else if and(m, a) == Some(true) && q == Some(false) && x == Some(false) {
                        sign = '-';
                    } else {
                        sign = '?';
                    }
                    signs.push(sign);
                }
            }
        }
    }
    assert_eq!(work.verdicts(item), signs);
    assert_eq!(counts.subjects, 54);
    assert_eq!(
        (counts.met, counts.not_applicable, counts.excused),
        (met, not_applicable, excused)
    );
}

#[test]
fn a_subject_with_two_parts_counts_once_with_its_worst() {
    let mut work = Work::new(&[NINE]);
    let frame = work.frame(0);
    let (a, b) = (work.truth(0, "a"), work.truth(0, "b"));
    let item = work.block(Block {
        frame,
        member: None,
        applies: None,
        excused: None,
        parts: vec![BlockPart::of(3, a), BlockPart::of(1, b)],
    });
    let counts = work.counts(item);
    assert_eq!(
        (
            counts.subjects,
            counts.met,
            counts.not_met,
            counts.cannot_tell
        ),
        (9, 1, 5, 3)
    );
    work.run(|evaluation| {
        let of_row = |row: u64| -> Vec<u16> {
            let hits = evaluation.hits(item, 0).filter(|hit| hit.row == row);
            hits.map(|hit| hit.part).collect()
        };
        assert_eq!(of_row(4), [3, 1]);
        assert_eq!(of_row(1), [1]);
        assert!(of_row(0).is_empty());
    });
}
