//! Keys that never meet get a space of their own: person numbers and household numbers are both texts, but what lies under the one need
//! not have room for the other.
//!
//! Keys meet where one is read under what another put, and where they are the same part of composed keys that meet. A space whose keys
//! are used in any other way (rows of a frame, groups of an order, values that are compared) stays as it is.

use std::collections::BTreeMap;

use super::{
    Axis, AxisValue, FrameRows, Node, NodeId, PairNode, Plan, PutId, PutKind, ReadKind, Space,
    SpaceId, Want,
};

/// Something that keys of a space meet in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// What cannot be divided: all other uses of a space.
    Rest(usize),
    /// A node that makes keys: frame and node.
    Node(usize, usize),
    /// The key of a put.
    Put(usize),
    /// A part of the composed keys of a space.
    Part(usize, usize),
}

/// Places that meet, as trees: each place with another one that it meets, or none for the first of them.
#[derive(Default)]
struct Meetings(BTreeMap<Place, Place>);

impl Meetings {
    fn first(&self, place: Place) -> Place {
        let mut at = place;
        while let Some(&next) = self.0.get(&at) {
            at = next;
        }
        at
    }

    fn meet(&mut self, a: Place, b: Place) {
        let (a, b) = (self.first(a), self.first(b));
        // The smallest place is the first: the rest, where it is among them.
        if a != b {
            self.0.insert(a.max(b), a.min(b));
        }
    }
}

/// The space that a node makes keys of, where it makes them itself.
fn made(node: &Node) -> Option<SpaceId> {
    match node {
        Node::Column(_, Want::Key { space, .. })
        | Node::KeyOf(_, space)
        | Node::Compose(space, _) => Some(*space),
        _ => None,
    }
}

fn made_mut(node: &mut Node) -> Option<&mut SpaceId> {
    match node {
        Node::Column(_, Want::Key { space, .. })
        | Node::KeyOf(_, space)
        | Node::Compose(space, _) => Some(space),
        _ => None,
    }
}

impl Plan {
    /// Gives keys that never meet spaces of their own. For a plan that is whole: what is there is not found again by what is added later.
    pub(super) fn divide_spaces(&mut self) {
        let meetings = self.meetings();
        let mut spaces = self.spaces.clone();
        // The first class of a space keeps it, the rest before all others.
        let mut numbers: BTreeMap<(usize, Place), SpaceId> = BTreeMap::new();
        let mut taken = vec![false; spaces.len()];
        let mut class = |space: SpaceId, place: Place| {
            let first = meetings.first(place);
            *numbers.entry((space.0, first)).or_insert_with(|| {
                let stays = matches!(first, Place::Rest(_)) || !taken[space.0];
                if stays {
                    taken[space.0] = true;
                    return space;
                }
                let Space { name, parts } = self.spaces[space.0].clone();
                spaces.push(Space { name, parts });
                SpaceId(spaces.len() - 1)
            })
        };
        let rests: Vec<usize> = meetings
            .0
            .values()
            .filter_map(|place| match place {
                Place::Rest(space) => Some(*space),
                _ => None,
            })
            .collect();
        for space in rests {
            class(SpaceId(space), Place::Rest(space));
        }
        for (at, frame) in self.frames.iter_mut().enumerate() {
            for (node, made) in frame.nodes.iter_mut().enumerate() {
                if let Some(space) = made_mut(made) {
                    *space = class(*space, Place::Node(at, node));
                }
            }
            frame.numbers.clear();
        }
        for (at, put) in self.puts.iter_mut().enumerate() {
            if let Some((space, _)) = &mut put.key {
                *space = class(*space, Place::Put(at));
            }
        }
        self.put_numbers.clear();
        self.spaces = spaces;
    }

