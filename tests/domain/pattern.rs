//! Patterns over a text: each condition before and after a word, and shapes.

use waymark::domain::pattern::{After, Around, Before, LETTERS_MOST, Pattern, Shape, Table, Text};

use crate::given;

/// `[0-9]+`, a dot and another digit.
static NUMBER: Shape = Shape {
    first: 1,
    places: &[([0x3ff << b'0', 0], 0b011), ([1 << b'.', 0], 0b100), ([0x3ff << b'0', 0], 0)],
    last: 0b100,
    after: After::End,
};

static START: [Pattern; 2] = [
    Pattern { word: "open", mark: 1, around: Some(&Around { before: Before::Any, after: After::Any }) },
    Pattern { word: "", mark: 2, around: Some(&Around { before: Before::Any, after: After::Rest(&NUMBER) }) },
];

static WITHIN: [Pattern; 6] = [
    Pattern { word: "apart", mark: 3, around: Some(&Around { before: Before::Edge, after: After::Edge }) },
    Pattern {
        word: "behind",
        mark: 4,
        around: Some(&Around { before: Before::In([0, 1 << (b'x' - 64)]), after: After::Any }),
    },
    Pattern {
        word: "done",
        mark: 5,
        around: Some(&Around { before: Before::Not(&["un", "re"]), after: After::Not(&[" so", "!"]) }),
    },
    Pattern { word: "end", mark: 6, around: Some(&Around { before: Before::Any, after: After::End }) },
    Pattern { word: "v", mark: 7, around: Some(&Around { before: Before::Any, after: After::Rest(&NUMBER) }) },
    Pattern { word: "|", mark: 8, around: None },
];

static TABLE: Table = Table::of(&START, &WITHIN);

fn marks(text: &str) -> Vec<u32> {
    let mut marks = Vec::new();
    TABLE.walk(&Text::of(text), &mut |pattern| {
        marks.push(pattern.mark);
        false
    });
    marks
}

#[test]
fn each_pattern_is_found_where_it_may_stand_and_nowhere_else() {
    for (text, found) in [
        ("open it", vec![1]),
        ("Open it", vec![1]),
        ("an open it", vec![]),
        ("12.5", vec![2]),
        ("1.2.5", vec![]),
        ("12.", vec![]),
        ("set apart.", vec![3]),
        ("apart", vec![3]),
        ("apartment", vec![]),
        ("counterapart", vec![]),
        ("xbehind", vec![4]),
        ("behind", vec![]),
        ("ybehind", vec![]),
        ("done", vec![5]),
        ("undone", vec![]),
        ("redone", vec![]),
        ("done so", vec![]),
        ("done!", vec![]),
        ("done, so", vec![5]),
        ("the end", vec![6]),
        ("the ends", vec![]),
        ("v1.5", vec![7]),
        ("v1.5 ", vec![]),
        ("|", vec![8]),
        ("a||b", vec![8, 8]),
        ("", vec![]),
        ("done apart end", vec![5, 3, 6]),
    ] {
        assert_eq!(marks(text), found, "{text}");
    }
}

#[test]
fn who_has_seen_enough_is_shown_no_more() {
    let mut seen = 0;
    TABLE.walk(&Text::of("done done done"), &mut |_| {
        seen += 1;
        seen == 2
    });
    assert_eq!(seen, 2);
}

#[test]
fn a_letter_outside_ascii_is_no_part_of_a_word_and_no_letter_of_one() {
    assert_eq!(marks("éapart\u{1F600}"), [3]);
    assert_eq!(marks("Ⅴ1.5"), [0_u32; 0]);
    // The Kelvin sign has a small k, and yet it is none.
    assert!(!Text::of("\u{212a}").holds("k"));
}

#[test]
fn a_text_counts_its_letters_as_a_browser_does() {
    assert_eq!(Text::of("aé\u{1F600}\u{a0}").letters().len(), 5);
}

#[test]
fn as_much_as_is_looked_at_is_kept_and_no_more() {
    for (length, kept) in [(LETTERS_MOST - 1, LETTERS_MOST - 1), (LETTERS_MOST, LETTERS_MOST), (65_536, LETTERS_MOST)] {
        assert_eq!(Text::of(&"a".repeat(length)).letters().len(), kept);
        assert_eq!(Text::of(&"é".repeat(length)).letters().len(), kept);
    }
    assert_eq!(Text::of(&"\u{1F600}".repeat(LETTERS_MOST)).letters().len(), LETTERS_MOST);
}

#[test]
fn a_word_is_held_wherever_it_stands() {
    let text = Text::of("via Proxy");
    assert!(text.holds("via") && text.holds("proxy"));
    assert!(!text.holds("proxys") && !Text::of("").holds("a"));
}

proptest::proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn no_text_breaks_the_walk(text in "[opendv.|0-9 é\u{1F600}]{0,40}") {
        marks(&text);
    }
}
