//! Which file of the face an address is given, and under what headers.

use waymark::domain::face::File;
use waymark::domain::refusal::Refusal;
use waymark::domain::route::Door;

fn path(address: &str) -> Option<String> {
    File::of(address).map(|file| file.path)
}

#[test]
fn an_address_of_the_face_has_its_file() {
    for (address, file) in [
        ("openapi.json", "/openapi.json"),
        ("docs", "/docs/index.html"),
        ("docs/", "/docs/index.html"),
        ("docs/docs.css", "/docs/docs.css"),
        ("dashboard", "/dashboard/index.html"),
        ("dashboard/creators", "/dashboard/index.html"),
        ("dashboard/creators/7", "/dashboard/index.html"),
        ("dashboard/orders/ab%2Fc.d", "/dashboard/index.html"),
        ("dashboard/creator", "/dashboard/creator.html"),
        ("dashboard/icon.svg", "/dashboard/icon.svg"),
        ("dashboard/built/app-K2.js", "/dashboard/built/app-K2.js"),
    ] {
        assert_eq!(path(address).as_deref(), Some(file), "{address}");
    }
}

#[test]
fn an_address_that_leaves_its_folder_has_none() {
    for address in
        ["docs/../openapi.json", "docs/.hidden", "dashboard/built/..", "dashboard/built/%2e%2e/x", "docs//x", "x"]
    {
        assert_eq!(path(address), None, "{address}");
    }
}

#[test]
fn only_a_file_that_is_named_by_its_hash_is_kept_for_good() {
    let kept = |address: &str| {
        let file = File::of(address).expect("a file");
        file.headers().iter().find(|(name, _)| *name == "cache-control").map(|(_, value)| *value)
    };
    assert_eq!(kept("dashboard/built/app-K2.js"), Some("public, max-age=31536000, immutable"));
    assert_eq!(kept("dashboard/creators"), Some("no-cache"));
    assert_eq!(kept("openapi.json"), Some("no-cache"));
}

#[test]
fn a_page_runs_nothing_from_elsewhere_and_stands_in_no_frame() {
    let headers = File::of("dashboard").expect("a file").headers();
    let policy = headers.iter().find(|(name, _)| *name == "content-security-policy").expect("a policy").1;
    for part in
        ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
    {
        assert!(policy.split("; ").any(|said| said == part), "{part}");
    }
    assert!(!policy.contains("unsafe"));
}

#[test]
fn the_face_is_only_read() {
    assert_eq!(Door::of("POST", "/dashboard"), Err(Refusal::MethodNotAllowed("GET, HEAD")));
    assert!(matches!(Door::of("HEAD", "/docs"), Ok(Door::Face(_))));
}

#[test]
fn the_settings_open_to_every_live_key() {
    let door = Door::of("GET", "/v1/settings").expect("a door");
    let scope = door.scope().expect("a key is asked for");
    assert_eq!(waymark::domain::key::allow(&["conversions:write".into()], scope), Ok(()));
    assert_eq!(waymark::domain::key::allow(&[], "admin"), Err(Refusal::Forbidden("admin")));
}
