//! Takes network addresses and user agents out of a body before it is kept: none may rest anywhere as it came.

use crate::domain::json;

/// Keys whose texts are addresses or user agents of people.
const ADDRESSES: [&str; 9] = [
    "browser_ip",
    "customer_ip_address",
    "ip_address",
    "ip",
    "ip_override",
    "client_ip",
    "user_agent",
    "customer_user_agent",
    "useragent",
];

/// `text` with every text emptied that is an address, or stands under one of these keys (in any case, also inside lists and
/// objects there).
///
/// # Why
/// What is kept must read as what came, so the text is not parsed and printed anew: every other byte stays. It may also
/// be cut off, or no JSON at all.
///
/// ```
/// use waymark::domain::source::privacy::without_addresses;
/// assert_eq!(without_addresses(r#"{"browser_ip" : "203.0.113.7"}"#), r#"{"browser_ip" : ""}"#);
/// ```
pub fn without_addresses(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let (mut rest, mut depth) = (text, 0_usize);
    // Whether the value that comes next is an address, and from which depth on everything is.
    let (mut named, mut inside) = (false, None);
    while let Some((before, from)) = rest.find(['"', '{', '[', '}', ']', ',']).and_then(|at| rest.split_at_checked(at))
    {
        kept.push_str(before);
        let (token, after) = cut(from);
        let key = token.starts_with('"') && after.trim_start().starts_with(':');
        let mut shown = token;
        match token {
            "{" | "[" => {
                inside = inside.or(named.then_some(depth));
                depth += 1;
            }
            "}" | "]" => {
                depth = depth.saturating_sub(1);
                inside = inside.filter(|from| depth > *from);
            }
            "," => {}
            _ if key => {}
            _ if named || inside.is_some() || is_number(token) => shown = "\"\"",
            _ => {}
        }
        named = key && is_address(token);
        kept.push_str(shown);
        rest = after;
    }
    kept + rest
}

/// The token that `text` begins with (a text with its quotes, be it cut off, or one sign), and what follows.
fn cut(text: &str) -> (&str, &str) {
    let mut escaped = true;
    let quoted = text.starts_with('"');
    let end = text.char_indices().find(|(at, letter)| {
        let closing = *at > 0 && *letter == '"' && !escaped;
        escaped = *letter == '\\' && !escaped;
        closing || !quoted
    });
    end.and_then(|(at, _)| text.split_at_checked(at + 1)).unwrap_or((text, ""))
}

/// Whether the whole text is a network address, whatever key it stands under.
fn is_number(token: &str) -> bool {
    let text = token.trim_matches('"').trim();
    let plain = (2..=54).contains(&text.len()) && text.contains(['.', ':']);
    plain && (text.parse::<std::net::IpAddr>().is_ok() || text.parse::<std::net::SocketAddr>().is_ok())
}

fn is_address(token: &str) -> bool {
    let known = |key: &str| ADDRESSES.iter().any(|name| name.eq_ignore_ascii_case(key));
    if token.contains('\\') {
        return json::parse(token).is_ok_and(|key| key.as_str().is_some_and(known));
    }
    known(token.trim_matches('"'))
}
