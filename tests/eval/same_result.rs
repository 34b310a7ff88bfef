//! The same bytes for any number of threads and any size of chunks.

use duban::eval::Evaluation;
use duban::plan::{
    Axis, AxisValue, Constant, DerivedTable, FrameId, FrameRows, Node, NodeId, Partners, PutKind,
    ReadKind, Runs, Sequence, SpaceId, Tally, TallySource,
};
use duban::syntax::ast::{Beside, Blanks, CompareOp};

use super::memory::{Work, show, sign};

/// Two tables of made-up rows from a fixed sequence, with blanks, words and repeated keys.
fn tables() -> Work {
    let mut work = Work::new(&[
        "id:id | n:number | t:truth | g:id",
        "id:id | n:number | t:truth | g:id",
    ]);
    let mut seed = 12345u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) % below
    };
    for at in 0..900 {
        let id = match next(20) {
            0 => String::new(),
            1 => format!("编号{}", next(40)),
            2 => format!("G{}", next(40)),
            3 => format!(" {}", next(300)),
            _ => next(300).to_string(),
        };
        let number = match next(12) {
            0 => String::new(),
            1 => "x".to_owned(),
            2 => format!("{}.{}", next(1000), next(1000)),
            _ => next(50).to_string(),
        };
        let truth = ["yes", "no", ""][next(3) as usize].to_owned();
        let group = if next(15) == 0 {
            String::new()
        } else {
            format!("T{}", next(9))
        };
        work.tables[usize::from(at % 3 == 0)].row(vec![id, number, truth, group]);
    }
    work
}

/// Rows in order, their runs, and a derived table of groups and words.
fn in_order(
    work: &mut Work,
    people: FrameId,
    group: (SpaceId, NodeId),
    mine: NodeId,
    shown: &mut Vec<NodeId>,
) {
    let filter = work.truth(0, "t");
    let ties = vec![work.text(0, "id")];
    let known = work.node(people, Node::IsKnown(mine));
    let blank = work.node(people, Node::Not(known));
    let sequence = |blanks: Option<Blanks>| Sequence {
        frame: people,
        group: Some(group),
        filter: Some(filter),
        by: vec![mine],
        blank: blanks.iter().map(|_| blank).collect(),
        blanks,
        ties: ties.clone(),
    };
    let (some, none) = (sequence(Some(Blanks::Last)), sequence(None));
    let limit = work.constant(people, "25");
    let starts = work.compare(people, mine, CompareOp::Less, limit);
    for order in [some, none] {
        let sequence = work.plan.sequence(order);
        let runs = work.plan.runs(Runs { sequence, starts });
        for (beside, runs, value) in [
            (Beside::Previous, None, Some(ties[0])),
            (Beside::Next, None, Some(mine)),
            (Beside::First, None, None),
            (Beside::Last, None, None),
            (Beside::RunFirst, Some(runs), Some(ties[0])),
            (Beside::RunLast, Some(runs), Some(mine)),
        ] {
            let node = work.node(
                people,
                Node::Beside {
                    sequence,
                    runs,
                    beside,
                    value,
                },
            );
            shown.push(node);
            let must = work.node(people, Node::IsKnown(node));
            work.item(people, must);
        }
        let run = work.node(people, Node::RunOf(runs));
        let ten = work.constant(people, "400");
        let must = work.compare(people, run, CompareOp::Less, ten);
        work.item(people, must);
        shown.extend([run, must]);
    }
    // Every group with two words: how many rows each group has, and which one comes first.
    let groups = work.put(0, Some(group), Some(filter), PutKind::Link);
    let counted = work.put(0, Some(group), Some(filter), PutKind::Count(u32::MAX));
    let words = ["a", "b"].map(|word| vec![Constant::Text(word.to_owned())]);
    let derived = work.plan.derive(DerivedTable {
        axes: vec![Axis::List(words.to_vec()), Axis::Keys(groups)],
    });
    let value = |value| Node::Axis { axis: 1, value };
    let key = work.node(derived, value(AxisValue::Of(group.1)));
    let first = work.node(derived, value(AxisValue::Of(mine)));
    let word = work.node(
        derived,
        Node::Axis {
            axis: 0,
            value: AxisValue::Listed(0),
        },
    );
    let count = work.read(derived, Some(key), counted, ReadKind::Count);
    let many = work.compare(derived, count, CompareOp::More, first);
    let is_a = work.node(
        derived,
        Node::OneOf(word, vec![Constant::Text("a".to_owned())]),
    );
    let must = work.node(derived, Node::Or(vec![many, is_a]));
    work.item(derived, must);
}

struct Asked {
    work: Work,
    people: FrameId,
    groups: FrameId,
    space: SpaceId,
    shown: Vec<NodeId>,
}

