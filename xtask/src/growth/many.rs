//! Knowledge bases that grow, and what is asked of them.

use super::{Files, Shape, front, lines, one};

pub const SHAPES: &[Shape] = &[
    Shape::new("documents: empty", 300, |n| documents(n, |_| String::new())),
    Shape::new("documents: of one title", 300, |n| documents(n, |_| "title: Same".into())),
    Shape::new("documents: of one id", 300, |n| documents(n, |_| "id: INC-1".into())),
    Shape::new("documents: of one alias", 300, |n| documents(n, |_| "aliases: [old.html]".into())),
    Shape::new("documents: of one service and cause", 300, |n| {
        documents(n, |_| "services: [shop]\ncauses: [dns]\ndate: 2024-01-02".into())
    }),
    Shape::new("documents: of many days", 300, |n| {
        documents(n, |at| format!("date: {}-01-02\nservices: [shop]", 1900 + at % 2_000))
    }),
    Shape::new("documents: related to the first", 300, |n| documents(n, |_| "related: [d0]".into())),
    Shape::new("documents: returns of the first", 300, |n| {
        documents(n, |at| format!("date: 2024-01-02\nrecurrence_of: {}", if at == 0 { "[]" } else { "[d0]" }))
    }),
    Shape::new("documents: returns of the one before", 300, |n| {
        documents(n, |at| {
            let date = format!("date: {}-0{}-02", 1990 + at / 9, at % 9 + 1);
            if at == 0 { date } else { format!("{date}\nrecurrence_of: [d{}]", at - 1) }
        })
    }),
    Shape::new("documents: returns in a ring", 300, |n| {
        documents(n, |at| format!("date: 2024-01-02\nrecurrence_of: [d{}]", (at + 1) % n))
    }),
    Shape::new("documents: names that two have", 300, |n| documents(n, |at| format!("title: T{}", at / 2))),
    Shape::new("documents: paths that differ in case", 300, |n| {
        (0..n).map(|at| (format!("content/{}/a.md", cased(at)), "# A\n".into())).chain(settings()).collect()
    }),
    Shape::new("documents: deep folders", 50, |n| {
        vec![
            (format!("content/{}one.md", "a/".repeat(n)), "# One\n".into()),
            ("book.toml".into(), String::new()),
        ]
    }),
    Shape::new("services: each the parent of the next", 200, |n| {
        described(n, |at| if at == 0 { String::new() } else { format!("parent: S{}", at - 1) })
    }),
    Shape::new("services: parents in a ring", 200, |n| {
        described(n, |at| format!("parent: S{}", (at + 1) % n))
    }),
    Shape::new("services: children of one", 200, |n| {
        described(n, |at| if at == 0 { String::new() } else { "parent: S0".into() })
    }),
    Shape::new("services: aliases of one", 2_000, |n| {
        described(1, |_| format!("aliases:\n{}", lines(n, |at| format!("- alias {at}"))))
    }),
    Shape::new("services: one alias of many", 200, |n| described(n, |_| "aliases: [same]".into())),
    Shape::new("services: parents that are none", 200, |n| {
        described(n, |at| format!("parent: Nothing {at}"))
    }),
    Shape::new("attachments", 300, |n| {
        let body = lines(n, |at| format!("![a](a{at}.png)"));
        let pictures = (0..n).map(|at| (format!("content/a{at}.png"), "x".into()));
        one(format!("# One\n\n{body}")).into_iter().chain(pictures).collect()
    }),
    Shape::new("check: findings of one line each", 2_000, |n| sentences(n, "\n\n"))
        .asked(|_| vec!["check".into()]),
    Shape::new("check: findings in one line", 2_000, |n| sentences(n, " ")).asked(|_| vec!["check".into()]),
    Shape::new("check: findings, as SARIF", 2_000, |n| sentences(n, "\n\n"))
        .asked(|_| ["check", "--format", "sarif"].map(String::from).to_vec()),
    Shape::new("check: broken links", 2_000, |n| one(lines(n, |at| format!("[a](no-{at}.md)\n"))))
        .asked(|_| vec!["check".into()]),
    Shape::new("check: unknown keys, in full", 2_000, |n| front(&lines(n, |at| format!("servicez{at}: a"))))
        .asked(|_| ["check", "-v"].map(String::from).to_vec()),
    Shape::new("check: times", 2_000, |n| {
        one(format!(
            "# One\n\n## Timeline\n\n{}",
            lines(n, |at| format!("- 2024-01-02 10:{:02} It {at}", at % 60))
        ))
    })
    .asked(|_| vec!["check".into()]),
    Shape::new("build: findings in full", 2_000, |n| one(lines(n, |at| format!("[a](no-{at}.md)\n"))))
        .asked(|_| ["build", "-v"].map(String::from).to_vec()),
    Shape::new("build: findings in one line, in full", 2_000, |n| one("[a](no.md) ".repeat(n)))
        .asked(|_| ["build", "-v"].map(String::from).to_vec()),
    Shape::new("search: many words", 2_000, |_| few()).asked(|n| search(&"word ".repeat(n))),
    Shape::new("search: different words", 2_000, |_| few())
        .asked(|n| search(&(0..n).map(|at| format!("w{at} ")).collect::<String>())),
    Shape::new("search: a long word", 5_000, |_| few()).asked(|n| search(&"word".repeat(n))),
    Shape::new("search: a long phrase", 2_000, |_| few())
        .asked(|n| search(&format!("\"{}\"", "word ".repeat(n)))),
    Shape::new("search: alternatives", 2_000, |_| few()).asked(|n| search(&"a OR ".repeat(n))),
    Shape::new("search: facets", 1_000, |_| few()).asked(|n| search(&"service:shop -cause:dns ".repeat(n))),
    Shape::new("search: quotes that nothing closes", 2_000, |_| few()).asked(|n| search(&"\"a -".repeat(n))),
    Shape::new("search: hyphens", 5_000, |_| few()).asked(|n| search(&"a-".repeat(n))),
    Shape::new("search: Japanese", 2_000, |_| few()).asked(|n| search(&"障害対応".repeat(n))),
    Shape::new("search: in a long text", 5_000, |n| one("the queue failed again. ".repeat(n)))
        .asked(|_| search("queue failed")),
    Shape::new("actions", 1_000, promises).asked(|_| vec!["actions".into()]),
    Shape::new("export", 1_000, promises).asked(|_| vec!["export".into()]),
    Shape::new("stats", 1_000, promises).asked(|_| vec!["stats".into()]),
    Shape::new("adopt: sentences", 1_000, |n| sentences(n, "\n\n"))
        .asked(|_| vec!["adopt".into(), "content".into()]),
    Shape::new("adopt: toml of many tables", 300, |n| {
        one(format!(
            "+++\n{}+++\n\n# One\n\nOn 2024-01-02 it failed.\n",
            lines(n, |at| format!("k{at} = [\n[1],\n]"))
        ))
    })
    .asked(|_| vec!["adopt".into(), "content".into()]),
    Shape::new("public: blocks", 500, |n| {
        one(format!("# One\n\n{}", "a\n\n:::internal\nb\n:::\n\n".repeat(n)))
    })
    .asked(|_| ["build", "--public"].map(String::from).to_vec()),
    Shape::new("public: comments", 1_000, |n| one(format!("# One\n\n{}", "a <!-- b --> c\n\n".repeat(n))))
        .asked(|_| ["build", "--public"].map(String::from).to_vec()),
    Shape::new("public: findings behind blocks", 500, |n| {
        one(format!("# One\n\n{}", "[a](no.md)\n\n:::internal\nb\n:::\n\n".repeat(n)))
    })
    .asked(|_| ["build", "--public"].map(String::from).to_vec()),
];

