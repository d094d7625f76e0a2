//! The fixed bodies: a GIF that is one, pages that load nothing.

use waymark::domain::page::{PIXEL, gpc, nothing_here, pixel, too_many, try_again, unknown_host};
use waymark::domain::reply::{Body, Reply};

use crate::given::text;

#[test]
fn the_pixel_is_a_gif_of_one_transparent_dot() {
    assert!(PIXEL.len() <= 43);
    assert_eq!(&PIXEL[..6], b"GIF89a");
    assert_eq!(PIXEL[6..10], [1, 0, 1, 0], "one wide, one high");
    assert_eq!(PIXEL[19..22], [0x21, 0xf9, 4], "a graphic control extension");
    assert_eq!(PIXEL[22] & 1, 1, "a transparent colour");
    assert_eq!(PIXEL.last(), Some(&0x3b), "the trailer");
}

#[test]
fn a_pixel_is_a_gif_whatever_its_status() {
    for status in [200, 405, 421] {
        let reply = pixel(status);
        assert_eq!((reply.status, &reply.body), (status, &Body::Bytes(PIXEL)));
        assert_eq!(reply.header("content-type"), Some("image/gif"));
    }
}

#[test]
fn a_pixel_may_be_shown_on_any_page() {
    assert_eq!(pixel(200).header("cross-origin-resource-policy"), Some("cross-origin"));
}

#[test]
fn each_page_has_its_status() {
    let statuses = [nothing_here(None).status, unknown_host().status, too_many().status, try_again().status];
    assert_eq!(statuses, [404, 421, 429, 503]);
}

#[test]
fn a_page_loads_and_runs_nothing() {
    for reply in [nothing_here(None), unknown_host(), too_many(), try_again()] {
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"));
        for word in ["<script", "src=", "href=", "TITLE", "TEXT"] {
            assert!(!text(&reply).contains(word), "{word}");
        }
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert!(reply.header("cache-control").unwrap().contains("no-store"));
    }
}

#[test]
fn who_must_wait_is_told_how_long() {
    for reply in [too_many(), try_again()] {
        assert!(reply.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
    }
}

#[test]
fn that_gpc_is_honoured_is_said_as_its_specification_wants() {
    let Body::Bytes(bytes) = gpc().body else { panic!("fixed bytes were expected") };
    let said: serde_json::Value = serde_json::from_slice(bytes).unwrap();
    assert_eq!(said["gpc"], true);
    assert!(waymark::domain::time::parse(&format!("{}T00:00:00Z", said["lastUpdate"].as_str().unwrap())).is_some());
    assert_eq!(gpc().header("content-type"), Some("application/json"));
}

#[test]
fn a_header_set_twice_has_the_later_value() {
    let reply = Reply::empty(200).with("a", "1").with("b", "2").with("a", "3");
    assert_eq!((reply.header("a"), reply.headers.len()), (Some("3"), 2));
    assert_eq!(reply.header("c"), None);
}

#[test]
fn json_is_kept_by_no_cache() {
    let reply = Reply::json(201, &[1]);
    assert_eq!((reply.status, text(&reply)), (201, "[1]"));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
}
