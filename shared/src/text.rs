//! Plain text from outside: trimmed, bounded, free of control characters.

use crate::errors::Problem;

/// One line: trimmed, inner runs of white space made one space, control characters refused.
///
/// Errors: `text.empty`, `text.too_long`, `text.control`.
pub fn line(text: &str, max_chars: usize) -> Result<String, Problem> {
    let cleaned = text.split_whitespace().collect::<Vec<_>>().join(" ");
    check(cleaned, max_chars)
}

/// Several lines: trimmed, `\r\n` made `\n`, control characters other than line breaks and tabs refused.
///
/// Errors: as [`line`].
pub fn paragraph(text: &str, max_chars: usize) -> Result<String, Problem> {
    check(text.replace("\r\n", "\n").trim().to_owned(), max_chars)
}

/// `None` for blank text, else [`line`].
pub fn optional_line(text: &str, max_chars: usize) -> Result<Option<String>, Problem> {
    if text.trim().is_empty() { Ok(None) } else { line(text, max_chars).map(Some) }
}

fn check(text: String, max_chars: usize) -> Result<String, Problem> {
    if text.is_empty() {
        return Err(Problem::new("text.empty", "Fill this in."));
    }
    if text.chars().count() > max_chars {
        return Err(Problem::new("text.too_long", format!("Use at most {max_chars} characters.")));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(unprintable());
    }
    Ok(text)
}

pub(crate) fn unprintable() -> Problem {
    Problem::new("text.control", "Remove the characters that cannot be shown.")
}

/// A person's or company's name as typed, up to 120 characters with at least one letter.
///
/// Errors: `name.empty`, `name.no_letter`, `name.looks_like_url`, and those of [`line`].
pub fn person_name(text: &str) -> Result<String, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::new("name.empty", "Enter your name, for example Henrik Sandoval."));
    }
    let name = line(text, 120)?;
    if !name.chars().any(char::is_alphabetic) {
        return Err(Problem::new(
            "name.no_letter",
            "Enter your name in letters, for example Henrik Sandoval.",
        ));
    }
    if name.contains("://") || name.contains("www.") {
        return Err(Problem::new("name.looks_like_url", "Enter a name, not a web address."));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_trimmed_bounded_and_printable() {
        assert_eq!(line("  a \t b\n c ", 10).unwrap(), "a b c");
        assert_eq!(line("   ", 10).unwrap_err().code, "text.empty");
        assert_eq!(line("aaaa", 3).unwrap_err().code, "text.too_long");
        assert_eq!(line("a\u{0}b", 10).unwrap_err().code, "text.control");
        assert_eq!(paragraph("a\r\n\r\nb ", 10).unwrap(), "a\n\nb");
    }

    #[test]
    fn names_need_a_letter_and_no_address() {
        assert_eq!(person_name(" Mei-Lin   Castellanos ").unwrap(), "Mei-Lin Castellanos");
        assert_eq!(person_name("李").unwrap(), "李");
        assert_eq!(person_name("12345").unwrap_err().code, "name.no_letter");
        assert_eq!(person_name("http://x.example").unwrap_err().code, "name.looks_like_url");
        assert_eq!(person_name("").unwrap_err().code, "name.empty");
    }
}
