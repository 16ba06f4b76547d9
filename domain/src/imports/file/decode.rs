//! From bytes to UTF-8.

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};
use shared::imports::Encoding;
use std::borrow::Cow;
use std::io::{self, Read};

/// Bytes that are read and written at a time.
const BUFFER: usize = 32 * 1024;

/// The beginning of a file as UTF-8, or as it is where every letter is one byte.
pub(super) fn whole(encoding: Encoding, bytes: &[u8]) -> Cow<'_, [u8]> {
    let decoded = |text: Cow<'_, str>| Cow::Owned(text.into_owned().into_bytes());
    match encoding {
        Encoding::Utf16Le => decoded(UTF_16LE.decode_with_bom_removal(bytes).0),
        Encoding::Utf16Be => decoded(UTF_16BE.decode_with_bom_removal(bytes).0),
        Encoding::Utf8 | Encoding::Windows1252 | Encoding::Mixed => Cow::Borrowed(bytes),
    }
}

/// A cell as text: UTF-8 where it is that, else Windows-1252, which has a letter for every byte.
pub(super) fn cell(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, true),
    }
}

/// Reads UTF-8 out of a source of the given encoding; what is no letter becomes the mark for that.
pub(super) struct Decoded<R> {
    source: R,
    /// `None` where bytes pass as they are.
    decoder: Option<Decoder>,
    input: Vec<u8>,
    /// What of the input was not decoded yet.
    from: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(encoding: Encoding, source: R) -> Self {
        let decoder = match encoding {
            Encoding::Utf16Le => Some(UTF_16LE.new_decoder_with_bom_removal()),
            Encoding::Utf16Be => Some(UTF_16BE.new_decoder_with_bom_removal()),
            Encoding::Utf8 | Encoding::Windows1252 | Encoding::Mixed => None,
        };
        Self { source, decoder, input: Vec::new(), from: 0, ended: false }
    }
}

impl<R: Read> Read for Decoded<R> {
    /// Wants room for at least one letter, four bytes.
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else { return self.source.read(out) };
        loop {
            if self.from >= self.input.len() && !self.ended {
                self.input.resize(BUFFER, 0);
                let read = self.source.read(&mut self.input)?;
                self.input.truncate(read);
                self.from = 0;
                self.ended = read == 0;
            }
            let rest = self.input.get(self.from..).unwrap_or_default();
            let (result, read, written, _) = decoder.decode_to_utf8(rest, out, self.ended);
            self.from += read;
            if written > 0 || (self.ended && result == CoderResult::InputEmpty) {
                return Ok(written);
            }
        }
    }
}
