//! The walk through `docs/try.md` is what happens: each of its commands prints what stands below it.

use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Blocks of the page by what is written behind their opening mark.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((kind.to_owned(), body.join("\n")));
        }
    }
    blocks
}

#[test]
fn every_command_of_the_page_prints_what_the_page_says() {
    let page = std::fs::read_to_string(format!("{ROOT}/docs/try.md")).unwrap();
    let blocks = blocks(&page);
    let mut commands = 0;
    for pair in blocks.windows(2) {
        let ((kind, command), (said, wanted)) = (&pair[0], &pair[1]);
        let Some(arguments) = command.strip_prefix("scripts/waymark try ").filter(|_| kind == "sh" && said == "text")
        else {
            continue;
        };
        let arguments: Vec<&str> = arguments.split_whitespace().filter(|word| *word != "\\").collect();
        let ran = Command::new(env!("CARGO_BIN_EXE_waymark-try")).args(arguments).current_dir(ROOT).output().unwrap();
        let told = format!("{}{}", String::from_utf8(ran.stderr).unwrap(), String::from_utf8(ran.stdout).unwrap());
        assert_eq!(told.trim_end(), wanted.trim_end(), "{command}");
        commands += 1;
    }
    assert!(commands >= 3, "{commands} commands were found");
}
