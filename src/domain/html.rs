//! Text in a page: whatever it holds, it is shown and never read as markup.

/// `text` as it may stand in an element and in a quoted attribute; control characters become spaces.
///
/// ```
/// use waymark::domain::html::safe;
/// assert_eq!(safe("<b title='x'>&\n"), "&lt;b title=&#39;x&#39;&gt;&amp; ");
/// ```
pub fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}
