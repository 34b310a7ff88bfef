//! What packed files may unpack to: a few kilobytes must not become the memory of the whole machine.

use super::OpenError;
use std::io::{self, Read};
use zip::ZipArchive;

/// Bytes that any file may unpack to.
pub(super) const FREE: u64 = 128 << 20;

/// How many times its own size a larger one may. Tables of repeated words and numbers unpack to ten or thirty times theirs.
const MOST_TIMES: u64 = 100;

/// How many times its own size a part of a Parquet file may, where a word that all rows share stands once.
const MOST_TIMES_OF_COLUMN: u64 = 1000;

/// Bytes that no file may unpack to.
const MOST: u64 = 16 << 30;

/// Refuses a size that unpacks to too much.
fn check(unpacked: u64, packed: u64, times: u64) -> Result<(), OpenError> {
    let is_much = unpacked > FREE && unpacked / times > packed;
    match is_much || unpacked > MOST {
        true => Err(OpenError::UnpacksTooFar { packed, unpacked }),
        false => Ok(()),
    }
}

/// Refuses a column of a Parquet file that says of itself that it unpacks to too much.
pub(super) fn check_column(unpacked: i64, packed: i64) -> Result<(), OpenError> {
    let size = |size: i64| u64::try_from(size).unwrap_or(0);
    check(size(unpacked), size(packed), MOST_TIMES_OF_COLUMN)
}

/// Refuses an archive that unpacks to too much: by the sizes that it declares, and by what the parts hold of which it may have declared too
/// little. The parts that are sheets are left out: whoever unpacks them stops at what they declare ([`is_sheet`], [`check_sheets`]).
pub(super) fn check_archive<R: Read + io::Seek>(
    archive: &mut ZipArchive<R>,
) -> Result<(), OpenError> {
    let (mut packed, mut unpacked) = (0u64, 0u64);
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index_raw(at) else {
            return Err(OpenError::DamagedWorkbook);
        };
        packed = packed.saturating_add(part.compressed_size());
        unpacked = unpacked.saturating_add(part.size());
    }
    check(unpacked, packed, MOST_TIMES)?;
    unpack(archive, |name| !is_sheet(name))
}

/// Whether a part of a workbook is a sheet.
fn is_sheet(name: &str) -> bool {
    name.starts_with("xl/worksheets/sheet") && name.ends_with(".xml")
}

/// Refuses an archive with sheets that unpack to more than they declare.
pub(super) fn check_sheets<R: Read + io::Seek>(
    archive: &mut ZipArchive<R>,
) -> Result<(), OpenError> {
    unpack(archive, is_sheet)
}

/// Unpacks parts and keeps nothing, up to one byte more than they declare. Nothing that is packed so well that it could be more than is free
/// is left out.
fn unpack<R: Read + io::Seek>(
    archive: &mut ZipArchive<R>,
    is_asked: impl Fn(&str) -> bool,
) -> Result<(), OpenError> {
    // No part unpacks to more times its size than this.
    const MOST_OF_DEFLATE: u64 = 1100;
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else {
            continue;
        };
        let (declared, packed) = (part.size(), part.compressed_size());
        let is_asked = part.name().is_ok_and(|name| is_asked(&name));
        if !is_asked || packed.saturating_mul(MOST_OF_DEFLATE) <= FREE {
            continue;
        }
        let found = io::copy(&mut part.take(declared.saturating_add(1)), &mut io::sink());
        if found.is_ok_and(|found| found > declared) {
            return Err(OpenError::DamagedWorkbook);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{FREE, MOST, MOST_TIMES, check};

    #[test]
    fn small_files_and_those_packed_as_tables_are_read() {
        assert!(check(FREE, 1, MOST_TIMES).is_ok());
        assert!(check(3 << 30, 100 << 20, MOST_TIMES).is_ok());
        assert!(check(3 << 30, 3 << 20, MOST_TIMES).is_err());
        assert!(check(MOST + 1, MOST, MOST_TIMES).is_err());
    }
}
