//! What tags a link itself put on its clicks: by its version, and by the variant that a click was sent to.

use serde_json::Value;

use super::Tag;
use crate::domain::recount::{Ground, standing};
use crate::domain::utm::Tags;
use crate::stored;

/// A version of a link that leads elsewhere than the one before it.
#[derive(Clone, Debug)]
pub struct Version {
    /// Whose.
    pub link: u32,
    /// Its number.
    pub version: u32,
    /// When it was made, Unix milliseconds.
    pub at: i64,
    /// Where it leads, from the `?` on; empty where there is none.
    pub query: String,
    /// Its rules and app links as the register keeps them, a JSON text; none of a plain link.
    pub more: Option<String>,
}

stored!(Version { link, version, at, query, more });

/// The versions of one link in order, with what each of them put on its clicks.
pub struct Grounds {
    versions: Vec<(u32, i64)>,
    tags: Vec<(Ground, [Tag; 7])>,
}

impl Grounds {
    /// Of the versions of one link, in order.
    pub fn of(versions: &[Version]) -> Self {
        let mut tags = Vec::new();
        for version in versions {
            let more: Value =
                version.more.as_deref().and_then(|more| serde_json::from_str(more).ok()).unwrap_or_default();
            let mut targets = vec![(0_u8, version.query.as_str())];
            leads(&more, 0, &mut targets);
            let mut variants: Vec<u8> = targets.iter().map(|target| target.0).collect();
            variants.sort_unstable();
            variants.dedup();
            for variant in variants {
                let of = targets.iter().filter(|target| target.0 == variant).map(|target| target.1);
                tags.push((Ground { version: version.version, variant }, alike(of)));
            }
        }
        Self { versions: versions.iter().map(|version| (version.version, version.at)).collect(), tags }
    }

    /// The ground of a click at `at` that went to no variant.
    pub fn at(&self, at: i64) -> Ground {
        Ground { version: standing(&self.versions, at), variant: 0 }
    }

    /// What `ground` put on its clicks; nobody knows where it is not one of the link's.
    pub fn tags(&self, ground: Ground) -> [Tag; 7] {
        let known = self.tags.iter().find(|known| known.0 == ground);
        known.map_or_else(|| [const { Tag::NotKnown }; 7], |known| known.1.clone())
    }
}

/// Adds every target in a link's rules and app links, with the variant that it is of.
fn leads<'a>(more: &'a Value, variant: u8, targets: &mut Vec<(u8, &'a str)>) {
    match more {
        Value::Array(list) => list.iter().for_each(|one| leads(one, variant, targets)),
        Value::Object(map) => {
            let own = map.get("variant").and_then(Value::as_u64).and_then(|own| u8::try_from(own).ok());
            let variant = own.unwrap_or(variant);
            if let Some(target) = map.get("target").and_then(Value::as_str) {
                targets.push((variant, target));
            }
            map.values().for_each(|one| leads(one, variant, targets));
        }
        _ => {}
    }
}

/// The tags of several targets: where they differ in one nobody knows which a click carried.
fn alike<'a>(mut targets: impl Iterator<Item = &'a str>) -> [Tag; 7] {
    let tags = |target: &str| Tags::carried(target).values().map(Tag::of);
    let mut all = targets.next().map(tags).unwrap_or_default();
    for other in targets.map(tags) {
        for (tag, other) in all.iter_mut().zip(other) {
            if *tag != other {
                *tag = Tag::NotKnown;
            }
        }
    }
    all
}
