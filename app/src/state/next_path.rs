//! Where to go after signing in. Only places of this site: an address from outside must not lead elsewhere.

/// The path to go to; anything that is not plainly a path of this site becomes home.
///
/// Browsers read `//host` and `/\host` as another site and skip tabs and line breaks, so only visible ASCII passes.
/// The sign-in pages themselves are left out, they would lead in a circle.
pub fn next_or_home(next: &str) -> &str {
    const HOME: &str = "/";
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let plain = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= 2_000
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let circular = ["/sign-in", "/sign-up", "/rpc/"].iter().any(|start| path.starts_with(start));
    if plain && !circular { next } else { HOME }
}

/// The sign-in page that leads back to where one is.
pub fn sign_in_address(path: &str, search: &str) -> String {
    let here = if search.is_empty() { path.to_owned() } else { format!("{path}?{search}") };
    match next_or_home(&here) {
        "/" => "/sign-in".to_owned(),
        next => format!("/sign-in?next={}", escape(next)),
    }
}

/// Percent-encodes what has a meaning inside a query.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.extend(format!("%{byte:02X}").chars());
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_pass() {
        for (next, goes) in [
            ("/leads", "/leads"),
            ("/leads?status=new&q=oak", "/leads?status=new&q=oak"),
            ("/leads/lead_01h455vb4pex5vsknk084sn02q#notes", "/leads/lead_01h455vb4pex5vsknk084sn02q#notes"),
            ("", "/"),
            ("leads", "/"),
            ("//evil.example/leads", "/"),
            ("/\\evil.example", "/"),
            ("\\\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("javascript:alert(1)", "/"),
            ("/\t/evil.example", "/"),
            ("/\r\nSet-Cookie: a=b", "/"),
            ("/leads\u{00e9}", "/"),
            ("/sign-in", "/"),
            ("/sign-in?next=/leads", "/"),
            ("/sign-up", "/"),
            ("/rpc/sessions/sign_out", "/"),
        ] {
            assert_eq!(next_or_home(next), goes, "{next:?}");
        }
        assert_eq!(next_or_home(&format!("/{}", "a".repeat(3_000))), "/");
    }

    #[test]
    fn the_way_back_is_one_parameter() {
        assert_eq!(sign_in_address("/", ""), "/sign-in");
        assert_eq!(sign_in_address("/leads", ""), "/sign-in?next=/leads");
        assert_eq!(
            sign_in_address("/leads", "q=oak%20st&status=new"),
            "/sign-in?next=/leads%3Fq%3Doak%2520st%26status%3Dnew"
        );
    }
}
