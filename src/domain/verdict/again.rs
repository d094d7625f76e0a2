//! Judges kept events again when the rules have changed.

use super::judge::{LABEL_BITS, MAIL_PROXY, NO_BROWSER};
use super::network::{self, DATA_CENTRES};
use super::patterns::{BOTS, LABELS, MONITOR};
use super::{Reason, Verdict};
use crate::domain::pattern::{Pattern, Table};

/// The version of all the rules; another one means that kept events are to be judged [`again`].
pub const RULES: u32 = rules();

/// Changed by hand whenever [`super::judge()`] itself or [`again()`] decides something otherwise.
const EDITION: u32 = 3;

/// What today's rules say of a kept event; `language_known` is whether a language was kept with it.
///
/// # Why
/// The user agent is not kept, but its sign says which patterns spoke: one that is no longer listed speaks no more. What
/// was not kept cannot be asked again: a pattern that is new finds only who comes from then on.
pub fn again(verdict: Verdict, reason: u8, sign: u32, network: u32, language_known: bool) -> Verdict {
    match Reason::of(reason) {
        Some(Reason::None) if verdict == Verdict::Human && sign != MAIL_PROXY => {
            network::verdict(network, language_known)
        }
        Some(Reason::DataCentre) => network::verdict(network, language_known),
        Some(Reason::BotToken | Reason::PreviewToken | Reason::MonitorToken) if sign != 0 => {
            let bot = sign >> (LABEL_BITS + 1);
            if sign & NO_BROWSER == 0 && !listed(&BOTS, bot) {
                return network::verdict(network, language_known);
            }
            let kind = if verdict == Verdict::Monitor { MONITOR } else { 0 };
            let label = sign & (NO_BROWSER - 1);
            if label != 0 && listed(&LABELS, label | kind) { verdict } else { Verdict::Bot }
        }
        _ => verdict,
    }
}

fn listed(table: &Table, mark: u32) -> bool {
    table.start.iter().chain(table.within).any(|pattern| pattern.mark == mark)
}

/// A sum over everything that is listed, so that no list changes without its version.
#[expect(clippy::indexing_slicing, reason = "runs at compile time, where a mistake is an error of the build")]
const fn rules() -> u32 {
    const fn mixed(sum: u32, value: u32) -> u32 {
        (sum ^ value).wrapping_mul(0x0100_0193)
    }
    const fn patterns(mut sum: u32, patterns: &[Pattern]) -> u32 {
        let mut at = 0;
        while at < patterns.len() {
            sum = mixed(sum, patterns[at].mark);
            at += 1;
        }
        sum
    }
    let mut sum = mixed(0x811c_9dc5, EDITION);
    sum = patterns(patterns(sum, BOTS.start), BOTS.within);
    sum = patterns(patterns(sum, LABELS.start), LABELS.within);
    let mut at = 0;
    while at < DATA_CENTRES.len() {
        sum = mixed(sum, DATA_CENTRES[at]);
        at += 1;
    }
    sum
}
