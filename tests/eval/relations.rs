//! Nodes that read what rows of other tables put under a key.

use duban::plan::{FrameRows, Node, PairNode, Partners, PutKind, ReadKind, Want};
use duban::syntax::ast::{ArithmeticOp, CompareOp};
use duban::types::{Number, Reason};

use super::memory::Work;

const PEOPLE: &str = "id:id | n:number
    1 | 5
    2 | 5
    3 | 5
     | 5
    4 | 5";

const VISITS: &str = "id:id | given:truth | amount:number | d:date | group:id
    2 | yes | 1.5 | 2020-01-01 | g
    1 | yes | 10 | 2020-01-02 | g
    1 | no | 20 | 2020-01-03 | g
    1 | yes | 0.25 | 2020-01-04 | h
    2 |  | -7 | 2020-01-05 | h
    3 |  | 1 | 2020-01-06 |
     | yes | 100 | 2020-01-07 | h
     |  | 100 | 2020-01-08 | h
    99 | yes | 3 | 2020-01-09 | h";

fn work() -> Work {
    Work::new(&[PEOPLE, VISITS])
}

#[test]
fn counts_are_intervals_where_filters_are_unknown() {
    let mut work = work();
    let people = work.frame(0);
    let (key, of_key) = (work.key(0, "id", "person"), work.key(1, "id", "person"));
    let given = work.truth(1, "given");
    for cap in [3, 1000] {
        let put = work.put(1, Some(of_key), Some(given), PutKind::Count(cap));
        let count = work.read(people, Some(key.1), put, ReadKind::Count);
        assert_eq!(work.values(people, count), ["2", "1..2", "0..1", "?", "0"]);
        let mut is = |op, number| {
            let node = work.read(people, Some(key.1), put, ReadKind::CountIs(op, number));
            let item = work.item(people, node);
            work.verdicts(item)
        };
        assert_eq!(is(CompareOp::AtLeast, 1), "++??-");
        assert_eq!(is(CompareOp::AtLeast, 2), "+?-?-");
        assert_eq!(is(CompareOp::Equal, 1), "-??".to_owned() + "?-");
        assert_eq!(is(CompareOp::AtMost, 1), "-?+?+");
        work.run(|evaluation| assert_eq!(evaluation.unkeyed(put), (1, 1)));
    }
}

#[test]
fn rows_without_a_key_may_belong_to_any_group_where_that_is_asked() {
    let mut work = work();
    let people = work.frame(0);
    let (key, of_key) = (work.key(0, "id", "person"), work.key(1, "id", "person"));
    let given = work.truth(1, "given");
    let put = work.put(1, Some(of_key), None, PutKind::Count(u32::MAX));
    let wide = |kind| Node::Read {
        key: Some(key.1),
        put,
        kind,
        undecided_members: true,
        also: None,
    };
    let count = work.node(people, wide(ReadKind::Count));
    assert_eq!(
        work.values(people, count),
        ["3..5", "2..4", "1..3", "?", "0..2"]
    );
    // Of person 1: 2 of 3 hold; one more row may pass, one more is open.
    let share = work.put(1, Some(of_key), None, PutKind::Share(given));
    let node = work.node(
        people,
        Node::Read {
            key: Some(key.1),
            put: share,
            kind: ReadKind::Share,
            undecided_members: true,
            also: None,
        },
    );
    let plain = work.read(people, Some(key.1), share, ReadKind::Share);
    assert_eq!(work.values(people, node)[..2], ["0.5..0.8", "≈0.333333..1"]);
    assert_eq!(
        work.values(people, plain),
        ["≈0.666667", "0.5..1", "0..1", "?", "?"]
    );
}

