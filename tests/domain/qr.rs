//! QR codes: what is asked, what is in them, and that pictures are what they say; tests/edge reads them with a decoder.

use waymark::domain::qr::{Asked, MARGINS, SIZES, SUB_MOST, address, draw, origin};
use waymark::domain::refusal::Refusal;
use waymark::domain::reply::{Body, Reply};
use waymark::domain::route::Picture;

use crate::given::pointers;

const ADDRESS: &str = "https://go.brand.example/spring?sub=qr";

fn asked(query: &str) -> Asked {
    Asked::read(query).unwrap()
}

fn drawn(picture: Picture, query: &str) -> Reply {
    draw(ADDRESS, picture, &asked(query), "").unwrap()
}

fn bytes(reply: &Reply) -> &[u8] {
    match &reply.body {
        Body::Made(bytes) => bytes,
        other => panic!("bytes were expected, not {other:?}"),
    }
}

/// What is wrong with the query, with each parameter's word.
fn faults(query: &str) -> Vec<(String, &'static str)> {
    match Asked::read(query) {
        Err(Refusal::Invalid(faults)) => pointers(&faults),
        other => panic!("{query}: {other:?}"),
    }
}

#[test]
fn each_bound_is_kept_at_below_and_above() {
    let (least, _, most) = SIZES;
    for size in [least, most] {
        assert_eq!(asked(&format!("size={size}")).size, Some(size));
    }
    for size in ["31", "2049", "0", "-1", "", "x", "1e3", "99999999999999999999999", "0000512"] {
        assert_eq!(faults(&format!("size={size}")), [("size".into(), "out_of_range")], "{size}");
    }
    for margin in [0, MARGINS.1] {
        assert_eq!(asked(&format!("margin={margin}")).margin, margin);
    }
    for margin in ["17", "-1", "", "x"] {
        assert_eq!(faults(&format!("margin={margin}")), [("margin".into(), "out_of_range")], "{margin}");
    }
    for sub in ["a".repeat(SUB_MOST), "a.b_c-d~E9".into()] {
        assert_eq!(asked(&format!("sub={sub}")).sub, Some(sub));
    }
    for sub in ["a".repeat(SUB_MOST + 1).as_str(), "", "a%26b", "a+b", "a%3Bb", "%C3%A9", "a%23"] {
        assert_eq!(faults(&format!("sub={sub}")), [("sub".into(), "not_a_word")], "{sub}");
    }
    assert_eq!(faults("ecc=X&size=1"), [("ecc".into(), "unknown_word"), ("size".into(), "out_of_range")]);
    for level in ["L", "M", "Q", "H", "l", "h"] {
        Asked::read(&format!("ecc={level}")).unwrap();
    }
}

#[test]
fn parameters_of_others_are_left_alone() {
    assert_eq!(asked("utm_source=x&v=7"), asked(""));
}

#[test]
fn a_code_says_that_it_is_one_unless_it_shall_not() {
    let held = |query, parameter| address("https://go.brand.example", "spring", parameter, &asked(query));
    assert_eq!(held("", "sub"), ADDRESS);
    assert_eq!(held("sub=poster-7", "ref"), "https://go.brand.example/spring?ref=poster-7");
    for plain in ["plain=1", "plain=true&sub=x"] {
        assert_eq!(held(plain, "sub"), "https://go.brand.example/spring");
    }
    assert_eq!(held("", ""), "https://go.brand.example/spring", "a host without such a parameter");
}

#[test]
fn what_is_printed_is_encrypted_but_on_this_machine() {
    assert_eq!(origin("http", "go.brand.example"), "https://go.brand.example");
    assert_eq!(origin("https", "go.brand.example"), "https://go.brand.example");
    assert_eq!(origin("http", "localhost:8787"), "http://localhost:8787");
    assert_eq!(origin("http", "localhost"), "http://localhost");
}

