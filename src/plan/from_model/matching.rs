//! Reconciliations: sources matched by a key, or else by a second one.

use super::{Group, ItemNodes, Lowering, PlannedSource, Rep, Scope};
use crate::model::{Excuse, ExprId, MatchCheck, PartKind};
use crate::plan::{
    Block, BlockPart, Cause, Constant, FrameId, FrameRows, Node, NodeId, Partners, Put, PutId,
    PutKind, ReadKind, Tally, TallySource, ValueKind, Want,
};
use crate::syntax::ast::{ArithmeticOp, CompareOp};
use crate::types::{Reason, Type};

/// What the rows of a source are matched by.
struct Matched {
    /// In each source.
    keys: Vec<NodeId>,
    /// Which rows, in each source.
    filters: Vec<Option<NodeId>>,
}

impl Lowering<'_> {
    pub(super) fn matching(
        &mut self,
        check: &MatchCheck,
        excuses: &[Excuse],
        nodes: &mut ItemNodes,
    ) -> Vec<Block> {
        let stacks: Vec<[Scope; 1]> = check
            .sources
            .iter()
            .map(|source| [self.dataset_scope(source.rows.dataset)])
            .collect();
        let (group, mut keys) = self.source_keys(check, &stacks, excuses, |source| &source.key);
        let excused_by = keys.split_off(check.sources.len());
        let mut filters = Vec::new();
        for (source, stack) in check.sources.iter().zip(&stacks) {
            if self.is_missing(source.rows.dataset) {
                self.cause(Cause::Dataset(source.rows.dataset));
            }
            let filter = source.rows.filter;
            filters.push(filter.map(|filter| self.expr(stack, filter, Rep::Truth)));
        }
        for field in 0..check.compared.len() {
            let values = self.field_values(&stacks, check, field);
            nodes.compared.push(values);
        }
        let (first, second, firsts) = if check.second_names.is_empty() {
            (
                Matched {
                    keys,
                    filters: filters.clone(),
                },
                None,
                Vec::new(),
            )
        } else {
            let (group2, keys2) = self.source_keys(check, &stacks, &[], |source| &source.second);
            let (first, second) =
                self.both_keys(check, &stacks, (&keys, &filters), (&group2, keys2));
            (first, Some((group2, second)), keys)
        };
        let space = group.space;
        let (block, paired, sources) =
            self.match_block(check, &stacks, (group.clone(), &first), nodes);
        nodes.sources = sources;
        let scope = Scope {
            frame: block.frame,
            group: Some(group),
            open_membership: false,
        };
        let own = self.node(&scope, Node::OwnKey(space));
        self.excused_keys(&scope, (own, space), excuses, &excused_by, nodes);
        for (source, &key) in nodes.sources.iter_mut().zip(&firsts) {
            source.first = Some(key);
        }
        if check.led_by.is_none() {
            self.tally((block.frame, paired), &stacks, nodes);
        }
        let mut blocks = vec![block];
        let mut others: Vec<Option<NodeId>> = stacks.iter().map(|_| None).collect();
        if let Some((group, second)) = second {
            let (block, paired, sources) =
                self.match_block(check, &stacks, (group, &second), nodes);
            nodes.second = sources;
            nodes.tallies.push(self.lowered.plan.tallies.len());
            self.lowered.plan.tallies.push(Tally {
                frame: block.frame,
                paired,
                by_second: true,
                sources: Vec::new(),
            });
            blocks.push(block);
            for (other, ((stack, &key), &filter)) in others
                .iter_mut()
                .zip(stacks.iter().zip(&second.keys).zip(&second.filters))
            {
                let known = self.node(&stack[0], Node::IsKnown(key));
                let all = filter.into_iter().chain([known]).collect();
                *other = Some(self.all(&stack[0], all));
            }
        }
        for (at, source) in check.sources.iter().enumerate() {
            if check.led_by.is_none_or(|led| led == at) && !self.is_missing(source.rows.dataset) {
                let there = &stacks[at][0];
                blocks.push(self.unkeyed_block(there, first.keys[at], filters[at], others[at]));
            }
        }
        blocks
    }

    fn source_keys(
        &mut self,
        check: &MatchCheck,
        stacks: &[[Scope; 1]],
        excuses: &[Excuse],
        key: impl Fn(&crate::model::MatchSource) -> &Vec<ExprId>,
    ) -> (Group, Vec<NodeId>) {
        let mut sides: Vec<(&[Scope], usize, &[ExprId])> = stacks
            .iter()
            .zip(&check.sources)
            .map(|(stack, source)| (&stack[..], 0, &key(source)[..]))
            .collect();
        // The rows that prove an exception have their keys behind those of the sources.
        let proofs = self.proof_scopes(excuses);
        sides.extend(super::excuses::keys_of_proofs(excuses, &proofs));
        self.keys_in_one_space(&sides, None)
    }

    /// With a second key: a row without the first one takes that of the row of another source that the second one leads to. What is left is
    /// matched by the second key alone.
    fn both_keys(
        &mut self,
        check: &MatchCheck,
        stacks: &[[Scope; 1]],
        (keys, filters): (&[NodeId], &[Option<NodeId>]),
        (group2, keys2): (&Group, Vec<NodeId>),
    ) -> (Matched, Matched) {
        let space2 = group2.space;
        let mut by_second = Vec::new();
        for (at, stack) in stacks.iter().enumerate() {
            let there = &stack[0];
            let known = self.node(there, Node::IsKnown(keys[at]));
            let filter = self.all(there, filters[at].into_iter().chain([known]).collect());
            let link = self.link(there, keys2[at], space2, Some(filter));
            let count = self.lowered.plan.put(Put {
                frame: there.frame,
                key: Some((space2, keys2[at])),
                filter: Some(filter),
                kind: PutKind::Count(2),
            });
            by_second.push((link, count));
        }
        let (mut effective, mut left) = (Vec::new(), Vec::new());
        for (at, stack) in stacks.iter().enumerate() {
            let here = &stack[0];
            let mut key = keys[at];
            let mut found = Vec::new();
            for (other, &(link, count)) in by_second.iter().enumerate() {
                if other == at || self.is_missing(check.sources[other].rows.dataset) {
                    continue;
                }
                let read = |put, kind| Node::Read {
                    key: Some(keys2[at]),
                    put,
                    kind,
                    undecided_members: false,
                    also: None,
                };
                let value = keys[other];
                let gather = ReadKind::Gather {
                    value,
                    partners: Partners::Agreeing,
                };
                let gathered = self.node(here, read(link, gather));
                key = self.node(here, Node::OrElse(key, gathered));
                let some = ReadKind::CountIs(CompareOp::AtLeast, 1);
                found.push(self.node(here, read(count, some)));
            }
            effective.push(key);
            let known = self.node(here, Node::IsKnown(keys[at]));
            let unknown = self.node(here, Node::Not(known));
            let any = self.any(here, found);
            let none = self.node(here, Node::Not(any));
            let all = filters[at].into_iter().chain([unknown, none]).collect();
            left.push(Some(self.all(here, all)));
        }
        (
            Matched {
                keys: effective,
                filters: filters.to_vec(),
            },
            Matched {
                keys: keys2,
                filters: left,
            },
        )
    }

    /// Counts the keys that at least two sources hold by how they came together.
    fn tally(
        &mut self,
        (frame, paired): (FrameId, NodeId),
        stacks: &[[Scope; 1]],
        nodes: &mut ItemNodes,
    ) {
        let plan = &mut self.lowered.plan;
        let mut sources = Vec::new();
        for (source, stack) in nodes.sources.iter().zip(stacks) {
            let there = &plan.frames[stack[0].frame.0].nodes;
            let key = source.first.unwrap_or(source.key);
            let parts = match &there[key.0] {
                Node::Compose(_, parts) => parts.clone(),
                _ => vec![key],
            };
            let is_key = |part: &NodeId| matches!(there[part.0], Node::Column(_, Want::Key { .. }));
            sources.push(TallySource {
                link: source.link,
                first: source.first,
                columns: parts.into_iter().filter(is_key).collect(),
            });
        }
        nodes.tallies.push(plan.tallies.len());
        plan.tallies.push(Tally {
            frame,
            paired,
            by_second: false,
            sources,
        });
    }

    /// The keys of a space that any source holds, with the truth that at least two do.
    fn match_block(
        &mut self,
        check: &MatchCheck,
        stacks: &[[Scope; 1]],
        (group, matched): (Group, &Matched),
        nodes: &ItemNodes,
    ) -> (Block, NodeId, Vec<PlannedSource>) {
        let space = group.space;
        let scope = Scope {
            frame: self.lowered.plan.frame(FrameRows::Space(space)),
            group: Some(group),
            open_membership: false,
        };
        let own = self.node(&scope, Node::OwnKey(space));
        let (mut present, mut repeated, mut excused) = (Vec::new(), Vec::new(), Vec::new());
        let (mut sources, mut wide) = (Vec::new(), Vec::new());
        for (at, (source, stack)) in check.sources.iter().zip(stacks).enumerate() {
            let there = &stack[0];
            let (key, filter) = (matched.keys[at], matched.filters[at]);
            let link = self.link(there, key, space, filter);
            sources.push(PlannedSource {
                frame: there.frame,
                key,
                link,
                first: None,
            });
            wide.push(match filter {
                Some(filter) if !check.compared.is_empty() => {
                    let known = self.node(there, Node::IsKnown(filter));
                    let open = self.node(there, Node::Not(known));
                    let perhaps = self.any(there, vec![filter, open]);
                    self.link(there, key, space, Some(perhaps))
                }
                _ => link,
            });
            if self.is_missing(source.rows.dataset) {
                present.push(self.unknown(&scope, ValueKind::Truth, Reason::DatasetMissing));
                repeated.push(self.truth(&scope, false));
                continue;
            }
            let tie = (own, space);
            present.push(self.at_least_one(&scope, tie, (there, key), filter));
            let twice = (CompareOp::AtLeast, 2);
            repeated.push(self.count_here(&scope, tie, (there, key), filter, twice));
            if let Some(explained) = source.explained {
                let explained = self.expr(stack, explained, Rep::Truth);
                let filter = self.all(there, filter.into_iter().chain([explained]).collect());
                excused.push(self.at_least_one(&scope, tie, (there, key), Some(filter)));
            }
        }
        let known_sources: Vec<NodeId> = present
            .iter()
            .zip(&check.sources)
            .filter(|(_, source)| !self.is_missing(source.rows.dataset))
            .map(|(&node, _)| node)
            .collect();
        let mut pairs = Vec::new();
        for (at, &one) in known_sources.iter().enumerate() {
            for &other in &known_sources[at + 1..] {
                pairs.push(self.all(&scope, vec![one, other]));
            }
        }
        let member = match check.led_by {
            Some(source) => present[source],
            None => self.any(&scope, known_sources),
        };
        let paired = self.any(&scope, pairs);
        let paired = self.all(&scope, vec![member, paired]);
        let mut parts = Vec::new();
        for (number, part) in check.parts.iter().enumerate() {
            if !part.judged {
                continue;
            }
            let must = match part.kind {
                PartKind::NotIn(source) => {
                    let held = (matched.keys[source], matched.filters[source]);
                    let mut found = vec![present[source]];
                    if check.of_values {
                        found.push(self.may_have_any(&scope, &stacks[source][0], held));
                    }
                    // A key that no other source holds is one of this source, or it is none at all.
                    if held.1.is_some() {
                        let others = (present.iter().enumerate()).filter(|(at, _)| *at != source);
                        let others = others.map(|(_, &present)| present).collect();
                        let others = self.any(&scope, others);
                        found.push(self.node(&scope, Node::Not(others)));
                    }
                    self.any(&scope, found)
                }
                PartKind::RepeatedIn(source) => {
                    if !check.sources[source].key_is_unique {
                        continue;
                    }
                    self.node(&scope, Node::Not(repeated[source]))
                }
                PartKind::Differs(field) => {
                    let shown = (&wide[..], &nodes.compared[..]);
                    self.agrees(&scope, own, check, (field, &present), shown)
                }
            };
            // Of a file that is not there nobody knows which values have to be found.
            let led = check
                .led_by
                .filter(|&led| self.is_missing(check.sources[led].rows.dataset));
            let must = match led {
                Some(led) => self.all(&scope, vec![present[led], must]),
                None => must,
            };
            parts.push(BlockPart::of(number, must));
        }
        let excused = (!excused.is_empty()).then(|| self.any(&scope, excused));
        let block = Block {
            frame: scope.frame,
            member: Some(member),
            applies: None,
            excused,
            parts,
        };
        (block, paired, sources)
    }

    /// Unknown where a row of a source has no value, so that it may have any; false where all have one.
    fn may_have_any(
        &mut self,
        scope: &Scope,
        there: &Scope,
        (key, filter): (NodeId, Option<NodeId>),
    ) -> NodeId {
        let known = self.node(there, Node::IsKnown(key));
        let unknown = self.node(there, Node::Not(known));
        let itself = self.node(there, Node::Compare(key, CompareOp::Equal, key));
        let conditions = filter.into_iter().chain([unknown, itself]).collect();
        let filter = Some(self.all(there, conditions));
        let put = self.lowered.plan.put(Put {
            frame: there.frame,
            key: None,
            filter,
            kind: PutKind::Count(2),
        });
        let some = Node::Read {
            key: None,
            put,
            kind: ReadKind::CountIs(CompareOp::AtLeast, 1),
            undecided_members: false,
            also: None,
        };
        self.node(scope, some)
    }

    /// The rows of a source that have no usable key: subjects by themselves that cannot be told. Rows that `elsewhere` holds of
    /// are matched by a second key.
    fn unkeyed_block(
        &mut self,
        there: &Scope,
        key: NodeId,
        filter: Option<NodeId>,
        elsewhere: Option<NodeId>,
    ) -> Block {
        let known = self.node(there, Node::IsKnown(key));
        let unknown = self.node(there, Node::Not(known));
        let elsewhere = elsewhere.map(|elsewhere| self.node(there, Node::Not(elsewhere)));
        let conditions = filter.into_iter().chain([unknown]).chain(elsewhere);
        let member = self.all(there, conditions.collect());
        let must = self.node(
            there,
            Node::Constant(Constant::Unknown(ValueKind::Truth, Reason::NoKey)),
        );
        Block {
            frame: there.frame,
            member: Some(member),
            applies: None,
            excused: None,
            parts: vec![BlockPart::of(0, must)],
        }
    }

    /// The values of a compared field, each in the frame of its source, where that holds it.
    fn field_values(
        &mut self,
        stacks: &[[Scope; 1]],
        check: &MatchCheck,
        field: usize,
    ) -> Vec<Option<NodeId>> {
        let compared = &check.compared[field];
        let values: Vec<ExprId> = compared.held().map(|(_, value)| value).collect();
        let first = values[0];
        let same_set = values.iter().all(|&value| {
            self.model.expr(value).ty == self.model.expr(first).ty
                && matches!(self.model.expr(value).ty, Type::OneOf(_))
        });
        let citizen = values
            .iter()
            .any(|&value| self.is_citizen(&self.model.expr(value).ty.clone()));
        let rep = if compared.as_written {
            Rep::Digest { as_written: true }
        } else if same_set {
            Rep::Code
        } else if citizen {
            self.citizen_rep()
        } else if values
            .iter()
            .any(|&value| self.model.expr(value).ty == Type::PersonName)
        {
            Rep::Name
        } else {
            self.natural(first)
        };
        compared
            .values
            .iter()
            .zip(stacks)
            .map(|(value, stack)| value.map(|value| self.expr(stack, value, rep)))
            .collect()
    }

    /// Whether a field agrees in all sources that hold it and the key, pair by pair. `links` hold the rows that are or may be there:
    /// where a row that may be there agrees as well, it does not matter whether it is.
    fn agrees(
        &mut self,
        scope: &Scope,
        own: NodeId,
        check: &MatchCheck,
        (field, present): (usize, &[NodeId]),
        (links, compared_nodes): (&[PutId], &[Vec<Option<NodeId>>]),
    ) -> NodeId {
        let compared = &check.compared[field];
        // With the truth that the source has the key.
        let gathered: Vec<(NodeId, NodeId)> = links
            .iter()
            .zip(&compared_nodes[field])
            .zip(present)
            .zip(&check.sources)
            .filter_map(|(((&put, &value), &present), source)| {
                // A declared key is taken to name one row; of others there may be more rows in what could not be read.
                let partners = if source.key_is_unique {
                    Partners::Agreeing
                } else {
                    Partners::AllAgreeing
                };
                let read = Node::Read {
                    key: Some(own),
                    put,
                    kind: ReadKind::Gather {
                        value: value?,
                        partners,
                    },
                    undecided_members: false,
                    also: None,
                };
                Some((self.node(scope, read), present))
            })
            .collect();
        let within = compared
            .within
            .map(|within| self.expr(std::slice::from_ref(scope), within, Rep::Number));
        let mut pairs = Vec::new();
        for (at, &left) in gathered.iter().enumerate() {
            for &right in &gathered[at + 1..] {
                let equal = if let Some(within) = within {
                    let difference = self.node(
                        scope,
                        Node::Arithmetic(left.0, ArithmeticOp::Minus, right.0),
                    );
                    let size = self.node(scope, Node::Absolute(difference));
                    self.node(scope, Node::Compare(size, CompareOp::AtMost, within))
                } else {
                    // Digests of exact text are never unknown for being blank: an unknown one is ambiguous, and stays unknown.
                    self.node(scope, Node::Compare(left.0, CompareOp::Equal, right.0))
                };
                let absent = [left, right].map(|(_, there)| self.node(scope, Node::Not(there)));
                pairs.push(self.any(scope, vec![absent[0], absent[1], equal]));
            }
        }
        self.all(scope, pairs)
    }
}
