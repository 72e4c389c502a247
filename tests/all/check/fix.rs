//! `--fix` mends what is a matter of form, and leaves every other byte as it is.

use super::{check, findings, rules_of};
use crate::support::Base;

const SETTINGS: &str = "\
[fields.services]
pay = \"Payments\"
[fields.severities]
purple = \"sev2\"
";
const SERVICE: &str = "---\ntitle: Checkout API\naliases: [checkout]\n---\n\nTakes orders.\n";

/// With a byte order mark, line ends of Windows, comments, quotes and odd spaces.
const BEFORE: &[u8] = b"\xef\xbb\xbf---\r\ntitle:   'Cold: cache'  # not \"hot\"\r\nDate: 2024/1/2\r\nseverty: purple   # why?\r\nservices: checkout, pay\r\ncauses:\r\n  -  deploy # x\r\nstarted-at: \"2024-01-02T8:13:00Z\"\r\nregion: eu  \r\n---\r\n\r\n## Summary\r\n\r\nThe date: 2024/1/2.\t\r\n";
const AFTER: &[u8] = b"\xef\xbb\xbf---\r\ntitle:   'Cold: cache'  # not \"hot\"\r\ndate: 2024-01-02\r\nseverity: sev2   # why?\r\nservices: [Checkout API, Payments]\r\ncauses:\r\n  -  deploy # x\r\nstarted_at: \"2024-01-02T08:13:00Z\"\r\nregion: eu  \r\n---\r\n\r\n## Summary\r\n\r\nThe date: 2024/1/2.\t\r\n";

fn base() -> Base {
    Base::new()
        .file("book.toml", SETTINGS)
        .file("content/services/checkout-api.md", SERVICE)
        .file("content/a.md", BEFORE)
}

#[test]
fn form_is_mended_and_all_other_bytes_stay() {
    let base = base().run(&["check", "--fix"]).says("fixed 9 findings in 1 file");
    let after = &base.files("content")["a.md"];
    assert_eq!(String::from_utf8_lossy(after), String::from_utf8_lossy(AFTER));
    assert_eq!(base.files("content")["services/checkout-api.md"], SERVICE.as_bytes());
    // Nothing of ours is left behind.
    assert_eq!(base.files("content").len(), 2);
}

#[test]
fn mending_twice_changes_nothing() {
    let base = base().run(&["check", "--fix"]).run(&["check", "--fix"]);
    assert!(!base.stdout().contains("fixed"), "{}", base.stdout());
    assert_eq!(base.files("content")["a.md"], AFTER);
}

#[test]
fn without_the_option_nothing_is_written_and_the_fix_is_told() {
    let base = check(base(), &[]);
    assert_eq!(base.files("content")["a.md"], BEFORE);
    let fixes: Vec<_> = findings(&base).into_iter().filter(|one| !one["fix"].is_null()).collect();
    let date = fixes.iter().find(|one| one["rule"] == "date-form").unwrap();
    assert_eq!(
        (&date["fix"]["text"], &date["fix"]["line"], &date["fix"]["end_column"]),
        (&"2024-01-02".into(), &3.into(), &15.into())
    );
    base.run(&["check"]).says("`--fix` mends");
}

#[test]
fn what_may_mean_two_things_is_told_and_left() {
    let base = Base::new().file("content/a.md", "---\ntitle: A\ndate: 04-03-2024\n---\n\n## Summary\n\nX.\n");
    let base = check(base, &["--fix"]);
    assert_eq!(rules_of(&base, "a.md"), ["date-form", "doubtful-date-order"]);
    assert!(base.read("content/a.md").contains("04-03-2024"));
}

#[test]
fn a_key_is_not_renamed_to_one_that_is_there() {
    let text = "---\ntitle: A\ndate: 2024-01-02\nseverity: sev3\nseverty: sev1\n---\n\n## Summary\n\nX.\n";
    let base = check(Base::new().file("content/a.md", text), &["--fix"]);
    assert_eq!(rules_of(&base, "a.md"), ["unknown-key"]);
    assert_eq!(base.read("content/a.md"), text);
}

#[test]
fn a_file_in_another_encoding_stays_as_it_is() {
    let text = b"---\ntitle: Caf\xe9\nDate: 2024-01-02\n---\n\n## Summary\n\nX.\n";
    let base = Base::new().file("content/a.md", text).run(&["check", "--fix"]).exits(1);
    assert_eq!(base.files("content")["a.md"], text);
    base.warns("cannot-write").warns("not UTF-8");
}

#[test]
fn only_what_is_chosen_is_mended() {
    let text = "---\ntitle: A\nDate: 2024-01-02\n---\n\n## Summary\n\nX.\n";
    let base = Base::new().file("content/a.md", text).file("content/b.md", text);
    let base = base.run(&["check", "content/a.md", "--fix"]).says("fixed 1 finding in 1 file");
    assert_eq!(base.read("content/b.md"), text);
}

#[test]
fn toml_is_mended_too() {
    let text = "+++\ntitle = \"A\"\ndate = \"2024/1/2\"\nservices = \"x, y\"\n+++\n\n## Summary\n\nX.\n";
    let base = Base::new().file("content/a.md", text).run(&["check", "--fix"]);
    assert_eq!(
        base.read("content/a.md"),
        text.replace("2024/1/2", "2024-01-02").replace("\"x, y\"", "[\"x\", \"y\"]")
    );
}

#[test]
fn of_two_spellings_neither_is_renamed_to_the_other() {
    for (one, other) in [
        ("severity", "SEVERITY"),
        ("started_at", "started-at"),
        ("startd_at", "started-att"),
        ("services", "Services"),
    ] {
        let text = format!(
            "---\ntitle: A\n{one}: 2024-01-02\n{other}: 2024-01-02\n---\n\n## Summary\n\nIt broke.\n"
        );
        let base = Base::new().file("book.toml", "").file("content/a.md", &text).run(&["check", "--fix"]);
        assert_eq!(base.read("content/a.md"), text, "{one}, {other}");
    }
}
