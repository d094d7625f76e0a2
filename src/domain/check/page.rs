//! The page at the end of a way: whether it carries the snippet.

/// The longest host with its port that is looked for in front of the snippet's name.
const AUTHORITY_MOST: usize = 260;

/// Whether the text of a page loads `wm.js`, or a version of it, from one of our hosts.
///
/// Scripts that tag managers put in are not in the text; nor is what stands behind the part that was read.
pub fn has_snippet(page: &[u8], own: &dyn Fn(&str) -> bool) -> bool {
    // Inside scripts and JSON slashes are often written with a backslash.
    let text = String::from_utf8_lossy(page).replace("\\/", "/");
    text.match_indices("/wm").any(|(at, _)| {
        let (before, name) = (text.get(..at).unwrap_or_default(), text.get(at + 3..).unwrap_or_default());
        let name = name.strip_prefix('-').map_or(name, |name| name.trim_start_matches(|c: char| c.is_ascii_digit()));
        name.starts_with(".js") && own(host_before(before))
    })
}

/// The host that `text` ends with, behind two slashes and without its port.
fn host_before(text: &str) -> &str {
    let from = text.len().saturating_sub(AUTHORITY_MOST);
    // Not in the middle of a character.
    let end = (from..from + 4).find_map(|at| text.get(at..)).unwrap_or_default();
    let authority = end.rsplit_once("//").map_or("", |(_, authority)| authority);
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    }
}
