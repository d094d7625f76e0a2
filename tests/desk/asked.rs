//! The command line: what is understood, and what is said of the rest.

use waymark::desk::amount::Mark;
use waymark::desk::asked::{Asked, HELP, read};

fn asked(line: &str) -> Result<Option<Asked>, String> {
    read(line.split_whitespace().map(str::to_owned))
}

#[test]
fn everything_that_help_names_is_understood() {
    let line = "--orders a.csv --orders=b.csv --creators c.csv --out o --from 2026-09-01 --to 2026-10-31 --target-roi 1.5 \
        --margin 60% --currency eur --decimal comma --dates day-first --json";
    let asked = asked(line).unwrap().unwrap();
    assert_eq!((asked.orders.len(), asked.creators.as_str(), asked.out.as_deref()), (2, "c.csv", Some("o")));
    assert_eq!((asked.target_micro, asked.margin_micro), (1_500_000, Some(600_000)));
    assert_eq!((asked.mark, asked.day_first, asked.json), (Some(Mark::Comma), Some(true), true));
    for name in [
        "--orders",
        "--creators",
        "--out",
        "--from",
        "--to",
        "--target-roi",
        "--margin",
        "--currency",
        "--decimal",
        "--dates",
        "--json",
    ] {
        assert!(HELP.contains(name), "{name}");
    }
}

#[test]
fn what_is_not_understood_is_said_with_what_would_be() {
    let with = |more: &str| asked(&format!("--orders a --creators b {more}")).unwrap_err();
    for more in [
        "--from tomorrow",
        "--to 2026-02-30",
        "--from 2026-11-02 --to 2026-11-01",
        "--target-roi high",
        "--target-roi -1",
        "--target-roi 1e3",
        "--target-roi 0.0000001",
        "--margin 0",
        "--margin 101",
        "--margin",
        "--currency EURO",
        "--decimal dot",
        "--dates iso",
        "--roi 1",
        "orders.csv",
        "--out=",
    ] {
        assert!(!with(more).is_empty(), "{more}");
    }
    assert!(asked("--orders a.csv").unwrap_err().contains("--creators"));
    assert!(asked("").unwrap_err().contains("--help"));
}

#[test]
fn help_comes_before_everything_else() {
    assert_eq!(asked("--help"), Ok(None));
    assert_eq!(asked("--orders a -h"), Ok(None));
}
