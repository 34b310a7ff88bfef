//! The same bytes for any number of threads and any size of chunks.

use duban::eval::Evaluation;
use duban::plan::{FrameId, FrameRows, Node, NodeId, PutKind, ReadKind, SpaceId};
use duban::syntax::ast::CompareOp;

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
                agreed: true,
            },
        ),
        (
            PutKind::Total {
                value,
                given_only: true,
            },
            ReadKind::Total,
        ),
        (
            PutKind::Values {
                value,
                given_only: true,
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
