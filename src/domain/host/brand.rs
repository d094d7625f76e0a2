//! What the page of a dead link shows of the brand.

use serde::Serialize;

use super::{Around, address};
use crate::domain::fields::Fields;

/// The most characters of a brand's name and of its sentence.
const NAME_MOST: usize = 80;
const TEXT_MOST: usize = 300;

/// A brand's own words and colour for the page of a dead link; what it does not say is as on the plain page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Brand {
    /// Its name.
    pub name: Option<String>,
    /// A sentence in place of ours.
    pub text: Option<String>,
    /// `#rrggbb`.
    pub color: Option<String>,
    /// Where it leads from there.
    pub link: Option<String>,
}

/// Reads `page`.
pub(super) fn read(fields: &mut Fields<'_>, around: Around<'_>) -> Option<Brand> {
    let said = fields.value("page")?;
    let base = fields.pointer("page");
    let read = Fields::of(said, &base).and_then(|mut inside| {
        let color = inside.text("color", 16).and_then(|color| {
            let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6);
            let is_color = digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
            if is_color { Some(color) } else { inside.fault("color", "not_a_color", "Send a color as #rrggbb.") }
        });
        let (name, text) = (inside.text("name", NAME_MOST), inside.text("text", TEXT_MOST));
        let brand = Brand { name, text, color, link: address(&mut inside, "link", around) };
        inside.finish().map(|()| brand)
    });
    read.map_err(|faults| fields.faults(faults)).ok()
}
