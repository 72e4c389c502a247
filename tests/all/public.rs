//! The edition for readers outside: nothing that is internal is in any byte of it.
#![allow(clippy::disallowed_methods, reason = "tests look at files")]

use std::collections::BTreeMap;

use crate::support::Base;
use crate::support::canaries::{canary, holders, planted, readable, tail};
use crate::support::repository::{git, git_on};

/// What is in no edition, for nobody should read it on a page: a comment, the message of a commit, an unused definition.
const NOWHERE: [usize; 4] = [15, 25, 28, 40];
const PLACES: usize = 45;

const SETTINGS: &str = r#"
[book]
title = "Inside @37@"
description = "For us @41@"
authors = ["@42@"]
[git]
contributors = true
[output.html]
site-url = "https://@38@.example.org/"
git-repository-url = "https://git.example.org/@39@"
edit-url-template = "https://git.example.org/@39@/{path}"
[public]
title = "Outside"
description = "For all"
site-url = "https://example.org/"
fields = ["roles", "impact.money", "action_items.owner", "detection"]
"#;

const INTERNAL: &str = "---
title: A title @0@
date: 2024-02-02
services: [Shop, \"Hidden @3@\"]
teams: [\"Team @4@\"]
tags: [\"tag@5@\"]
causes: [\"cause @6@\", deploy]
aliases: [old/@8@.html]
action_items: [{title: Do it @9@, owner: \"Owner @10@\"}]
---

## Summary

Text @2@. ![picture](@11@.png) See [the other](public.md).
";

const PUBLIC: &str = "---
title: The shop was closed
date: 2024-03-03
visibility: public
severity: sev2
services: [Shop, Mail]
causes: [deploy]
roles: {commander: \"@16@\"}
odd_key: \"value @17@\"
impact: {users: many, money: \"@18@\"}
detection: \"@43@\"
# @40@
related: [2024/secret-@1@, unknown-@21@]
recurrence_of: [2024/secret-@1@]
links: [{title: \"inner @35@\", url: secret-@1@.md}, {title: Status, url: \"https://status.example.org\"}]
---

# The shop was closed

## Summary

It was closed. <!-- @15@ --> As [before](secret-@1@.md \"@20@\"), see [a page](../pages/inner-@23@.md) and [help](../pages/help.md), [[secret-@1@|once]].
<a href=\"secret-@1@.html\">raw</a> ![shown](shown.png) [ref][one]

:::internal
Inside @13@. ![alt @30@](inside-@31@.png)

### Heading @32@

- nested[^1]
  - more @14@

[^1]: Told @19@.
:::

## Timeline

- 10:00 [start] Deploy.
:::internal
- 10:05 Called @33@.
:::
- 10:30 [resolved] Back.

## Action items

| Action | Owner | Status |
|---|---|---|
| Test it | Person @29@ | open |
| Watch it | In **pieces** @44@ | open |

:::internal

- [ ] Only for us @34@ (owner: Someone)

:::

The end, for all.

[one]: secret-@1@.md
[@28@]: secret-@1@.md
";

fn base() -> Base {
    let files = [
        ("book.toml", SETTINGS),
        ("content/2024/secret-@1@.md", INTERNAL),
        ("content/2024/@11@.png", "png @12@"),
        ("content/2024/shown.png", "png for all"),
        ("content/2024/inside-@31@.png", "png"),
        ("content/2024/public.md", PUBLIC),
        (
            "content/2024/open.md",
            "---\ntitle: Left open\ndate: 2024-04-04\nvisibility: public\nservices: [Mail]\ncauses: [deploy]\n---\n\n## Summary\n\nThe mail was late.\n\n:::internal\nAll of the rest @27@\n",
        ),
        ("content/services/hidden.md", "---\ntitle: \"Hidden @3@\"\n---\n\nOf nobody @7@.\n"),
        (
            "content/services/mail.md",
            "---\ntitle: Mail\nvisibility: internal\nowner: Post\n---\n\nFor us @26@.\n",
        ),
        (
            "content/services/shop.md",
            "---\ntitle: Shop\nparent: \"Hidden @3@\"\nsecret_key: \"@36@\"\n---\n\nSells things.\n",
        ),
        ("content/pages/inner-@23@.md", "# Inner\n\nText @22@.\n"),
        ("content/pages/help.md", "---\nvisibility: public\n---\n\n# Help\n\nFor all.\n"),
    ];
    let mut base = Base::new();
    for (path, text) in files {
        base = base.file(&planted(path), planted(text));
    }
    git(base.root(), &["init", "-q"]);
    git(base.root(), &["add", "."]);
    let (author, message) = (format!("Author {}", canary(24)), format!("Message {}", canary(25)));
    git_on(base.root(), "2024-05-05", &author, &["commit", "-qm", &message]);
    base
}

/// The numbers of the words that are somewhere, each with the files.
fn found(files: &BTreeMap<String, String>) -> BTreeMap<usize, Vec<&str>> {
    let found = (0..PLACES).map(|number| (number, holders(files, number)));
    found.filter(|(_, files)| !files.is_empty()).collect()
}

#[test]
fn nothing_internal_is_in_the_public_edition() {
    let base = base()
        .run(&["build", "--public", "--today", "2024-06-01"])
        .ok()
        .warns("unclosed-internal")
        .warns("open.md:13:");
    let files = readable(&base, "site-public");
    assert_eq!(found(&files), BTreeMap::new());
    let page = &files["2024/public.html"];
    for part in [
        "it was closed.",
        "as before",
        "the end, for all.",
        "test it",
        "shown.png",
        "status.example.org",
        "back.",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(
        files.contains_key("services/mail.html")
            && files.contains_key("2024/shown.png")
            && files.contains_key("feed.xml")
    );
    // Of three post-mortems it counts two.
    assert!(files["index.html"].contains("outside") && files["post-mortems.ndjson"].lines().count() == 2);
    assert!(!base.path("site").exists());
}

#[test]
fn all_of_it_is_in_the_other_edition() {
    let base = base().run(&["build", "--today", "2024-06-01"]).ok();
    let files = readable(&base, "site");
    let found = found(&files);
    let missing: Vec<usize> = (0..PLACES).filter(|number| !found.contains_key(number)).collect();
    assert_eq!(missing, NOWHERE);
    assert!(found.values().flatten().any(|path| path.ends_with(".bin")), "the index holds none");
    base.page("2024/public.html", |page| {
        assert_eq!(page.texts(".internal > p:first-child strong"), ["Internal", "Internal", "Internal"]);
        page.has(".internal", &canary(13));
        assert!(!page.texts("article").concat().contains(":::"));
    });
}

#[test]
fn exported_data_has_the_same_limits() {
    let base = base().run(&["export", "--public"]).ok();
    let text = base.stdout().to_lowercase();
    for number in 0..PLACES {
        assert!(!text.contains(&tail(number)), "{number} in {text}");
    }
    let records: serde_json::Value = serde_json::from_str(&base.stdout()).unwrap();
    assert_eq!(records.as_array().unwrap().len(), 2);
}

#[test]
fn a_field_that_would_stay_stops_the_public_edition() {
    let base = Base::small().file("book.toml", "[public]\nfields = [\"rolls\", \"title\", \"teams.x\"]\n");
    let base = base
        .run(&["build", "--public"])
        .exits(2)
        .warns("unknown-public-field")
        .warns("Did you mean `roles`?");
    let base = base.warns("book.toml:2:").is_gone("site-public");
    base.build().ok().warns("unknown-public-field");
    let same = Base::small().file("book.toml", "[public]\nbuild-dir = \"./site\"\n");
    same.build().exits(2).warns("both editions");
}

#[test]
fn both_editions_lie_side_by_side_and_build_again_without_a_change() {
    let base = base().build().ok().run(&["build", "--public", "-v"]).ok();
    let before = (base.files("site"), base.files("site-public"));
    let base = base.run(&["build", "--public", "-v"]).ok().says("0 files written");
    let base = base.build().ok().says("0 files written");
    assert!(before == (base.files("site"), base.files("site-public")));
}

#[test]
fn findings_have_the_lines_of_the_file() {
    let text = "---\nvisibility: public\n---\n\n# A\n\n:::internal\nx\ny\n:::\n\n<!--\n\n-->\n\n## Action items\n\n- [ ] Mend it (due: 2024-02-31)\n";
    let base = Base::new().file("content/a.md", text).run(&["build", "--public"]).ok();
    let public = base.stderr();
    assert!(public.contains("a.md:18:"), "{public}");
    assert_eq!(base.build().ok().stderr(), public);
}
