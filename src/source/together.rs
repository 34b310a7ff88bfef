//! Several files that are written together: all of them or none.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, SyncSender};
use std::thread;

/// Files in the making. Each is written into a neighbour; [`Together::keep`] puts all in their places.
/// When this is dropped before, nothing is left of them, and older files are as they were.
#[derive(Debug, Default)]
pub struct Together {
    /// Neighbours and the places they are to take.
    written: Vec<(PathBuf, PathBuf)>,
    /// Folders that were made for them, outermost first.
    folders: Vec<PathBuf>,
}

impl Together {
    /// No files yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes one file, for the time being into a neighbour.
    ///
    /// # Errors
    /// When the folder cannot be made, a folder or a device stands at the place, or the file cannot be written.
    pub fn write(
        &mut self,
        path: &Path,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        if path.is_dir() {
            return Err(io::Error::new(
                io::ErrorKind::IsADirectory,
                format!("{} is a folder", path.display()),
            ));
        }
        // What a link leads to is written, and the link stays.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        if path.exists() && !path.is_file() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!(
                    "{} is no ordinary file; without -o a report goes to standard output （不是普通文件；不写 -o 即写到标准输出）",
                    path.display()
                ),
            ));
        }
        if let Some(folder) = path.parent() {
            self.make_folder(folder)?;
        }
        let part = neighbour(&path, "part");
        let file = File::create(&part)?;
        self.written.push((part, path));
        thread::scope(|scope| {
            let (more, to_sync) = mpsc::sync_channel(1);
            let sync = || to_sync.into_iter().try_for_each(|()| file.sync_data());
            // Without a thread for it everything goes to the disk at the end.
            let syncing = thread::Builder::new().spawn_scoped(scope, sync).ok();
            let mut out = BufWriter::with_capacity(
                1 << 16,
                Flowing {
                    file: &file,
                    waiting: 0,
                    more,
                },
            );
            let written = write(&mut out).and_then(|()| out.flush());
            drop(out);
            let synced = syncing.map_or(Ok(Ok(())), thread::ScopedJoinHandle::join);
            written?;
            synced.unwrap_or_else(|_| {
                Err(io::Error::other(
                    "the thread that syncs the file has failed",
                ))
            })
        })?;
        file.sync_all()
    }

    /// Puts all files in their places.
    ///
    /// # Errors
    /// When one cannot be put in its place; then none is, and older files are back.
    pub fn keep(&mut self) -> io::Result<()> {
        let mut done: Vec<(&Path, Option<PathBuf>)> = Vec::new();
        let mut failure = None;
        for (part, path) in &self.written {
            match replace(part, path) {
                Ok(older) => done.push((path, older)),
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            }
        }
        for (path, older) in done {
            match (&failure, older) {
                (None, Some(older)) => fs::remove_file(older)?,
                (None, None) => {}
                // Going back may fail like going forward did; the first failure is the one to tell.
                (Some(_), Some(older)) => drop(fs::rename(older, path)),
                (Some(_), None) => drop(fs::remove_file(path)),
            }
        }
        match failure {
            Some(error) => Err(error),
            None => {
                self.written.clear();
                self.folders.clear();
                Ok(())
            }
        }
    }

    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<PathBuf> = folder
            .ancestors()
            .take_while(|f| !f.as_os_str().is_empty() && !f.exists())
            .map(Path::to_path_buf)
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(&folder)?;
            self.folders.push(folder);
        }
        Ok(())
    }
}

/// So many bytes go on to the disk while more are made, so that not all of a large file is waited for at its end.
const FLOWING: usize = 32 << 20;

/// A file of which a thread is told, every [`FLOWING`] bytes, that there is more to sync.
struct Flowing<'f> {
    file: &'f File,
    /// Bytes that nobody was told of.
    waiting: usize,
    more: SyncSender<()>,
}

impl Write for Flowing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.waiting += written;
        // Where the disk is behind, it has been told already; what it missed is synced with the next bytes, or at the end.
        if self.waiting >= FLOWING && self.more.try_send(()).is_ok() {
            self.waiting = 0;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Together {
    fn drop(&mut self) {
        for (part, _) in &self.written {
            // Nobody can be told here, and a neighbour that is gone is what is wanted.
            let _ = fs::remove_file(part);
        }
        for folder in self.folders.iter().rev() {
            // Fails where something else was put into it meanwhile, which is then to stay.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Puts a file in its place; gives where the older file of that place went.
fn replace(part: &Path, path: &Path) -> io::Result<Option<PathBuf>> {
    let older = neighbour(path, "older");
    let had_older = path.exists();
    if had_older {
        fs::rename(path, &older)?;
    }
    if let Err(error) = fs::rename(part, path) {
        if had_older {
            let _ = fs::rename(&older, path);
        }
        return Err(error);
    }
    Ok(had_older.then_some(older))
}

fn neighbour(path: &Path, ending: &str) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}