#[test]
fn a_png_is_as_wide_as_asked_and_each_of_its_chunks_adds_up() {
    for (query, size) in [("", SIZES.1), ("size=45", 45), ("size=2048", 2048), ("size=333&margin=0&ecc=H", 333)] {
        let reply = drawn(Picture::Png, query);
        assert_eq!(reply.header("content-type"), Some("image/png"));
        let png = bytes(&reply);
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        let side = u32::try_from(size).unwrap().to_be_bytes();
        assert_eq!(png[16..24], [side, side].concat());
        assert_eq!(png[24..29], [1, 0, 0, 0, 0], "one bit a point, grey");
        let mut names = Vec::new();
        let mut rest = &png[8..];
        while let [a, b, c, d, more @ ..] = rest {
            let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
            let check = u32::from_be_bytes(more[4 + length..8 + length].try_into().unwrap());
            assert_eq!(crc(&more[..4 + length]), check, "{query}");
            names.push(String::from_utf8(more[..4].to_vec()).unwrap());
            rest = &more[8 + length..];
        }
        assert_eq!(names, ["IHDR", "IDAT", "IEND"]);
    }
}

/// The check of ISO 3309, by its table of 256 entries; the Worker has none.
fn crc(bytes: &[u8]) -> u32 {
    let table: Vec<u32> =
        (0..256).map(|n| (0..8).fold(n, |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })).collect();
    !bytes.iter().fold(u32::MAX, |c, byte| table[((c ^ u32::from(*byte)) & 0xff) as usize] ^ (c >> 8))
}

#[test]
fn the_check_of_chunks_is_the_known_one() {
    assert_eq!(crc(b"123456789"), 0xcbf4_3926);
}

#[test]
fn a_large_png_is_small_to_send() {
    assert!(bytes(&drawn(Picture::Png, "")).len() < 6_000);
    assert!(bytes(&drawn(Picture::Png, "size=2048")).len() < 20_000);
}

#[test]
fn a_png_of_fewer_points_than_squares_is_refused_with_how_many_it_takes() {
    let refused = |size| draw(ADDRESS, Picture::Png, &Asked { size: Some(size), ..asked("margin=16") }, "");
    let Err(Refusal::Invalid(faults)) = refused(40) else { panic!("40 points cannot hold it") };
    assert_eq!((faults[0].code, faults[0].parameter.as_deref()), ("too_small", Some("size")));
    let least: usize = faults[0].detail.split(' ').nth(1).unwrap().parse().unwrap();
    assert!(refused(least).is_ok());
    assert!(refused(least - 1).is_err());
}

#[test]
fn an_address_that_no_code_holds_is_refused() {
    let long = format!("https://go.brand.example/{}", "a".repeat(1_300));
    let refused = draw(&long, Picture::Svg, &asked("ecc=H"), "");
    assert!(matches!(refused, Err(Refusal::Invalid(faults)) if faults[0].code == "too_long"));
    assert!(draw(&long, Picture::Svg, &asked("ecc=L"), "").is_ok());
}

#[test]
fn an_svg_has_nothing_but_squares() {
    let reply = drawn(Picture::Svg, "");
    assert_eq!(reply.header("content-type"), Some("image/svg+xml"));
    let svg = String::from_utf8(bytes(&reply).to_vec()).unwrap();
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "), "{svg}");
    assert_eq!(svg.matches('<').count(), 4, "a picture, its ground, its squares, and its end");
    assert!(!svg.contains("spring"));
    let wide = String::from_utf8(bytes(&drawn(Picture::Svg, "size=300")).to_vec()).unwrap();
    assert!(wide.contains(" width=\"300\" height=\"300\""));
}

#[test]
fn caches_keep_a_picture_and_ask_whether_it_is_the_same() {
    for picture in [Picture::Svg, Picture::Png] {
        let reply = drawn(picture, "");
        let tag = reply.header("etag").unwrap();
        assert!(reply.header("cache-control").unwrap().starts_with("public, max-age="));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert!(reply.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
        let again = draw(ADDRESS, picture, &asked(""), tag).unwrap();
        assert_eq!((again.status, &again.body, again.header("etag")), (304, &Body::Empty, Some(tag)));
        assert_ne!(drawn(picture, "ecc=H").header("etag"), Some(tag));
    }
}
