//! The page at the end of a way: whether it carries the snippet.

/// The longest host with its port that is looked for in front of the snippet's name.
const AUTHORITY_MOST: usize = 260;

/// Whether the text of a page at the host `at` loads `wm.js`, or a version of it, from a host that is `served` by us.
///
/// Scripts that tag managers put in are not in the text; nor is what stands behind the part that was read.
pub fn has_snippet(page: &[u8], at: &str, served: &dyn Fn(&str) -> bool) -> bool {
    // Inside scripts and JSON slashes are often written with a backslash.
    let text = String::from_utf8_lossy(page).replace("\\/", "/");
    text.match_indices("/wm").any(|(place, _)| {
        let (before, name) = (text.get(..place).unwrap_or_default(), text.get(place + 3..).unwrap_or_default());
        let name = name.strip_prefix('-').map_or(name, |name| name.trim_start_matches(|c: char| c.is_ascii_digit()));
        // An address that begins with its path is one on the page's own host.
        let host = if before.ends_with(['"', '\'', '=']) { at } else { host_before(before) };
        name.starts_with(".js") && served(host)
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