fn asked() -> Asked {
    let mut work = tables();
    let people = work.frame(0);
    let (key, of_key) = (work.key(0, "id", "person"), work.key(1, "id", "person"));
    let (group, of_group) = (work.key(0, "g", "group"), work.key(1, "g", "group"));
    let (filter, value) = (work.truth(1, "t"), work.number(1, "n"));
    let mine = work.number(0, "n");
    let mut shown = Vec::new();
    let kinds = [
        (PutKind::Count(1), ReadKind::CountIs(CompareOp::AtLeast, 1)),
        (PutKind::Count(3), ReadKind::Count),
        (PutKind::Count(u32::MAX), ReadKind::Count),
        (
            PutKind::Link,
            ReadKind::Gather {
                value,
                partners: Partners::Agreeing,
            },
        ),
        (
            PutKind::Total {
                value,
                given_only: true,
                range: None,
            },
            ReadKind::Total,
        ),
        (
            PutKind::Values {
                value,
                given_only: true,
                range: None,
            },
            ReadKind::Median,
        ),
        (PutKind::Share(filter), ReadKind::Share),
    ];
    for (kind, read) in kinds {
        for (of, asking) in [(of_key, key.1), (of_group, group.1)] {
            let filter = (!matches!(kind, PutKind::Share(_))).then_some(filter);
            let put = work.put(1, Some(of), filter, kind);
            let node = work.read(people, Some(asking), put, read.clone());
            let must = match read {
                ReadKind::CountIs(..) => node,
                _ => work.compare(people, node, CompareOp::Less, mine),
            };
            work.item(people, must);
            shown.extend([node, must]);
        }
    }
    in_order(&mut work, people, group, mine, &mut shown);
    // A second step: those of the first table that are found, counted by group.
    let found = shown[0];
    let put = work.put(0, Some(group), Some(found), PutKind::Count(u32::MAX));
    let other = work.put(1, Some(of_group), None, PutKind::Count(1));
    let groups = work.plan.frame(FrameRows::Space(group.0));
    let own = work.node(groups, Node::OwnKey(group.0));
    let count = work.read(groups, Some(own), put, ReadKind::Count);
    let fifty = work.constant(groups, "30");
    let must = work.compare(groups, count, CompareOp::More, fifty);
    work.item(groups, must);
    let must = work.read(
        groups,
        Some(own),
        other,
        ReadKind::CountIs(CompareOp::Equal, 0),
    );
    work.item(groups, must);
    // The keys of both tables, by how they came together: those of the first one in a second step.
    let persons = work.plan.frame(FrameRows::Space(key.0));
    let own = work.node(persons, Node::OwnKey(key.0));
    let (mut sources, mut present) = (Vec::new(), Vec::new());
    for (table, of, filter) in [(0, key, Some(found)), (1, of_key, None)] {
        let some = ReadKind::CountIs(CompareOp::AtLeast, 1);
        let count = work.put(table, Some(of), filter, PutKind::Count(1));
        present.push(work.read(persons, Some(own), count, some));
        sources.push(TallySource {
            link: work.put(table, Some(of), filter, PutKind::Link),
            first: None,
            columns: vec![of.1],
        });
    }
    let paired = work.node(persons, Node::And(present));
    work.plan.tallies.push(Tally {
        frame: persons,
        paired,
        by_second: false,
        sources,
    });
    Asked {
        work,
        people,
        groups,
        space: group.0,
        shown,
    }
}

/// Everything that can be seen of an evaluation.
fn everything(asked: &Asked, evaluation: &Evaluation<'_>) -> String {
    let mut text = String::new();
    let items = &asked.work.plan.items;
    for (item, planned) in items.iter().enumerate() {
        let counts = evaluation.counts(item);
        assert!(counts.add_up());
        text += &format!("item {item} {counts:?}\n");
        for hit in evaluation.hits(item, 0) {
            let subject = if planned.blocks[0].frame == asked.groups {
                evaluation.key_text(asked.space, hit.row as u32).join("|")
            } else {
                hit.row.to_string()
            };
            text += &format!("{subject}{} ", sign(hit));
        }
    }
    let ways = evaluation.ways(0);
    assert!(ways.exact > 10 && ways.normalised > 10, "{ways:?}");
    text += &format!("{ways:?}");
    for dataset in 0..2 {
        text += &format!("\n{:?}", evaluation.cell_problems(dataset));
    }
    let rows: Vec<u64> = (0..evaluation.rows(asked.people)).collect();
    let explained = evaluation.explain(asked.people, &rows).unwrap();
    for row in 0..rows.len() {
        for &node in &asked.shown {
            let reason = explained.reason(node, row);
            text += &format!("{} {reason:?} ", show(explained.value(node, row)));
        }
    }
    for (put, planned) in asked.work.plan.puts.iter().enumerate() {
        let put = duban::plan::PutId(put);
        text += &format!("\n{:?}", evaluation.unkeyed(put));
        if let Some((space, _)) = planned.key {
            let keys: Vec<u32> = (1..50_000).collect();
            let mut found: Vec<String> = evaluation
                .partners(put, &keys)
                .unwrap()
                .iter()
                .map(|partner| {
                    let key = evaluation.key_text(space, partner.key).join("|");
                    format!("{key}:{}:{}", partner.row, partner.sure)
                })
                .collect();
            found.sort_unstable();
            text += &found.join(" ");
        }
    }
    text
}

#[test]
fn threads_and_chunks_change_nothing() {
    let asked = asked();
    let first = asked.work.run_with(1, 4096, |e| everything(&asked, e));
    assert!(
        first.contains("cannot_tell: 4"),
        "some unknowns are wanted here"
    );
    for threads in [1, 2, 8] {
        for rows in [1, 7, 64] {
            let again = asked
                .work
                .run_with(threads, rows, |e| everything(&asked, e));
            assert!(again == first, "{threads} threads, {rows} rows a chunk");
        }
    }
}
