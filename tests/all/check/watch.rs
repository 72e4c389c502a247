//! `--watch`: again whenever something changes, and a bad file ends nothing.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use crate::support::{Base, program};

#[test]
fn a_change_is_checked_and_a_fault_ends_nothing() {
    let good = "---\ntitle: A\ndate: 2024-01-02\n---\n\n## Summary\n\nIt broke.\n";
    let base = Base::new().file("book.toml", "").file("content/a.md", good);
    let mut child = program()
        .current_dir(base.root())
        .args(["check", "--watch"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let (send, lines) = mpsc::channel();
    std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
    let next = || lines.recv_timeout(Duration::from_secs(30)).expect("nothing was said");
    assert!(next().contains("1 file: nothing"));
    assert!(lines.recv_timeout(Duration::from_secs(1)).is_err(), "nothing has changed");
    let base = base.file("content/a.md", good.replace("It broke.", "We should have known."));
    assert!(next().contains("1 warning"));
    // Settings that can't be read give no summary; what comes next does.
    let base = base.file("book.toml", "[nonsense\n");
    std::thread::sleep(Duration::from_millis(700));
    let base = base.file("book.toml", "");
    assert!(next().contains("1 warning"));
    let base = base.file("content/a.md", b"---\ntitle: [\n---\n\xff\xfe");
    assert!(next().contains("error"));
    assert!(child.try_wait().unwrap().is_none());
    child.kill().unwrap();
    child.wait().unwrap();
    drop(base);
}
