//! A path as text: `12 > google/organic > 7`, creators by their id and other channels, none twice in a row.

use super::step::{Step, Who};

/// What stands between two.
const THEN: &str = " > ";

/// The text of `path`; empty for none. A step without creator or channel is left out.
pub fn print(path: &[&Step]) -> String {
    told(path.iter().map(|step| step.place.who())).0
}

/// The text of those who follow one another, none twice in a row, and how many it names. Nobody is left out.
pub fn told<'a>(path: impl Iterator<Item = Who<'a>>) -> (String, u64) {
    let (mut text, mut last, mut count) = (String::new(), Who::default(), 0);
    for who in path.filter(|who| *who != Who::default()) {
        if who == last {
            continue;
        }
        if last != Who::default() {
            text.push_str(THEN);
        }
        match who {
            (0, channel) => text.push_str(channel),
            (creator, _) => text.push_str(&creator.to_string()),
        }
        (last, count) = (who, count + 1);
    }
    (text, count)
}

/// Who stands on a path of that text, in order.
///
/// ```
/// use waymark::domain::credit::model::text;
/// assert!(text::read("12 > google/organic").eq([(12, ""), (0, "google/organic")]));
/// ```
pub fn read(text: &str) -> impl Iterator<Item = Who<'_>> {
    text.split(THEN).filter(|part| !part.is_empty()).map(who)
}

/// Who is meant by one part of such a text.
pub fn who(part: &str) -> Who<'_> {
    // A channel has a stroke in it, an id has digits only.
    if part.contains('/') { (0, part) } else { part.parse().map_or((0, part), |creator| (creator, "")) }
}