fn settings() -> Files {
    vec![("book.toml".into(), String::new())]
}

/// Post-mortems with this front matter.
fn documents(count: usize, front: impl Fn(usize) -> String) -> Files {
    let one = |at: usize| {
        (format!("content/d{at}.md"), format!("---\n{}\n---\n\n## Summary\n\nIt failed.\n", front(at)))
    };
    (0..count).map(one).chain(settings()).collect()
}

/// Services with this front matter, and an incident of the last one.
fn described(count: usize, front: impl Fn(usize) -> String) -> Files {
    let one = |at: usize| {
        (format!("content/services/s{at}.md"), format!("---\ntitle: S{at}\n{}\n---\n", front(at)))
    };
    let incident = format!("---\ntitle: One\ndate: 2024-01-02\nservices: [S{}]\n---\n\nText.\n", count - 1);
    (0..count).map(one).chain(settings()).chain([("content/one.md".into(), incident)]).collect()
}

/// `aaa`, `Aaa`, `aAa`: all twelve letters in each case.
fn cased(number: usize) -> String {
    (0..12).map(|bit| if number >> bit & 1 == 1 { 'A' } else { 'a' }).collect()
}

fn sentences(count: usize, between: &str) -> Files {
    let sentence = "Bob carelessly forgot the backup and should have known better, obviously.";
    one(format!("# One\n\n## Summary\n\n{}", format!("{sentence}{between}").repeat(count)))
}

fn promises(count: usize) -> Files {
    one(format!(
        "# One\n\n## Action items\n\n{}",
        lines(count, |at| format!("- [ ] Add an alert {at} (due: 2024-02-01)"))
    ))
}

fn few() -> Files {
    documents(5, |at| format!("title: The word of the queue {at}\nservices: [shop]"))
}

fn search(query: &str) -> Vec<String> {
    vec!["search".into(), query.into()]
}
