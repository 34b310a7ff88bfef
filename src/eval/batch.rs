//! A batch: rows of a frame, and the vectors of its nodes, evaluated in order.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::io;

use super::columns::{CellNote, KeyContext};
use super::compose::PrefixBlocks;
use super::engine::Engine;
use super::kernels;
use super::keys::Block;
use super::read::{Asked, Reads};
use super::sequence::Here;
use super::stored::KeptNodes;
use super::tally::Spelled;
use super::vector::{Values, Vector};
use super::wordbook::Wordbooks;
use crate::data::{Chunk, ProblemKind};
use crate::plan::{Constant, FrameId, KeyText, Node, NodeId, ReadKind, SpaceId, Want};
use crate::types::Reason;

/// Blocks of ids that a thread has, for each space.
#[derive(Default)]
pub(crate) struct Blocks {
    pub(crate) keys: Vec<Block>,
    pub(crate) prefixes: Vec<PrefixBlocks>,
}

/// Values of rows of another frame.
pub(crate) type Partners<'a> = dyn Fn(FrameId, NodeId, &[u32]) -> io::Result<Vector> + 'a;

/// What nodes of a batch need besides each other.
pub(crate) struct Environment<'a> {
    /// The cells, where the batch is a chunk that is being read.
    pub(crate) chunk: Option<&'a Chunk<'a>>,
    /// The ids of the rows, in a frame of keys.
    pub(crate) own: Option<&'a [u32]>,
    /// Which rows of the frame these are.
    pub(crate) here: Here<'a>,
    /// Keys are looked up and never get an id.
    pub(crate) look_up_only: bool,
    /// Rows expected in the frame.
    pub(crate) expected: usize,
    pub(crate) reads: Reads<'a>,
    pub(crate) partners: &'a Partners<'a>,
    pub(crate) blocks: RefCell<&'a mut Blocks>,
    pub(crate) notes: RefCell<&'a mut Vec<CellNote>>,
    /// Cells that are not written as their key, where a tally asks.
    pub(crate) spelled: RefCell<Vec<Spelled>>,
    /// The texts that the thread has met, where whole tables are read.
    pub(crate) wordbooks: Option<RefCell<&'a mut Wordbooks>>,
}

