//! Crons: those of `wrangler.toml` are those that the code tells apart and that the end-to-end tests run.

const WRANGLER: &str = include_str!("../../wrangler.toml");
const ROLLUP: &str = include_str!("../../src/edge/rollup/mod.rs");
const CHECK: &str = include_str!("../../src/edge/check.rs");
const TESTS: &str = include_str!("../edge/start.mjs");
const CHECK_TESTS: &str = include_str!("../edge/link_check.test.mjs");

/// What stands between quotes behind `name` in `text`.
fn said<'a>(text: &'a str, name: &str) -> &'a str {
    let rest = text.split_once(name).unwrap_or_else(|| panic!("no {name}")).1;
    rest.split('"').nth(1).unwrap()
}

#[test]
fn crons_of_the_deployment_are_those_that_the_code_and_the_tests_know() {
    let line = WRANGLER.lines().find_map(|line| line.strip_prefix("crons = ")).unwrap();
    let crons: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
    let (night, checks) = (said(ROLLUP, "const NIGHT: &str ="), said(CHECK, "const CRON: &str ="));
    let intraday = said(TESTS, "const INTRADAY =");
    assert_eq!(crons, [intraday, night, checks]);
    assert_eq!((said(TESTS, "const NIGHT ="), said(CHECK_TESTS, "const CHECKS =")), (night, checks));
}
