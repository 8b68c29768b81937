//! A file that can be read more than once, without this room touching the disk.

use crate::{Error, Result};
use sha2::{Digest, Sha256};
use std::io::{self, Read, Seek};

/// Bytes that can be read from any place.
pub trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

type Open = dyn Fn() -> io::Result<Box<dyn Bytes>> + Send + Sync;

/// A file to import: its name, its size, and how to open it.
pub struct Source {
    /// Its name as given; for messages.
    pub name: String,
    /// Its size in bytes, as stored (compressed).
    pub bytes: u64,
    open: Box<Open>,
}

impl Source {
    /// A file that `open` opens at its start; it is opened once per pass.
    pub fn new(
        name: impl Into<String>,
        bytes: u64,
        open: impl Fn() -> io::Result<Box<dyn Bytes>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            bytes,
            open: Box::new(open),
        }
    }

    /// Bytes that are in memory already (a small upload, a test).
    pub fn of_bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: std::sync::Arc<[u8]> = bytes.into().into();
        Self::new(name, bytes.len() as u64, move || {
            Ok(Box::new(io::Cursor::new(std::sync::Arc::clone(&bytes))) as Box<dyn Bytes>)
        })
    }

    /// The file at its start.
    pub(crate) fn open(&self) -> Result<Box<dyn Bytes>> {
        (self.open)().map_err(|source| self.failed(source))
    }

    /// SHA-256 of its bytes, hex.
    pub(crate) fn hash(&self) -> Result<String> {
        let mut file = self.open()?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 256 << 10];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(crate::receive::hex(&hasher.finalize())),
                Ok(n) => hasher.update(&buffer[..n]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.failed(error)),
            }
        }
    }

    /// An error while reading it.
    pub(crate) fn failed(&self, source: io::Error) -> Error {
        Error::File {
            name: self.name.clone(),
            source,
        }
    }

    /// It is not what it seemed to be.
    pub(crate) fn wrong(
        &self,
        format: &'static str,
        reason: impl Into<String>,
        mend: &'static str,
    ) -> Error {
        Error::Format {
            name: self.name.clone(),
            format,
            reason: reason.into(),
            mend,
        }
    }
}
