//! What a stored path still knows of an order whose people's events are gone.
//!
//! # Why
//! Credit is never taken back by forgetting: events go by age, and an erasure makes them nobody's, but whose the order is
//! was worked out from them. A path says of each step who, by which link and when; what the order's own evidence still says
//! is taken from there, so that a touch keeps the rank that it had.

use super::model::{Step, StepKind};
use super::{Evidence, Order};
use crate::domain::touch::Kept;

/// In the place of a visitor who is not kept any more: one that was known for longer than a day.
const PERSON: u64 = 1;

impl Order {
    /// Whether a click that it came with was made nobody's, so that its people cannot be found by it.
    pub fn has_lost_people(&self) -> bool {
        let Evidence { touches, lead, history, .. } = &self.evidence;
        let of_lead = lead.iter().flat_map(|lead| &lead.touches);
        touches.iter().chain(of_lead).chain(history).any(|touch| touch.link != 0 && touch.nonce == 0)
    }

    /// Counts clicks of erased conversions that were one known person's (1 stands in the place of the visitor) as found by
    /// the person, as they were before.
    pub fn recall(&mut self) {
        let Evidence { history, clicks, .. } = &mut self.evidence;
        for touch in history.iter_mut().filter(|touch| touch.nonce == 0 && touch.visitor == PERSON) {
            touch.visitor = 0;
            clicks.push(touch.clone());
        }
    }

    /// Takes from `steps`, its path as it was counted, the touches before `before` that nothing else tells of any more.
    ///
    /// Of a step only the first and the last touch have a time; those between are put at even distances, no longer apart
    /// than touches of one step are.
    pub fn remember(&mut self, steps: &[Step], before: i64) {
        let known = self.known();
        let found = |step: &&Step| step.kind != StepKind::Code && step.at < before;
        for step in steps.iter().filter(found) {
            let view = step.kind == StepKind::View;
            let same = |touch: &&(bool, Kept)| {
                touch.0 == view && touch.1.channel == step.place.channel && (step.at..=step.until).contains(&touch.1.at)
            };
            let there: Vec<i64> = known.iter().filter(same).map(|(_, touch)| touch.at).collect();
            let apart = i64::from(step.touches.saturating_sub(1)).max(1);
            let between = (1..apart).map(|place| step.at + (step.until - step.at) * place / apart);
            let times =
                [step.at, step.until].into_iter().take(if step.at == step.until { 1 } else { 2 }).chain(between);
            let lost = (step.touches as usize).saturating_sub(there.len());
            for at in times.filter(|at| *at < before && !there.contains(at)).take(lost) {
                let touch = Kept { link: step.place.link, at, channel: step.place.channel.clone(), ..Kept::default() };
                if view { &mut self.evidence.views } else { &mut self.evidence.clicks }.push(touch);
            }
        }
    }

    /// Every touch that is known otherwise, and whether it is a view.
    fn known(&self) -> Vec<(bool, Kept)> {
        let Evidence { touches, lead, history, clicks, views, .. } = &self.evidence;
        let of_lead = lead.iter().flat_map(|lead| &lead.touches);
        let clicks = touches.iter().chain(of_lead).chain(history).chain(clicks);
        let clicks = clicks.map(|touch| (false, touch.clone()));
        clicks.chain(views.iter().map(|touch| (true, touch.clone()))).collect()
    }
}
