//! Judges one request: loaded ahead, internal, a program, out of a data centre, or a person.

use super::network::{self, Networks};
use super::patterns::{BOTS, LABELS, MONITOR};
use super::{Reason, Verdict, people};
use crate::domain::letters::Letters;
use crate::domain::pattern::Text;

/// What a verdict is read from; what is absent is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs<'a> {
    /// `User-Agent`
    pub user_agent: &'a str,
    /// `Sec-Purpose` and `Purpose`, in this order, the first that is present.
    pub purpose: &'a str,
    /// `X-Purpose`
    pub x_purpose: &'a str,
    /// `X-Moz`
    pub x_moz: &'a str,
    /// `Accept-Language`
    pub language: &'a str,
    /// Number of the autonomous system, 0 where nobody knows.
    pub network: u32,
    /// The address it came from.
    pub address: &'a str,
    /// Whether it asks for an image: a pixel.
    pub image: bool,
    /// Whether the address asks to be left out: `?wm=internal`.
    pub asked_internal: bool,
}

/// A verdict, why it is that, and which pattern said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Who asked.
    pub verdict: Verdict,
    /// Why the verdict is that.
    pub reason: Reason,
    /// Stands for the patterns that matched, see [`super::again()`]; 0 where none did.
    pub sign: u32,
}

/// In a sign: the user agent does not look like a browser's. Below stands the label, above the pattern of a program.
pub(super) const NO_BROWSER: u32 = 1 << LABEL_BITS;

/// Bits of a label's mark in a sign.
pub(super) const LABEL_BITS: u32 = 12;

/// The sign of a person whose mail's images come through a proxy: where that stands says nothing of the person.
pub(super) const MAIL_PROXY: u32 = 1;

/// The name of Apple's mail program, and of nobody else who looks at images.
const APPLE_MAIL: &str = "Mozilla/5.0";

/// Judges a request by what it says of itself; `internal` are the brand's own networks.
pub fn judge(signs: &Signs<'_>, internal: &Networks) -> Judgement {
    let judged = |verdict, reason| Judgement { verdict, reason, sign: 0 };
    let starts = |value: &str, word: &str| value.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    if starts(signs.purpose, "prefetch")
        || starts(signs.purpose, "preview")
        || starts(signs.x_moz, "prefetch")
        || starts(signs.x_purpose, "preview")
        || starts(signs.x_purpose, "instant")
    {
        return judged(Verdict::Prefetch, Reason::PrefetchHeader);
    }
    if signs.asked_internal {
        return judged(Verdict::Internal, Reason::AskedInternal);
    }
    if internal.hold(signs.address) {
        return judged(Verdict::Internal, Reason::InternalNetwork);
    }
    let user_agent = signs.user_agent.trim();
    if user_agent.is_empty() {
        return judged(Verdict::Bot, Reason::UserAgentMissing);
    }
    if signs.image && user_agent == APPLE_MAIL {
        return judged(Verdict::Prefetch, Reason::ImageProxy);
    }
    let text = Text::of(signs.user_agent);
    // These two ask for an image when somebody opens the mail.
    if signs.image && (text.holds("googleimageproxy") || text.holds("yahoomailproxy")) {
        return Judgement { sign: MAIL_PROXY, ..judged(Verdict::Human, Reason::None) };
    }
    if let Some(judged) = program(&text) {
        return judged;
    }
    match network::verdict(signs.network, !Letters::language(signs.language).is_empty()) {
        Verdict::Suspect => judged(Verdict::Suspect, Reason::DataCentre),
        verdict => judged(verdict, Reason::None),
    }
}

/// Which program a user agent names, if any. The labels alone decide nothing: some of them stand in browsers too.
///
/// "Mozilla/5.0 (" opens the user agent of every browser and web view of the last twenty years; what keeps a name of its
/// own is an old browser or none.
fn program(text: &Text) -> Option<Judgement> {
    let new = ["mozilla/", "opera/", "ucweb/"].iter().any(|name| text.letters().starts_with(name.as_bytes()));
    let old = !new && people::old(text);
    let no_browser = if new || old { 0 } else { NO_BROWSER };
    let mut bot = 0;
    BOTS.walk(text, &mut |pattern| {
        let tells = !people::excused(text, old, pattern);
        if tells {
            bot = pattern.mark;
        }
        tells
    });
    if bot == 0 && no_browser == 0 {
        return None;
    }
    let mut label = 0;
    LABELS.walk(text, &mut |pattern| {
        if label == 0 || pattern.mark & MONITOR == 0 {
            label = pattern.mark;
        }
        label & MONITOR == 0
    });
    let (verdict, reason) = match label {
        0 if bot == 0 => (Verdict::Bot, Reason::NotABrowser),
        0 => (Verdict::Bot, Reason::BotToken),
        label if label & MONITOR == 0 => (Verdict::Preview, Reason::PreviewToken),
        _ => (Verdict::Monitor, Reason::MonitorToken),
    };
    let sign = bot << (LABEL_BITS + 1) | no_browser | label & !MONITOR;
    Some(Judgement { verdict, reason, sign })
}
