//! Checklist files and the files that they use.
//!
//! Takes paths, gives the trees of all files, each once, used files before those that use them. A file that cannot be
//! read, and a file that uses itself around corners, is reported at the word that asks for it.

use super::problems;
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Files, Span};
use crate::syntax::ast;
use crate::types::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A parsed file and the files that it uses.
#[derive(Debug)]
pub(super) struct Tree {
    /// The file.
    pub(super) file: FileId,
    /// What it declares.
    pub(super) ast: ast::File,
    /// Trees that it uses, by number, with the place of the word.
    pub(super) uses: Vec<(usize, Span)>,
    /// Those of them that it adopts.
    pub(super) adopts: Vec<(usize, Span)>,
    /// Whether a file that it uses or adopts is not there.
    pub(super) lacks_a_file: bool,
    /// Whether it was asked for by itself or by its tests: not only because another one adopts it.
    pub(super) asked_for: bool,
    /// Whether it was asked for by itself or adopted: its items are to be checked.
    pub(super) main: bool,
}

impl Tree {
    /// Whether it says who has to act on findings.
    pub(super) fn has_routing(&self) -> bool {
        let mut all = self.ast.declarations.iter();
        all.any(|declaration| matches!(declaration, ast::Declaration::Routing(_)))
    }

    fn has_tests(&self) -> bool {
        let mut all = self.ast.declarations.iter();
        all.any(|declaration| matches!(declaration, ast::Declaration::Test(_)))
    }

    fn has_items(&self) -> bool {
        let mut all = self.ast.declarations.iter();
        all.any(|declaration| matches!(declaration, ast::Declaration::Item(_)))
    }
}

/// Reads files, each once.
pub(super) struct Loader<'a> {
    files: &'a mut Files,
    diagnostics: &'a mut Diagnostics,
    library: Option<PathBuf>,
    known: BTreeMap<PathBuf, Option<usize>>,
    /// Checklists that are parsed and have no tree yet.
    parsed: BTreeMap<PathBuf, (FileId, ast::File)>,
    /// The trees so far; used ones before their users.
    pub(super) trees: Vec<Tree>,
}

