//! From stored bytes to UTF-8: gzip, byte order marks, encodings; with counters and limits.

use encoding_rs::{
    CoderResult, Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};
use flate2::read::MultiGzDecoder;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Bytes of one record; more means that a quote is not closed, or that it is no table.
pub(super) const RECORD_BYTES: u64 = 16 << 20;
/// Bytes that may come out of a gzip file before its ratio is looked at.
const FREE_BYTES: u64 = 64 << 20;
/// Bytes out per byte in; text compresses 3 to 30 times.
const RATIO: u64 = 200;
const BLOCK: usize = 64 << 10;

/// What was counted while reading; shared with who watches.
#[derive(Debug, Default)]
pub struct Counts {
    /// Bytes of the file that were read.
    pub read: AtomicU64,
    /// Characters that the encoding does not have.
    pub malformed: AtomicU64,
    /// Bytes of characters beyond ASCII that came out.
    pub beyond_ascii: AtomicU64,
    /// Bytes that came out since the last record began.
    pub since_record: AtomicU64,
}

struct Counted<R> {
    inner: R,
    counts: Arc<Counts>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.counts.read.fetch_add(n as u64, Relaxed);
        Ok(n)
    }
}

struct Inflated<R> {
    inner: R,
    out: u64,
    counts: Arc<Counts>,
}

impl<R: Read> Read for Inflated<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.out += n as u64;
        let most = self.counts.read.load(Relaxed).saturating_mul(RATIO);
        if self.out > FREE_BYTES && self.out > most {
            return Err(io::Error::other(
                "it unpacks to more than 200 times its size: unpack it yourself if it is meant to",
            ));
        }
        Ok(n)
    }
}

/// The bytes of a file, unpacked if it is gzip.
pub(super) fn unpacked<'a>(
    mut file: impl Read + Send + 'a,
    counts: &Arc<Counts>,
) -> io::Result<Box<dyn Read + Send + 'a>> {
    let mut magic = [0; 2];
    let mut have = 0;
    while have < 2 {
        match file.read(&mut magic[have..])? {
            0 => break,
            n => have += n,
        }
    }
    let file = Counted {
        inner: io::Cursor::new(magic).take(have as u64).chain(file),
        counts: Arc::clone(counts),
    };
    if magic == [0x1f, 0x8b] {
        return Ok(Box::new(Inflated {
            inner: MultiGzDecoder::new(io::BufReader::with_capacity(BLOCK, file)),
            out: 0,
            counts: Arc::clone(counts),
        }));
    }
    Ok(Box::new(file))
}

/// The encoding of a text that begins with `head`: by its mark, by the zeros of UTF-16, UTF-8 if
/// it is that, windows-1252 otherwise.
pub(super) fn encoding_of(head: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    let (even, odd) = head
        .iter()
        .take(4_096)
        .enumerate()
        .fold((0, 0), |(e, o), (i, b)| match (*b, i % 2) {
            (0, 0) => (e + 1, o),
            (0, _) => (e, o + 1),
            _ => (e, o),
        });
    let pairs = head.len().min(4_096) / 2;
    if pairs > 4 && odd * 10 > pairs * 3 && odd > even * 4 {
        return UTF_16LE;
    }
    if pairs > 4 && even * 10 > pairs * 3 && even > odd * 4 {
        return UTF_16BE;
    }
    match std::str::from_utf8(head) {
        Ok(_) => UTF_8,
        // A character may be cut at the end of the head.
        Err(error) if error.error_len().is_none() => UTF_8,
        Err(_) => WINDOWS_1252,
    }
}

/// A text as UTF-8, whatever it is stored as.
pub(super) struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    input: Vec<u8>,
    start: usize,
    end: usize,
    output: Vec<u8>,
    taken: usize,
    filled: usize,
    ended: bool,
    counts: Arc<Counts>,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(inner: R, encoding: &'static Encoding, counts: Arc<Counts>) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            input: vec![0; BLOCK],
            start: 0,
            end: 0,
            output: vec![0; BLOCK * 3 + 16],
            taken: 0,
            filled: 0,
            ended: false,
            counts,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.taken = 0;
        self.filled = 0;
        while self.filled == 0 && !self.ended {
            if self.start == self.end {
                self.start = 0;
                self.end = self.inner.read(&mut self.input)?;
            }
            let last = self.end == 0;
            loop {
                let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                    &self.input[self.start..self.end],
                    &mut self.output[self.filled..],
                    last,
                );
                self.start += read;
                self.filled += written;
                match result {
                    DecoderResult::InputEmpty => {
                        self.ended = last;
                        break;
                    }
                    DecoderResult::OutputFull => break,
                    DecoderResult::Malformed(_, _) => {
                        self.counts.malformed.fetch_add(1, Relaxed);
                        let mark = "\u{fffd}".as_bytes();
                        if self.filled + mark.len() > self.output.len() {
                            break;
                        }
                        self.output[self.filled..self.filled + mark.len()].copy_from_slice(mark);
                        self.filled += mark.len();
                    }
                }
            }
        }
        let beyond = self.output[..self.filled]
            .iter()
            .filter(|b| **b >= 0x80)
            .count();
        self.counts.beyond_ascii.fetch_add(beyond as u64, Relaxed);
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.filled {
            self.refill()?;
        }
        let n = buffer.len().min(self.filled - self.taken);
        buffer[..n].copy_from_slice(&self.output[self.taken..self.taken + n]);
        self.taken += n;
        let since = self.counts.since_record.fetch_add(n as u64, Relaxed);
        if since > RECORD_BYTES {
            return Err(io::Error::other(
                "one row is longer than 16 MiB: a quote may not be closed, or it is no table",
            ));
        }
        Ok(n)
    }
}

/// A whole text at once, as UTF-8.
pub(super) fn decode_all(bytes: &[u8], encoding: &'static Encoding) -> String {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut text = String::with_capacity(bytes.len() * 3 + 16);
    let (result, _, _) = decoder.decode_to_string(bytes, &mut text, false);
    debug_assert_eq!(result, CoderResult::InputEmpty);
    text
}
