//! `scripts/waymark try`: the program around the desk; it reads arguments, writes files and says how it went.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use waymark::desk::asked::{self, Asked};
use waymark::desk::run::{Made, Stop, run};
use waymark::desk::{json, page, sheet, terminal};

/// Unreadable rows that are told one by one.
const TOLD_MOST: usize = 20;

fn main() -> ExitCode {
    match asked::read(std::env::args().skip(1)) {
        Ok(None) => say(asked::HELP),
        Err(why) => stop(2, &why),
        Ok(Some(asked)) => {
            let steered = std::io::stderr().is_terminal();
            let made = run(&asked, |file, read, all| {
                if steered {
                    let percent = read.saturating_mul(100).checked_div(all).unwrap_or(100).min(100);
                    let end = if read >= all { "\n" } else { "" };
                    tell(&format!("\r{file}: {} MB of {} MB, {percent} %{end}", read >> 20, all >> 20));
                }
            });
            match made.map(|made| show(&asked, &made)) {
                Ok(Ok(code)) => code,
                Err(Stop::Refused(why)) => stop(3, &why),
                Ok(Err(why)) | Err(Stop::File(why)) => stop(4, &why),
            }
        }
    }
}

/// Prints the scorecard and writes its files.
fn show(asked: &Asked, made: &Made) -> Result<ExitCode, String> {
    let tally = &made.card.tally;
    for (file, row) in tally.told.iter().take(TOLD_MOST) {
        tell(&format!("{file}, line {}: {}\n", row.line, row.why));
    }
    if tally.told.len() > TOLD_MOST {
        tell(&format!("and {} more rows that cannot be read\n", tally.broken.saturating_sub(TOLD_MOST as u64)));
    }
    for note in &made.notes {
        tell(&format!("{note}\n"));
    }
    let written = match &asked.out {
        None if asked.json => Vec::new(),
        out => write(Path::new(out.as_deref().unwrap_or(".")), made)?,
    };
    if asked.json {
        return Ok(say(&format!("{:#}\n", json::of(&made.card))));
    }
    let colours = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut text = terminal::of(&made.card, &made.shops, colours);
    for path in written {
        text.extend([format!("\n{}", path.display())]);
    }
    Ok(say(&format!("{text}\n")))
}

fn write(folder: &Path, made: &Made) -> Result<Vec<PathBuf>, String> {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let files = [("scorecard.csv", sheet::of(&made.card)), ("scorecard.html", page::of(&made.card, &made.shops))];
    let mut written = Vec::new();
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        written.push(path);
    }
    Ok(written)
}

/// Prints to who asked; one who has stopped listening is no fault.
fn say(text: &str) -> ExitCode {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::from(4),
        _ => ExitCode::SUCCESS,
    }
}

fn tell(text: &str) {
    // Nobody is left to hear that this failed.
    drop(std::io::stderr().write_all(text.as_bytes()));
}

fn stop(code: u8, why: &str) -> ExitCode {
    tell(&format!("{why}\n"));
    ExitCode::from(code)
}
