//! Brotli and gzip at their slowest and smallest: done once here instead of on every request. Owns which files gain from it.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::cache::Cache;

#[derive(Clone, Copy)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    pub(crate) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// What the server looks for next to the plain file.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }

    fn encode(self, bytes: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let mut output = Vec::new();
                let parameters =
                    brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
                brotli::BrotliCompress(&mut &bytes[..], &mut output, &parameters)?;
                Ok(output)
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(bytes)?;
                Ok(encoder.finish()?)
            }
        }
    }
}

/// Whether files of this kind shrink: fonts and pictures are compressed already.
pub(crate) fn is_worth_it(path: &str) -> bool {
    Path::new(path).extension().and_then(|extension| extension.to_str()).is_some_and(|extension| {
        matches!(
            extension,
            "js" | "mjs" | "css" | "wasm" | "html" | "svg" | "json" | "txt" | "xml" | "webmanifest" | "ico"
        )
    })
}

/// The compressed content, or nothing when it would not be smaller.
pub(crate) fn compressed(cache: &Cache, encoding: Encoding, bytes: &[u8]) -> Result<Option<Vec<u8>>> {
    let (encoded, _) = cache.bytes(encoding.extension(), &[bytes], || encoding.encode(bytes))?;
    Ok((encoded.len() < bytes.len()).then_some(encoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_give_the_same_text_back() {
        let text = "the same line again and again\n".repeat(200).into_bytes();
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut Encoding::Brotli.encode(&text).unwrap().as_slice(), &mut plain)
            .unwrap();
        assert_eq!(plain, text);
        let gzip = Encoding::Gzip.encode(&text).unwrap();
        let mut plain = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(gzip.as_slice()), &mut plain).unwrap();
        assert_eq!(plain, text);
    }

    #[test]
    fn fonts_and_pictures_are_left_alone() {
        assert!(is_worth_it("pkg/empire.wasm") && is_worth_it("embed.js"));
        assert!(
            !is_worth_it("fonts/inter-latin.woff2") && !is_worth_it("picture.png") && !is_worth_it("LICENSE")
        );
    }
}