/// Rows of a frame with the vectors that are known so far.
pub(crate) struct Batch<'a> {
    pub(crate) engine: &'a Engine<'a>,
    pub(crate) frame: FrameId,
    pub(crate) rows: usize,
    /// Vectors of earlier phases.
    kept: Option<&'a KeptNodes>,
    /// The same, those that were asked for.
    unpacked: Vec<OnceCell<Cow<'a, Vector>>>,
    /// Vectors of this phase.
    pub(crate) now: Vec<Option<Vector>>,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(
        engine: &'a Engine<'a>,
        frame: FrameId,
        rows: usize,
        kept: Option<&'a KeptNodes>,
    ) -> Self {
        let nodes = engine.plan.frames[frame.0].nodes.len();
        Self {
            engine,
            frame,
            rows,
            kept,
            unpacked: vec![OnceCell::new(); if kept.is_some() { nodes } else { 0 }],
            now: vec![None; nodes],
        }
    }

    /// The vector of a node; unknown where it was not evaluated.
    #[inline]
    pub(crate) fn get(&self, id: NodeId) -> &Vector {
        static UNKNOWN: Vector = Vector {
            values: Values::Constant(None),
            known: None,
        };
        if let Some(Some(vector)) = self.now.get(id.0) {
            return vector;
        }
        let stored = self.kept.and_then(|kept| kept.get(id));
        match (stored, self.unpacked.get(id.0)) {
            (Some(stored), Some(unpacked)) => unpacked.get_or_init(|| stored.vector()),
            _ => &UNKNOWN,
        }
    }

    /// Evaluates some nodes, each after what it is made from.
    ///
    /// # Errors
    /// When rows of another frame cannot be fetched.
    pub(crate) fn evaluate(
        &mut self,
        environment: &Environment<'_>,
        wanted: impl Fn(NodeId) -> bool,
    ) -> io::Result<()> {
        let engine = self.engine;
        for &id in &engine.orders[self.frame.0] {
            if wanted(id) && self.now[id.0].is_none() {
                let vector = self.node(environment, id)?;
                self.now[id.0] = Some(vector);
            }
        }
        Ok(())
    }

    /// The key made of a column in this phase, whatever the cell is taken for.
    fn key_of_column(&self, column: usize) -> Option<&Vector> {
        let nodes = self.engine.plan.frames[self.frame.0].nodes.iter();
        (nodes.zip(&self.now)).find_map(|(node, vector)| match node {
            Node::Column(
                other,
                Want::Key {
                    text: KeyText::Plain | KeyText::Name,
                    ..
                },
            ) if *other == column => vector.as_ref(),
            _ => None,
        })
    }

    fn node(&self, environment: &Environment<'_>, id: NodeId) -> io::Result<Vector> {
        let engine = self.engine;
        let node = &engine.plan.frames[self.frame.0].nodes[id.0];
        let inserts = !environment.look_up_only && engine.phases.inserts[self.frame.0][id.0];
        Ok(match node {
            Node::Column(..) => self.column(environment, id),
            Node::OwnKey(_) => match environment.own {
                Some(ids) => Vector::new(Values::Key(ids.to_vec()), None),
                None => Vector::unknown(),
            },
            Node::KeyOf(text, space) => {
                let text = self.get(*text);
                let packed: Vec<u64> = (0..self.rows)
                    .map(|row| {
                        let text = text.text(row)?;
                        engine.spaces[space.0].pack(text, inserts)
                    })
                    .map(|packed| packed.unwrap_or(0))
                    .collect();
                let known = text.known_rows(self.rows).map(|known| known.into_owned());
                Vector::new(self.ids(environment, *space, &packed, inserts), known)
            }
            Node::Compose(space, parts) => {
                let Some(composer) = &engine.composers[space.0] else {
                    return Ok(Vector::unknown());
                };
                let arguments: Vec<&Vector> = parts.iter().map(|&id| self.get(id)).collect();
                let frame = self.frame.0;
                let needed = match environment.look_up_only {
                    true => None,
                    false => (engine.guards).rows((frame, id), self.rows, |id| self.get(id)),
                };
                let (packed, known) = {
                    let mut blocks = environment.blocks.borrow_mut();
                    composer.pack(
                        &arguments,
                        (self.rows, needed.as_ref()),
                        inserts,
                        &mut blocks.prefixes[space.0],
                        environment.expected,
                    )
                };
                Vector::new(self.ids(environment, *space, &packed, inserts), known)
            }
            Node::Axis { axis, value } => self.axis(environment, *axis, *value)?,
            // A row that is not there may stand between any two.
            Node::Beside { .. } | Node::RunOf(_) if engine.frames[self.frame.0].is_torn => {
                Vector::unknown()
            }
            Node::Beside {
                sequence,
                runs,
                beside,
                value,
            } => self.beside(environment, (*sequence, *runs), *beside, *value)?,
            Node::Ungrouped { links, groups } => match environment.own {
                Some(ids) => engine.ungrouped(ids, links, *groups),
                None => Vector::unknown(),
            },
            Node::RunOf(runs) => self.run_of(environment, *runs),
            Node::Read {
                key: Some(key),
                put,
                kind: ReadKind::Gather { value, partners },
                ..
            } => self.gather(environment, self.get(*key), *put, *value, *partners)?,
            Node::Read {
                key,
                put,
                kind,
                undecided_members,
                also,
            } => {
                let asked = Asked {
                    put: *put,
                    kind,
                    undecided_members: *undecided_members,
                };
                let key = key.map(|key| (key, self.get(key)));
                match (key, also) {
                    (Some((_, key)), Some((second, more))) => {
                        let second = (self.get(*second), *more);
                        environment.reads.read_both(key, second, &asked, self.rows)
                    }
                    _ => environment.reads.read(key, &asked),
                }
            }
            Node::Pairs {
                key,
                put,
                nodes,
                op,
                number,
            } => self.pairs(
                environment,
                self.get(*key),
                (*put, nodes.as_slice()),
                (*op, *number),
            )?,
            _ => {
                if let Node::Choose {
                    when, otherwise, ..
                } = node
                {
                    self.note_unread(environment, *when, *otherwise);
                }
                let get = |id: NodeId| self.get(id);
                kernels::compute(engine.plan, node, self.rows, &get).unwrap_or_else(Vector::unknown)
            }
        })
    }

    /// Notes the cells that can be read as their column is declared, and stand for nothing where they are looked up: a month `13月`.
    fn note_unread(&self, environment: &Environment<'_>, when: NodeId, otherwise: NodeId) {
        let nodes = &self.engine.plan.frames[self.frame.0].nodes;
        let Node::Constant(Constant::Unknown(_, Reason::Unreadable)) = nodes[otherwise.0] else {
            return;
        };
        let mut below = when;
        let column = loop {
            match &nodes[below.0] {
                Node::Column(column, _) => break *column,
                other => match other.arguments().first() {
                    Some(&first) => below = first,
                    None => return,
                },
            }
        };
        if environment.chunk.is_none() {
            return;
        }
        let unread = self.get(when).no(self.rows);
        let mut notes = environment.notes.borrow_mut();
        notes.extend(unread.rows().map(|row| CellNote {
            kind: ProblemKind::Unreadable,
            row,
            column,
        }));
    }

    fn column(&self, environment: &Environment<'_>, id: NodeId) -> Vector {
        let reader = &self.engine.readers[self.frame.0][id.0];
        let (Some(chunk), Some(reader)) = (environment.chunk, reader) else {
            return Vector::unknown();
        };
        let node = &self.engine.plan.frames[self.frame.0].nodes[id.0];
        if let Node::Column(column, Want::Given | Want::Blank | Want::Unreadable) = node
            && let Some(key) = self.key_of_column(*column)
            && let Some(states) = reader.states_by_key(chunk, key.known.as_ref())
        {
            return states;
        }
        let mut blocks = environment.blocks.borrow_mut();
        let mut spelled = Vec::new();
        let mut keys = KeyContext {
            spaces: &self.engine.spaces,
            blocks: &mut blocks.keys,
            rows: environment.expected,
            look_up_only: environment.look_up_only,
            spelled: &mut spelled,
        };
        let mut notes = environment.notes.borrow_mut();
        let mut books = environment.wordbooks.as_ref().map(RefCell::borrow_mut);
        let book = match (&mut books, reader.index()) {
            (Some(books), Some(index)) => Some(books.of(self.frame.0, index)),
            _ => None,
        };
        let vector = reader.read(chunk, &mut keys, book, &mut notes);
        let spelled = spelled.into_iter();
        let spelled = spelled.map(|(row, written)| Spelled {
            node: id,
            row,
            written,
        });
        environment.spelled.borrow_mut().extend(spelled);
        vector
    }

    fn ids(
        &self,
        environment: &Environment<'_>,
        space: SpaceId,
        packed: &[u64],
        inserts: bool,
    ) -> Values {
        let keys = &self.engine.spaces[space.0];
        Values::Key(if inserts {
            let mut blocks = environment.blocks.borrow_mut();
            keys.intern(packed, &mut blocks.keys[space.0], environment.expected)
        } else {
            keys.look_up(packed)
        })
    }
}
