//! The edge's copy of a link, and the published counts.

use waymark::domain::link::{COUNT_BLOCK, Counts, Published, counts_key, kv_key};

use crate::given::{self, NOON};

#[test]
fn a_link_leads_somewhere_until_the_moment_it_expires() {
    let link = Published { expires_at: Some(NOON), ..given::link() };
    assert!(link.live(NOON - 1));
    assert!(!link.live(NOON));
}

#[test]
fn a_link_that_is_off_leads_nowhere() {
    assert!(!Published { on: false, ..given::link() }.live(NOON));
}

#[test]
fn a_copy_written_to_kv_and_read_is_the_same() {
    for link in [given::link(), Published { expires_at: Some(NOON), on: false, ..given::link() }] {
        let text = serde_json::to_string(&link).unwrap();
        assert_eq!(waymark::domain::stored::parse::<Published>(&text).unwrap(), link);
    }
}

#[test]
fn a_copy_without_an_end_says_nothing_about_it() {
    assert!(!serde_json::to_string(&given::link()).unwrap().contains("expires_at"));
}

#[test]
fn one_word_on_two_hosts_is_two_keys() {
    assert_eq!(kv_key("a.example", "x"), "link:a.example/x");
    assert_ne!(kv_key("a.example", "x"), kv_key("b.example", "x"));
}

#[test]
fn neighbours_share_one_value_of_counts() {
    assert_eq!(counts_key(1), counts_key(COUNT_BLOCK - 1));
    assert_ne!(counts_key(COUNT_BLOCK - 1), counts_key(COUNT_BLOCK));
}

#[test]
fn counts_of_one_link_add_up_over_shards() {
    let mut counts = Counts::default();
    counts.add(&[(1, 10, 8, 1), (2, 5, 5, 0)]);
    counts.add(&[(2, 1, 0, 3), (3, 1, 1, 1)]);
    assert_eq!(counts.counts, [(1, 10, 8, 1), (2, 6, 5, 3), (3, 1, 1, 1)]);
}
