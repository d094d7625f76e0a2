//! Which steps count for a conversion.

use waymark::domain::credit::lag_bin;
use waymark::domain::credit::model::{CodePolicy, Options, Step, assisted, eligible, steps, text, view_through};

use super::{DAY, MINUTE, channel, click, code, other, told, view};
use crate::given::NOON;

fn path(touches: Vec<Step>, options: &Options) -> Vec<String> {
    let (steps, _) = steps(touches);
    told(eligible(&steps, NOON, options))
}

fn codes(policy: CodePolicy) -> Options {
    Options { codes: policy, ..Options::default() }
}

#[test]
fn windows_are_half_open() {
    // Reference 1.6: 0 in, 1 ms in, 604,799,999 in, 604,800,000 out, -1 out.
    let options = Options { click_window_ms: 7 * DAY, view_window_ms: 7 * DAY, views: true, ..Options::default() };
    for (before, counts) in [(0, true), (1, true), (604_799_999, true), (604_800_000, false), (-1, false)] {
        let expected = usize::from(counts);
        assert_eq!(path(vec![click(1, before)], &options).len(), expected, "a click {before} ms before");
        assert_eq!(path(vec![other("a/b", before)], &options).len(), expected, "a channel {before} ms before");
    }
    for (before, counts) in [(999, false), (1000, true), (604_799_999, true), (604_800_000, false), (-1, false)] {
        assert_eq!(path(vec![view(1, before)], &options).len(), usize::from(counts), "a view {before} ms before");
    }
}

#[test]
fn a_step_counts_while_its_last_touch_does() {
    let options = Options { click_window_ms: 7 * DAY, ..Options::default() };
    let around = vec![click(1, 7 * DAY + 10 * MINUTE), click(1, 7 * DAY - 10 * MINUTE)];
    assert_eq!(path(around, &options), ["1"]);
    assert_eq!(path(vec![click(1, 7 * DAY + 10 * MINUTE), click(1, 7 * DAY)], &options), Vec::<String>::new());
}

#[test]
fn views_count_where_that_is_chosen_only() {
    let touches = || vec![click(1, 300), view(2, 5 * MINUTE), click(1, 2 * MINUTE)];
    assert_eq!(path(touches(), &Options::default()), ["1"]);
    let touches = || vec![click(1, 6 * MINUTE), view(2, 5 * MINUTE), click(1, 2 * MINUTE)];
    assert_eq!(path(touches(), &Options::default()), ["1"]);
    assert_eq!(path(touches(), &Options { views: true, ..Options::default() }), ["1", "v2", "1"]);
}

#[test]
fn a_code_stands_to_touches_as_it_is_chosen() {
    use CodePolicy::{AsTouch, IfNoClick, Ignore, Override};
    let whole = |steps: Vec<Step>| -> Vec<Vec<String>> {
        [AsTouch, Ignore, Override, IfNoClick].map(|policy| path(steps.clone(), &codes(policy))).into()
    };
    // The owner is on the path, and not last; then last; then not on it.
    assert_eq!(
        whole(vec![click(1, 3 * DAY), click(2, 2 * DAY), code(1)]),
        [vec!["1", "2", "c1"], vec!["1", "2"], vec!["1"], vec!["1", "2"]]
    );
    assert_eq!(
        whole(vec![click(2, 3 * DAY), click(1, 2 * DAY), code(1)]),
        [vec!["2", "1"], vec!["2", "1"], vec!["1"], vec!["2", "1"]]
    );
    assert_eq!(whole(vec![click(2, DAY), code(1)]), [vec!["2", "c1"], vec!["2"], vec!["c1"], vec!["2"]]);
    // No creator clicked.
    assert_eq!(
        whole(vec![other("a/b", DAY), code(1)]),
        [vec!["a/b", "c1"], vec!["a/b"], vec!["c1"], vec!["a/b", "c1"]]
    );
    // The owner's click is too old.
    assert_eq!(whole(vec![click(1, 40 * DAY), code(1)]), [vec!["c1"], vec![], vec!["c1"], vec!["c1"]]);
    // Nothing passed: it was not its holder's then.
    assert_eq!(whole(vec![click(2, DAY)]), [["2"], ["2"], ["2"], ["2"]]);
    // Two codes: the one that counts is given first.
    assert_eq!(whole(vec![click(2, DAY), code(3), code(1)]), [vec!["2", "c3"], vec!["2"], vec!["c3"], vec!["2"]]);
}