#[test]
fn shares_follow_the_interval_of_undecided_members() {
    // Of group g: surely 1 true, 1 false, 1 unknown; undecided members: 1 true, 1 false, 1 unknown.
    let mut work = Work::new(&[
        "id:id
        g",
        "id:id | that:truth | member:truth
        g | yes | yes
        g | no | yes
        g |  | yes
        g | yes |
        g | no |
        g |  | ",
    ]);
    let people = work.frame(0);
    let (key, of_key) = (work.key(0, "id", "group"), work.key(1, "id", "group"));
    let (that, member) = (work.truth(1, "that"), work.truth(1, "member"));
    let put = work.put(1, Some(of_key), Some(member), PutKind::Share(that));
    let share = work.read(people, Some(key.1), put, ReadKind::Share);
    // t/(N+m_f+m_u) = 1/5 and (t+u+m_t+m_u)/(N+m_t+m_u) = 4/5.
    assert_eq!(work.values(people, share), ["0.2..0.8"]);
    let of_all = work.put(1, None, None, PutKind::Share(that));
    let whole = work.plan.frame(FrameRows::Whole);
    let share = work.read(whole, None, of_all, ReadKind::Share);
    let half = work.constant(whole, "0.9");
    let must = work.compare(whole, share, CompareOp::Less, half);
    let item = work.item(whole, must);
    assert_eq!(work.values(whole, share), ["≈0.333333..≈0.666667"]);
    assert_eq!(work.verdicts(item), "+");
}

#[test]
fn sums_are_exact_and_unknown_with_an_unknown_value() {
    let mut work = Work::new(&[
        PEOPLE,
        "id:id | amount:number | f:truth
        1 | 0.1 | yes
        1 | 0.2 | yes
        1 | -3 |
        2 | 9000000000000000 | yes
        2 | 0.123456789 | yes
        3 |  | yes
        3 | 4 | yes",
    ]);
    let people = work.frame(0);
    let (key, of_key) = (work.key(0, "id", "person"), work.key(1, "id", "person"));
    let (value, filter) = (work.number(1, "amount"), work.truth(1, "f"));
    for (given_only, filter, expected) in [
        (
            false,
            None,
            ["-2.7", "9000000000000000.123456789", "?", "?", "0"],
        ),
        (
            true,
            None,
            ["-2.7", "9000000000000000.123456789", "4", "?", "0"],
        ),
        (
            true,
            Some(filter),
            ["-2.7..0.3", "9000000000000000.123456789", "4", "?", "0"],
        ),
    ] {
        let put = work.put(
            1,
            Some(of_key),
            filter,
            PutKind::Total {
                value,
                given_only,
                range: None,
            },
        );
        let total = work.read(people, Some(key.1), put, ReadKind::Total);
        assert_eq!(work.values(people, total), expected);
    }
}

#[test]
fn aggregates_of_values_need_every_value() {
    let mut work = Work::new(&[
        PEOPLE,
        "id:id | amount:number | d:date
        1 | 7 | 2020-01-04
        1 | 1 | 2020-01-02
        1 | 2 | 2020-01-03
        1 | 2 | 2020-01-02
        2 | 3 |
        3 |  | 2020-05-05",
    ]);
    let people = work.frame(0);
    let (key, of_key) = (work.key(0, "id", "person"), work.key(1, "id", "person"));
    let value = work.number(1, "amount");
    let kind = PutKind::Values {
        value,
        given_only: false,
        range: None,
    };
    let put = work.put(1, Some(of_key), None, kind);
    let cases = [
        (ReadKind::Least, ["1", "3", "?", "?", "?"]),
        (ReadKind::Largest, ["7", "3", "?", "?", "?"]),
        (ReadKind::Mean, ["3", "3", "?", "?", "?"]),
        (ReadKind::Median, ["2", "3", "?", "?", "?"]),
        (ReadKind::MostCommon, ["2", "3", "?", "?", "?"]),
        (ReadKind::CountDifferent, ["3", "1", "0..1", "?", "0"]),
        (
            ReadKind::StandardDeviation,
            ["2.708012801545", "?", "?", "?", "?"],
        ),
        (
            ReadKind::Quantile(Number::integer(1)),
            ["7", "3", "?", "?", "?"],
        ),
    ];
    for (kind, mut expected) in cases {
        let name = format!("{kind:?}");
        if kind == ReadKind::CountDifferent {
            expected[2] = "0..1";
        }
        let node = work.read(people, Some(key.1), put, kind);
        assert_eq!(work.values(people, node), expected, "{name}");
    }
    let day = work.day(1, "d");
    let kind = PutKind::Values {
        value: day,
        given_only: true,
        range: None,
    };
    let put = work.put(1, Some(of_key), None, kind);
    let first = work.read(people, Some(key.1), put, ReadKind::Least);
    assert_eq!(
        work.values(people, first),
        ["2020-01-02", "?", "2020-05-05", "?", "?"]
    );
    work.run(|evaluation| {
        let explained = evaluation.explain(people, &[1]).unwrap();
        assert_eq!(explained.reason(first, 0), Some((Reason::NoPartner, first)));
    });
}

