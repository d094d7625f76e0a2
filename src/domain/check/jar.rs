//! Cookies on one way to a page: shops set one, redirect to the same address and want to see it again.

/// The most cookies, and the most bytes of one, that are kept on a way.
const MOST: (usize, usize) = (50, 4096);

/// What was set so far; it ends with its way.
#[derive(Clone, Debug, Default)]
pub struct Jar {
    cookies: Vec<Cookie>,
    /// How often what is sent back has changed.
    pub changes: u32,
}

#[derive(Clone, Debug)]
struct Cookie {
    /// The host that set it, or the domain that it set it for.
    domain: String,
    /// Whether hosts under that domain get it too.
    wide: bool,
    name: String,
    value: String,
}

impl Jar {
    /// Takes a `Set-Cookie` of `host`.
    pub fn take(&mut self, header: &str, host: &str) {
        let mut parts = header.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        if name.is_empty() || header.len() > MOST.1 {
            return;
        }
        let attribute = |wanted: &str| {
            let mut pairs = parts.clone().filter_map(|part| part.split_once('='));
            pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
        };
        let domain = attribute("domain").map(|domain| domain.trim_start_matches('.').to_ascii_lowercase());
        let domain = domain.filter(|domain| !domain.is_empty());
        // Nobody sets cookies for others.
        if domain.as_ref().is_some_and(|domain| !within(host, domain)) {
            return;
        }
        let gone = attribute("max-age").is_some_and(|age| age.starts_with(['0', '-']));
        let (wide, domain) = (domain.is_some(), domain.unwrap_or_else(|| host.to_owned()));
        let before = self.cookies.iter().position(|cookie| cookie.name == name && cookie.domain == domain);
        if before.and_then(|at| self.cookies.get(at)).is_some_and(|cookie| cookie.value == value && !gone) {
            return;
        }
        if let Some(at) = before {
            self.cookies.remove(at);
        }
        if !gone && self.cookies.len() < MOST.0 {
            self.cookies.push(Cookie { domain, wide, name: name.to_owned(), value: value.to_owned() });
        }
        self.changes += u32::from(!gone || before.is_some());
    }

    /// The header `Cookie` for `host`, none where there is nothing to send.
    pub fn for_host(&self, host: &str) -> Option<String> {
        let sent = |cookie: &&Cookie| cookie.domain == host || cookie.wide && within(host, &cookie.domain);
        let pairs: Vec<String> =
            self.cookies.iter().filter(sent).map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

/// Whether `host` is `domain` or stands under it; a domain has a dot.
fn within(host: &str, domain: &str) -> bool {
    domain.contains('.') && host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