#[test]
fn a_code_that_nobody_holds_changes_nothing() {
    for (_, policy) in CodePolicy::ALL {
        assert_eq!(path(vec![click(2, DAY), code(0)], &codes(policy)), ["2"]);
        assert_eq!(CodePolicy::named(policy.word()), Some(policy));
    }
}

#[test]
fn a_view_brought_what_no_click_and_no_code_did() {
    let through = |touches: Vec<Step>| {
        let (steps, _) = steps(touches);
        view_through(&steps, NOON, &Options::default()).map(|step| step.place.creator)
    };
    assert_eq!(through(vec![view(1, 9 * MINUTE), view(2, 5 * MINUTE)]), Some(2));
    assert_eq!(through(vec![view(1, 9 * MINUTE), other("a/b", MINUTE)]), Some(1));
    assert_eq!(through(vec![view(1, 9 * MINUTE), click(2, 29 * DAY)]), None);
    assert_eq!(through(vec![view(1, 9 * MINUTE), click(2, 30 * DAY)]), Some(1));
    assert_eq!(through(vec![view(1, 9 * MINUTE), code(2)]), None);
    assert_eq!(through(vec![view(1, DAY)]), None);
    assert_eq!(through(vec![view(1, DAY - 1)]), Some(1));
    assert_eq!(through(vec![view(1, 999)]), None);
}

#[test]
fn once_a_click_is_too_old_the_most_recent_view_counts() {
    // Floodlight: a view of A, later a view and a click of B; 5 days for clicks, 14 for views; converted on day 10.
    let (steps, _) = steps(vec![view(1, 10 * DAY), view(2, 8 * DAY), click(2, 8 * DAY - MINUTE)]);
    let options = Options { click_window_ms: 5 * DAY, view_window_ms: 14 * DAY, ..Options::default() };
    assert_eq!(view_through(&steps, NOON, &options).map(|step| step.place.creator), Some(2));
    let options = Options { click_window_ms: 9 * DAY, ..options };
    assert_eq!(view_through(&steps, NOON, &options), None);
}

#[test]
fn who_is_on_the_path_and_not_last_assisted() {
    let of = |touches: Vec<Step>| {
        let (steps, _) = steps(touches);
        assisted(&eligible(&steps, NOON, &Options::default()))
    };
    assert_eq!(of(vec![click(3, 3 * DAY), click(1, 2 * DAY), click(3, DAY)]), [1]);
    assert_eq!(of(vec![click(3, 3 * DAY), click(1, 2 * DAY), other("a/b", DAY)]), [1, 3]);
    assert_eq!(of(vec![other("a/b", 2 * DAY), click(1, DAY)]), Vec::<u32>::new());
    assert_eq!(of(vec![]), Vec::<u32>::new());
}

#[test]
fn a_path_is_told_as_text_and_read_again() {
    let touches = vec![click(12, 9 * DAY), other("google/organic", 5 * DAY), click(7, 2 * DAY), click(7, DAY), code(7)];
    let (steps, _) = steps(touches);
    let told = text::print(&eligible(&steps, NOON, &Options::default()));
    assert_eq!(told, "12 > google/organic > 7");
    let who: Vec<_> = text::read(&told).collect();
    assert_eq!(who, [(12, ""), channel("google/organic").who(), (7, "")]);
    assert_eq!(text::print(&[]), "");
    assert_eq!(text::read("").count(), 0);
}

#[test]
fn a_lag_falls_into_the_stretch_that_its_edge_begins() {
    // Reference 5.4, seconds.
    let edges =
        [0, 1, 2, 5, 10, 30, 60, 300, 1800, 3600, 21600, 86400, 259_200, 604_800, 1_209_600, 2_592_000, 7_776_000];
    for (edge, bin) in edges.into_iter().zip(0_u8..) {
        assert_eq!(lag_bin(edge * 1000), bin, "{edge} s");
        assert_eq!(lag_bin(edge * 1000 - 1), bin.saturating_sub(1), "just below {edge} s");
    }
    assert_eq!((lag_bin(i64::MAX), lag_bin(i64::MIN)), (16, 0));
}