#[test]
fn partner_values_are_known_where_there_is_one_or_all_agree() {
    let mut work = Work::new(&[
        PEOPLE,
        "id:id | grade:number | f:truth
        1 | 7 | yes
        2 | 8 | yes
        2 | 8 | yes
        3 | 9 | yes
        3 | 10 | yes
        4 | 11 | ",
    ]);
    let people = work.frame(0);
    let (key, of_key) = (work.key(0, "id", "person"), work.key(1, "id", "person"));
    let (value, filter) = (work.number(1, "grade"), work.truth(1, "f"));
    let put = work.put(1, Some(of_key), Some(filter), PutKind::Link);
    let one = work.read(
        people,
        Some(key.1),
        put,
        ReadKind::Gather {
            value,
            partners: Partners::One,
        },
    );
    let agreed = work.read(
        people,
        Some(key.1),
        put,
        ReadKind::Gather {
            value,
            partners: Partners::Agreeing,
        },
    );
    assert_eq!(work.values(people, one), ["7", "?", "?", "?", "?"]);
    assert_eq!(work.values(people, agreed), ["7", "8", "?", "?", "?"]);
    let five = work.number(0, "n");
    let must = work.compare(people, agreed, CompareOp::More, five);
    let item = work.item(people, must);
    assert_eq!(work.verdicts(item), "++???");
    work.run(|evaluation| {
        let explained = evaluation.explain(people, &[2, 3, 4]).unwrap();
        let reason = |row| explained.reason(must, row).unwrap();
        assert_eq!(reason(0), (Reason::Ambiguous, agreed));
        assert_eq!(reason(1), (Reason::NoKey, key.1));
        assert_eq!(reason(2), (Reason::NoPartner, agreed));
    });
}

#[test]
fn partners_are_found_by_key_whether_linked_or_counted() {
    let mut work = work();
    let people = work.frame(0);
    let (key, of_key) = (work.key(0, "id", "person"), work.key(1, "id", "person"));
    let given = work.truth(1, "given");
    let link = work.put(1, Some(of_key), Some(given), PutKind::Link);
    let count = work.put(1, Some(of_key), Some(given), PutKind::Count(1));
    let whole = work.put(1, None, Some(given), PutKind::Count(1));
    let must = work.read(
        people,
        Some(key.1),
        count,
        ReadKind::CountIs(CompareOp::AtLeast, 1),
    );
    work.item(people, must);
    work.run(|evaluation| {
        let explained = evaluation.explain(people, &[0, 1, 4]).unwrap();
        let mut ids: Vec<u32> = (0..3)
            .map(|row| match explained.value(key.1, row) {
                Some(duban::eval::Known::Key(id, _)) => id,
                other => panic!("{other:?}"),
            })
            .collect();
        // Nobody put anything under the last one.
        assert_eq!(ids.pop(), Some(0));
        let texts: Vec<_> = ids
            .iter()
            .map(|&id| evaluation.key_text(key.0, id))
            .collect();
        assert_eq!(texts, [["1"], ["2"]]);
        let first = ids[0];
        ids.sort_unstable();
        for put in [link, count] {
            let mut found: Vec<(bool, u64, bool)> = evaluation
                .partners(put, &ids)
                .unwrap()
                .iter()
                .map(|partner| (partner.key != first, partner.row, partner.sure))
                .collect();
            found.sort_unstable();
            let expected = [
                (false, 1, true),
                (false, 3, true),
                (true, 0, true),
                (true, 4, false),
            ];
            assert_eq!(found, expected);
        }
        let rows: Vec<u64> = evaluation
            .partners(whole, &[1])
            .unwrap()
            .iter()
            .map(|partner| partner.row)
            .collect();
        assert_eq!(rows, [0, 1, 3, 4, 5, 6, 7, 8]);
    });
}

