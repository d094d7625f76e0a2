//! `scorecard.html`: one file, nothing fetched, nothing of a stranger's that is not escaped.

use waymark::desk::chart::safe;
use waymark::desk::page;

use crate::given::{made, order, shopify};

/// The page of a shop whose every word is an attack.
fn hostile() -> String {
    let attack = "<img src=x onerror=alert(1)>";
    let mut rows: Vec<String> = (0..12).map(|number| order(number, "100", &format!("\"{attack}\""))).collect();
    rows.push(order(50, "<script>alert(2)</script>", "\"'\"\"><b>\""));
    rows.push(order(51, "10", "\"</style><script>alert(3)</script>\""));
    let made = made(
        &shopify(&rows),
        &format!("creator,code,fee,platform\n{attack},\"{attack}\",100,\"\"\"><svg onload=alert(4)>\"\n"),
    );
    page::of(&made.card, &made.shops)
}

#[test]
fn words_of_strangers_are_text() {
    let page = hostile();
    for tag in ["<img", "<script", "<b>", "<svg onload"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
    assert_eq!(safe("<a href=\"x\" id='y'>&\u{7}"), "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp; ");
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let page = hostile();
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    for word in ["http://", "https://", " src=", "url(", "@import", " style=", "javascript:"] {
        assert!(!page.replace("&lt;img src=x", "").contains(word), "{word}");
    }
}

#[test]
fn every_chart_has_a_title_a_description_and_its_figures_beside_it() {
    let page = hostile();
    let count = |what: &str| page.matches(what).count();
    assert_eq!(
        (count("<svg role=\"img\""), count("<title id="), count("<desc id="), count("The figures")),
        (3, 3, 3, 3)
    );
}

#[test]
fn elements_are_closed_in_the_order_they_were_opened() {
    let page = hostile();
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1) {
        let name = tag.split(|c: char| c == '>' || c.is_whitespace()).next().unwrap();
        let alone = ["!doctype", "meta", "link", "rect/", "line/"].contains(&name) || tag.contains("/>");
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if alone => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, [""; 0]);
}