    fn meetings(&self) -> Meetings {
        let mut meetings = Meetings::default();
        for (at, put) in self.puts.iter().enumerate() {
            if let Some((_, node)) = put.key {
                self.reads(&mut meetings, put.frame.0, node, PutId(at));
            }
            if let PutKind::Values { value, .. } = put.kind {
                self.stays(&mut meetings, put.frame.0, value);
            }
        }
        for (at, frame) in self.frames.iter().enumerate() {
            for (number, node) in frame.nodes.iter().enumerate() {
                match node {
                    Node::Read {
                        key: own,
                        put,
                        kind,
                        also,
                        ..
                    } => {
                        let keys = [own.map(|own| (own, *put)), *also];
                        for (own, put) in keys.into_iter().flatten() {
                            self.reads(&mut meetings, at, own, put);
                        }
                        if let ReadKind::Gather { value, .. } = kind {
                            self.stays(&mut meetings, self.puts[put.0].frame.0, *value);
                        }
                    }
                    Node::Pairs {
                        key: own,
                        put,
                        nodes,
                        ..
                    } => {
                        self.reads(&mut meetings, at, *own, *put);
                        for pair in nodes {
                            match pair {
                                PairNode::Here(node) => self.stays(&mut meetings, at, *node),
                                PairNode::There(node) => {
                                    self.stays(&mut meetings, self.puts[put.0].frame.0, *node);
                                }
                                PairNode::Of(_) => {}
                            }
                        }
                    }
                    Node::Compose(space, parts) => {
                        for (part, &argument) in parts.iter().enumerate() {
                            self.part(&mut meetings, at, argument, Place::Part(space.0, part));
                        }
                    }
                    Node::IsKnown(_) => {}
                    Node::OwnKey(space) => {
                        meetings.meet(Place::Rest(space.0), Place::Node(at, number));
                    }
                    Node::Beside {
                        value: Some(value), ..
                    } => self.stays(&mut meetings, at, *value),
                    node => {
                        for argument in node.arguments() {
                            self.stays(&mut meetings, at, argument);
                        }
                    }
                }
            }
        }
        self.keep_whole(&mut meetings);
        meetings
    }

    /// Spaces that rows of a frame, groups of an order, axes or tallies are made from stay undivided.
    fn keep_whole(&self, meetings: &mut Meetings) {
        let of_put = |put: &PutId| self.puts[put.0].key.map(|(space, _)| space);
        let mut whole: Vec<SpaceId> = Vec::new();
        for frame in &self.frames {
            if let FrameRows::Space(space) = frame.rows {
                whole.push(space);
            }
        }
        whole.extend((self.sequences.iter()).filter_map(|line| Some(line.group?.0)));
        for axis in self.derived.iter().flat_map(|table| &table.axes) {
            if let Axis::Keys(put) = axis {
                whole.extend(of_put(put));
            }
        }
        for source in self.tallies.iter().flat_map(|tally| &tally.sources) {
            whole.extend(of_put(&source.link));
            let frame = self.puts[source.link.0].frame.0;
            let columns = source.first.iter().chain(&source.columns);
            whole.extend(columns.filter_map(|node| made(&self.frames[frame].nodes[node.0])));
        }
        for (at, frame) in self.frames.iter().enumerate() {
            for (number, node) in frame.nodes.iter().enumerate() {
                if let Some(space) = made(node).filter(|space| whole.contains(space)) {
                    meetings.meet(Place::Rest(space.0), Place::Node(at, number));
                }
                if let Node::Axis {
                    value: AxisValue::Of(node),
                    ..
                } = node
                    && let FrameRows::Derived(table) = frame.rows
                {
                    for axis in &self.derived[table.0].axes {
                        if let Axis::Keys(put) = axis {
                            let there = self.puts[put.0].frame.0;
                            self.stays(meetings, there, *node);
                        }
                    }
                }
            }
        }
        for (at, put) in self.puts.iter().enumerate() {
            if let Some((space, _)) = put.key
                && whole.contains(&space)
            {
                meetings.meet(Place::Rest(space.0), Place::Put(at));
            }
        }
    }

    /// A node used in another way than as a key stays with the rest of its space.
    fn stays(&self, meetings: &mut Meetings, frame: usize, node: NodeId) {
        if let Some(space) = self.frames[frame].nodes.get(node.0).and_then(made) {
            meetings.meet(Place::Rest(space.0), Place::Node(frame, node.0));
        }
    }

    /// What is read under a key is what was put under it.
    fn reads(&self, meetings: &mut Meetings, frame: usize, node: NodeId, put: PutId) {
        let Some((space, _)) = self.puts[put.0].key else {
            return;
        };
        // A key that comes from elsewhere (a partner's, one of two) is one of the rest too.
        let place = match made(&self.frames[frame].nodes[node.0]) {
            Some(_) => Place::Node(frame, node.0),
            None => Place::Rest(space.0),
        };
        meetings.meet(place, Place::Put(put.0));
    }

    /// A part of a composed key.
    fn part(&self, meetings: &mut Meetings, frame: usize, node: NodeId, part: Place) {
        let argument = &self.frames[frame].nodes[node.0];
        match argument {
            _ if made(argument).is_some() => meetings.meet(Place::Node(frame, node.0), part),
            Node::OrElse(..)
            | Node::Choose { .. }
            | Node::Extreme(..)
            | Node::Read { .. }
            | Node::Beside { .. }
            | Node::Lookup(..)
            | Node::Listed(..)
            | Node::Axis { .. }
            | Node::OwnKey(_) => {
                // Which space its keys are of is not looked for.
                for space in 0..self.spaces.len() {
                    meetings.meet(Place::Rest(space), part);
                }
            }
            _ => {}
        }
    }
}