#[test]
fn keys_of_two_tables_are_subjects_in_order_of_first_appearance() {
    let mut work = work();
    let (a, b) = (work.key(0, "id", "person"), work.key(1, "id", "person"));
    let one = work.put(0, Some(a), None, PutKind::Count(1));
    let two = work.put(1, Some(b), None, PutKind::Count(2));
    let keys = work.plan.frame(FrameRows::Space(a.0));
    let own = work.node(keys, Node::OwnKey(a.0));
    let at_least = |n| ReadKind::CountIs(CompareOp::AtLeast, n);
    let here = work.read(keys, Some(own), one, at_least(1));
    let there = work.read(keys, Some(own), two, at_least(1));
    let both = work.node(keys, Node::And(vec![here, there]));
    let item = work.item(keys, both);
    work.run(|evaluation| {
        assert_eq!(evaluation.rows(keys), 5);
        let hits: Vec<String> = evaluation
            .hits(item, 0)
            .map(|hit| evaluation.key_text(a.0, hit.row as u32).join("|"))
            .collect();
        assert_eq!(hits, ["4", "99"]);
        let counts = evaluation.counts(item);
        assert_eq!((counts.subjects, counts.met, counts.not_met), (5, 3, 2));
    });
}

#[test]
fn keys_of_several_parts_are_composed_and_come_back() {
    let mut work = Work::new(&["a:id | d:date | n:number | w:set | t:truth | b:id
        x-1 | 2020-01-01 | 7 | a | yes | 5
        x-1 | 2020-01-01 | 7 | a | yes | 5
        x-2 | 1969-12-31 | 0.5 | b | no | 5
        x-2 | 1969-12-31 | 12345678901 | b | no | 6
        x-2 | 1969-12-31 |  | b | no | 6"]);
    let frame = work.frame(0);
    let (a, b) = (work.key(0, "a", "a"), work.key(0, "b", "b"));
    let words = vec![vec!["a".to_owned()], vec!["b".to_owned()]];
    let parts = vec![
        a.1,
        work.day(0, "d"),
        work.number(0, "n"),
        work.column(
            0,
            "w",
            Want::Code {
                words: words.into(),
                closed: true,
            },
        ),
        work.truth(0, "t"),
        b.1,
    ];
    let space = work.plan.space("several", 6);
    let key = work.node(frame, Node::Compose(space, parts));
    let put = work.put(0, Some((space, key)), None, PutKind::Count(2));
    let unique = work.read(frame, Some(key), put, ReadKind::CountIs(CompareOp::Less, 2));
    let item = work.item(frame, unique);
    assert_eq!(work.verdicts(item), "--++?");
    let keys = work.plan.frame(FrameRows::Space(space));
    let own = work.node(keys, Node::OwnKey(space));
    let once = work.read(keys, Some(own), put, ReadKind::CountIs(CompareOp::More, 2));
    let item = work.item(keys, once);
    work.run(|evaluation| {
        let ids: Vec<u64> = evaluation.hits(item, 0).map(|hit| hit.row).collect();
        let texts: Vec<String> = ids
            .iter()
            .map(|&id| evaluation.key_text(space, id as u32).join("|"))
            .collect();
        assert_eq!(
            texts,
            [
                "x-1|2020-01-01|7|a|true|5",
                "x-2|1969-12-31|0.5|b|false|5",
                "x-2|1969-12-31|12345678901|b|false|6"
            ]
        );
    });
}

#[test]
fn pairs_of_rows_are_compared_one_by_one() {
    let mut work = Work::new(&[
        "id:id | from:date
        1 | 2020-01-02
        2 | 2020-01-01
        3 | 2020-01-01
         | 2020-01-01",
        "id:id | d:date
        1 | 2020-01-01
        1 | 2020-01-03
        1 | 2020-01-09
        2 |
        2 | 2020-01-05",
    ]);
    let people = work.frame(0);
    let (key, of_key) = (work.key(0, "id", "person"), work.key(1, "id", "person"));
    let (from, day) = (work.day(0, "from"), work.day(1, "d"));
    let put = work.put(1, Some(of_key), None, PutKind::Link);
    // Rows later than mine, by at most five days.
    let id = duban::plan::NodeId;
    let five = duban::plan::Constant::Number(Number::integer(5));
    let nodes = vec![
        PairNode::Here(from),
        PairNode::There(day),
        PairNode::Of(Node::Compare(id(1), CompareOp::More, id(0))),
        PairNode::Of(Node::Arithmetic(id(1), ArithmeticOp::Minus, id(0))),
        PairNode::Of(Node::Constant(five)),
        PairNode::Of(Node::Compare(id(3), CompareOp::AtMost, id(4))),
        PairNode::Of(Node::And(vec![id(2), id(5)])),
    ];
    let mut with = |op, number| {
        let pairs = Node::Pairs {
            key: key.1,
            put,
            nodes: nodes.clone(),
            op,
            number,
        };
        let node = work.node(people, pairs);
        let item = work.item(people, node);
        work.verdicts(item)
    };
    assert_eq!(with(CompareOp::AtLeast, 1), "++-?");
    assert_eq!(with(CompareOp::AtLeast, 2), "-?-?");
    assert_eq!(with(CompareOp::Equal, 1), "+?-?");
}

#[test]
fn a_dataset_without_a_file_has_no_rows() {
    let mut work = work();
    let people = work.frame(0);
    let (key, of_key) = (work.key(0, "id", "person"), work.key(1, "id", "person"));
    let put = work.put(1, Some(of_key), None, PutKind::Count(1));
    let must = work.read(
        people,
        Some(key.1),
        put,
        ReadKind::CountIs(CompareOp::AtLeast, 1),
    );
    let item = work.item(people, must);
    let mut datasets = work.datasets(2);
    datasets[1].source = None;
    let options = duban::eval::Options {
        threads: 1,
        partners: false,
    };
    let evaluation = duban::eval::evaluate(&work.plan, &datasets, &options).unwrap();
    let counts = evaluation.counts(item);
    assert_eq!((counts.not_met, counts.cannot_tell), (4, 1));
    assert_eq!(evaluation.rows(duban::plan::FrameId(1)), 0);
}

#[test]
fn a_value_that_depends_on_itself_is_an_error() {
    let mut work = work();
    let people = work.frame(0);
    let key = work.key(0, "id", "person");
    // A put filtered by what it holds itself.
    let filter = duban::plan::NodeId(work.plan.frames[people.0].nodes.len());
    let put = work.put(0, Some(key), Some(filter), PutKind::Count(1));
    let node = work.read(
        people,
        Some(key.1),
        put,
        ReadKind::CountIs(CompareOp::AtLeast, 1),
    );
    assert_eq!(node, filter);
    let datasets = work.datasets(2);
    let made = duban::eval::evaluate(&work.plan, &datasets, &duban::eval::Options::default());
    assert!(made.is_err());
}