impl<'a> Loader<'a> {
    pub(super) fn new(
        library: Option<&Path>,
        files: &'a mut Files,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            files,
            diagnostics,
            library: library.map(Path::to_path_buf),
            known: BTreeMap::new(),
            parsed: BTreeMap::new(),
            trees: Vec::new(),
        }
    }

    /// Loads checklists by their paths; all of them are parsed at once, as parsing is most of the work.
    pub(super) fn mains(&mut self, paths: &[PathBuf]) {
        let mut read: BTreeMap<&Path, FileId> = BTreeMap::new();
        for path in paths {
            if read.contains_key(path.as_path()) {
                continue;
            }
            match Files::read(path) {
                Ok(bytes) => {
                    read.insert(path, self.files.add(path, decode(bytes)));
                }
                Err(error) => {
                    let file = self.files.add(path, "");
                    self.diagnostics.add(problems::no_file(
                        Language::En,
                        start_of(file),
                        path,
                        &error,
                    ));
                }
            }
        }
        let read = read.into_iter();
        self.parse_at_once(
            read.map(|(path, file)| (path.to_path_buf(), file))
                .collect(),
        );
        for path in paths {
            if let Some((file, ast)) = self.parsed.remove(path) {
                self.enter(path, file, ast);
            }
            if let Some(&Some(tree)) = self.known.get(path)
                && let Some(tree) = self.trees.get_mut(tree)
            {
                tree.main = true;
                tree.asked_for = true;
            }
        }
    }

    /// Parses files and those that they use, all at once. One whose name is not told by its line is parsed where it is entered.
    fn parse_at_once(&mut self, mut read: Vec<(PathBuf, FileId)>) {
        self.read_used(&mut read);
        let ids: Vec<FileId> = read.iter().map(|(_, file)| *file).collect();
        let asts = crate::syntax::parse_all(&ids, self.files, self.diagnostics);
        for ((path, file), ast) in read.into_iter().zip(asts) {
            self.parsed.insert(path, (file, ast));
        }
    }

    /// Reads the files that others use, and those that they use.
    fn read_used(&mut self, read: &mut Vec<(PathBuf, FileId)>) {
        let mut known: BTreeSet<PathBuf> = read.iter().map(|(path, _)| path.clone()).collect();
        let mut at = 0;
        while let Some((path, file)) = read.get(at).cloned() {
            at += 1;
            for name in crate::syntax::used(file, self.files) {
                let mut places = self.places(&path, &name).into_iter();
                let place = places.find(|place| lies_below(&name) && Files::exists(place));
                let Some(place) = place.filter(|place| known.insert(place.clone())) else {
                    continue;
                };
                // Why one cannot be read is told where it is entered.
                if let Ok(bytes) = Files::read(&place) {
                    let file = self.files.add(&place, decode(bytes));
                    read.push((place, file));
                }
            }
        }
    }

    /// Where a file may lie that another one uses.
    fn places(&self, from: &Path, name: &str) -> Vec<PathBuf> {
        let file_name = format!("{name}.duban");
        let folder = from.parent().unwrap_or_else(|| Path::new(""));
        let mut places = vec![folder.join(&file_name)];
        places.extend(self.library.as_ref().map(|folder| folder.join(&file_name)));
        places
    }

    /// Takes a checklist as text.
    pub(super) fn text(&mut self, path: &Path, text: String) {
        let tree = self.parse(path, text);
        if let Some(tree) = self.trees.get_mut(tree) {
            tree.main = true;
            tree.asked_for = true;
        }
    }

    /// A file of tests without items of its own is about those of the checklists that it uses.
    pub(super) fn items_of_tests(&mut self) {
        let tested: Vec<usize> = self
            .trees
            .iter()
            .filter(|tree| tree.main && tree.has_tests() && !tree.has_items())
            .flat_map(|tree| tree.uses.iter().map(|(used, _)| *used))
            .collect();
        for tree in tested {
            if let Some(tree) = self.trees.get_mut(tree) {
                tree.main |= tree.has_items();
                tree.asked_for |= tree.has_items();
            }
        }
    }

    fn parse(&mut self, path: &Path, text: String) -> usize {
        let file = self.files.add(path, text);
        let ast = crate::syntax::parse(file, self.files, self.diagnostics);
        self.enter(path, file, ast)
    }

    /// Makes a tree of a parsed file, after those of the files that it uses.
    fn enter(&mut self, path: &Path, file: FileId, ast: ast::File) -> usize {
        self.known.insert(path.to_path_buf(), None);
        let language = ast.language;
        let (mut uses, mut adopts) = (Vec::new(), Vec::new());
        let mut lacks_a_file = false;
        for declaration in &ast.declarations {
            let (name, adopted) = match declaration {
                ast::Declaration::Adopt(name) => (name, true),
                ast::Declaration::Use(name) => (name, false),
                _ => continue,
            };
            let Some(tree) = self.used(path, name, language) else {
                lacks_a_file = true;
                continue;
            };
            uses.push((tree, name.span));
            if adopted {
                adopts.push((tree, name.span));
                if let Some(tree) = self.trees.get_mut(tree) {
                    tree.main = true;
                }
            }
        }
        let number = self.trees.len();
        self.trees.push(Tree {
            file,
            ast,
            uses,
            adopts,
            lacks_a_file,
            asked_for: false,
            main: false,
        });
        self.known.insert(path.to_path_buf(), Some(number));
        number
    }

    /// The tree of a used file; `None` where there is none (reported).
    fn used(&mut self, from: &Path, name: &ast::Quoted, language: Language) -> Option<usize> {
        if !lies_below(&name.text) {
            self.diagnostics
                .add(problems::used_from_elsewhere(language, name.span));
            return None;
        }
        let places = self.places(from, &name.text);
        for place in &places {
            match self.known.get(place) {
                Some(Some(tree)) => return Some(*tree),
                Some(None) => {
                    self.diagnostics
                        .add(problems::uses_itself(language, name.span, &name.text));
                    return None;
                }
                None => {}
            }
        }
        let place = places.iter().find(|place| Files::exists(place));
        let Some(place) = place.cloned() else {
            self.diagnostics.add(problems::used_file_missing(
                language, name.span, &name.text, &places,
            ));
            return None;
        };
        if let Some((file, ast)) = self.parsed.remove(&place) {
            return Some(self.enter(&place, file, ast));
        }
        match Files::read(&place) {
            Ok(bytes) => Some(self.parse(&place, decode(bytes))),
            Err(error) => {
                self.diagnostics
                    .add(problems::no_file(language, name.span, &place, &error));
                None
            }
        }
    }
}

/// Whether a name leads to this folder or one below it, in one way only, so that a file is not loaded twice.
fn lies_below(name: &str) -> bool {
    let strays = |part: &str| part.is_empty() || part == "." || part == "..";
    !name.contains(['\\', ':']) && !name.split('/').any(strays)
}

/// The text of a file without its byte-order mark. Bytes that are no text stay visible, so that the parser can point at them.
fn decode(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes);
    let text = text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let text = match text.strip_prefix('\u{feff}') {
        Some(behind) => behind.to_owned(),
        None => text,
    };
    match text.contains('\n') {
        true => text,
        // Lines as old programs end them.
        false => text.replace('\r', "\n"),
    }
}

fn start_of(file: FileId) -> Span {
    Span {
        file,
        start: 0,
        end: 0,
    }
}
