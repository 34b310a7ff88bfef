//! The only door to the disk: every file is opened, listed and written through here.

use super::{FileId, Location, Span};
use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A file or folder found in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderEntry {
    /// Path, beginning with the folder that was listed.
    pub path: PathBuf,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// The text files read so far, so that a [`Span`] can be shown later.
#[derive(Debug, Default)]
pub struct Files {
    texts: Vec<Text>,
}

/// A text with its path.
#[derive(Debug)]
struct Text {
    path: PathBuf,
    text: String,
    /// Where its lines begin, once a place was asked for.
    lines: OnceLock<Vec<u32>>,
}

impl Files {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a text under a path (a file already read, or a text that never lay on disk).
    pub fn add(&mut self, path: impl Into<PathBuf>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(Text {
            path: path.into(),
            text: text.into(),
            lines: OnceLock::new(),
        });
        id
    }

    /// The text of a file; empty for an id of another list.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        let found = self.texts.get(file.0 as usize);
        found.map_or("", |found| found.text.as_str())
    }

    /// The paths of all files, as they were given.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.texts.iter().map(|text| text.path.as_path())
    }

    /// The path of a file as it was given.
    #[must_use]
    pub fn path(&self, file: FileId) -> &Path {
        self.texts
            .get(file.0 as usize)
            .map_or(Path::new(""), |found| found.path.as_path())
    }

    /// The place of a byte offset of a file, as [`Location::of`] tells it, without counting all lines before it again.
    #[must_use]
    pub fn location(&self, file: FileId, offset: usize) -> Location {
        let Some(Text { text, lines, .. }) = self.texts.get(file.0 as usize) else {
            return Location::of("", 0);
        };
        let offset = offset.min(text.len());
        let starts = lines.get_or_init(|| {
            let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            let behind = breaks.filter_map(|(at, _)| u32::try_from(at + 1).ok());
            std::iter::once(0).chain(behind).collect()
        });
        let line = starts.partition_point(|&start| start as usize <= offset);
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or(0) as usize;
        let rest = text.get(start..).unwrap_or_default();
        Location {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            ..Location::of(rest, offset - start)
        }
    }

    /// The whole lines that a span lies in, with some more lines before and after.
    #[must_use]
    pub fn lines_around(&self, span: Span, more: usize) -> Range<usize> {
        let text = self.text(span.file);
        let (from, to) = (span.start as usize, span.end as usize);
        let before = text.as_bytes().get(..from).unwrap_or_default();
        let behind = text.as_bytes().get(to..).unwrap_or_default();
        let is_break = |&(_, &byte): &(usize, &u8)| byte == b'\n';
        let start = before.iter().enumerate().rev().filter(is_break).nth(more);
        let end = behind.iter().enumerate().filter(is_break).nth(more);
        start.map_or(0, |(at, _)| at + 1)..end.map_or(text.len(), |(at, _)| to + at + 1)
    }

    /// The text under a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file)
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }

    /// A path as shown to readers: relative to a folder where it begins with it, with `/`.
    #[must_use]
    pub fn relative(path: &Path, folder: &Path) -> String {
        let path = path.strip_prefix(folder).unwrap_or(path);
        path.to_string_lossy().replace('\\', "/")
    }

    /// A path as seen from a folder, with `/`; both may be relative to the current folder. `..` leads out of the folder where it has to.
    #[must_use]
    pub fn seen_from(path: &Path, folder: &Path) -> String {
        let parts = |path: &Path| {
            // The folder of a bare file name is empty: the current one.
            let path = if path.as_os_str().is_empty() {
                Path::new(".")
            } else {
                path
            };
            let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
            let mut parts: Vec<std::ffi::OsString> = Vec::new();
            for part in absolute.components() {
                if part == std::path::Component::ParentDir {
                    parts.pop();
                } else {
                    parts.push(part.as_os_str().to_owned());
                }
            }
            parts
        };
        let (path, folder) = (parts(path), parts(folder));
        let shared = path.iter().zip(&folder).take_while(|(a, b)| a == b).count();
        let up = folder.iter().skip(shared).map(|_| "..".to_owned());
        let down = path.iter().skip(shared);
        let down = down.map(|part| part.to_string_lossy().into_owned());
        up.chain(down).collect::<Vec<_>>().join("/")
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        Self::open(path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Opens a file for reading in pieces.
    ///
    /// # Errors
    /// When the file cannot be opened, or is a pipe or a device, which may never end.
    pub fn open(path: &Path) -> io::Result<File> {
        let kind = fs::metadata(path)?.file_type();
        if !kind.is_file() && !kind.is_dir() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "it is no ordinary file",
            ));
        }
        File::open(path)
    }

    /// The error where a file ends before a place that was in it when it was opened.
    #[must_use]
    pub fn became_shorter() -> io::Error {
        io::Error::new(
            io::ErrorKind::UnexpectedEof,
            "the file became shorter while it was read",
        )
    }

    /// Reads up to `buffer.len()` bytes from a place in the file, wherever other threads read; fewer only at its end. Gives their number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read_at(file: &File, mut buffer: &mut [u8], mut place: u64) -> io::Result<usize> {
        let wanted = buffer.len();
        while !buffer.is_empty() {
            #[cfg(unix)]
            let read = std::os::unix::fs::FileExt::read_at(file, buffer, place);
            #[cfg(windows)]
            let read = std::os::windows::fs::FileExt::seek_read(file, buffer, place);
            match read {
                Ok(0) => break,
                Ok(n) => {
                    place += n as u64;
                    buffer = buffer.get_mut(n..).unwrap_or_default();
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(wanted - buffer.len())
    }

    /// Whether a file or folder is there.
    #[must_use]
    pub fn exists(path: &Path) -> bool {
        path.exists()
    }

    /// The one way to write where a file lies; the path itself where there is no file.
    #[must_use]
    pub fn canonical(path: &Path) -> PathBuf {
        fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
    }

    /// Whether the path is a folder.
    #[must_use]
    pub fn is_folder(path: &Path) -> bool {
        path.is_dir()
    }

    /// What lies in a folder, in order of names.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn list(folder: &Path) -> io::Result<Vec<FolderEntry>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let is_folder = path.is_dir();
            found.push(FolderEntry { path, is_folder });
        }
        found.sort();
        Ok(found)
    }
}
