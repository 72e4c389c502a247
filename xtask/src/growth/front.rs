//! Front matter and settings that grow.

use super::{Files, Shape, front, lines, one};

pub const SHAPES: &[Shape] = &[
    Shape::new("yaml: nested lists", 5_000, |n| front(&format!("x: {}{}", "[".repeat(n), "]".repeat(n)))),
    Shape::new("yaml: lists that nothing closes", 5_000, |n| front(&format!("x: {}", "[".repeat(n)))),
    Shape::new("yaml: nested maps", 5_000, |n| front(&format!("x: {}1{}", "{a: ".repeat(n), "}".repeat(n)))),
    Shape::new("yaml: nested lists in lines", 5_000, |n| front(&format!("x:\n  {}1", "- ".repeat(n)))),
    Shape::new("yaml: nested question marks", 5_000, |n| front(&format!("x:\n  {}1", "? ".repeat(n)))),
    Shape::new("yaml: nested lists over lines", 5_000, |n| {
        front(&format!("x: [\n{}{}", " [\n".repeat(n), " ]\n".repeat(n + 1)))
    }),
    Shape::new("yaml: indented maps", 1_000, |n| front(&lines(n, |at| format!("{}a:", " ".repeat(at))))),
    Shape::new("yaml: a long list", 10_000, |n| front(&format!("x: [{}]", "a, ".repeat(n)))),
    Shape::new("yaml: many keys", 3_000, |n| front(&lines(n, |at| format!("key{at}: value")))),
    Shape::new("yaml: keys that begin alike", 3_000, |n| {
        front(&lines(n, |at| format!("severity{at}: value")))
    }),
    Shape::new("yaml: many keys, one broken", 3_000, |n| {
        front(&(lines(n, |at| format!("key{at}: value")) + "x: [\n"))
    }),
    Shape::new("yaml: one key many times", 3_000, |n| front(&lines(n, |_| "key: value".into()))),
    Shape::new("yaml: anchors", 3_000, |n| {
        front(&(lines(n, |at| format!("k{at}: &a{at} v")) + &lines(n, |at| format!("j{at}: *a{at}"))))
    }),
    Shape::new("yaml: a long text", 20_000, |n| front(&format!("x: \"{}\"", "word \\n".repeat(n)))),
    Shape::new("yaml: spaces and comments", 20_000, |n| front(&lines(n, |_| "  # comment".into()))),
    Shape::new("toml: nested lists", 5_000, |n| toml(&format!("x = {}{}", "[".repeat(n), "]".repeat(n)))),
    Shape::new("toml: many keys", 3_000, |n| toml(&lines(n, |at| format!("key{at} = 1")))),
    Shape::new("toml: many tables", 3_000, |n| toml(&lines(n, |at| format!("[table{at}]\nx = 1")))),
    Shape::new("toml: dotted keys", 2_000, |n| toml(&format!("{}z = 1", "a.".repeat(n)))),
    Shape::new("services × causes", 300, |n| front(&(list("services", n) + &list("causes", n)))),
    Shape::new("services × teams × tags × causes", 100, |n| {
        front(&["services", "teams", "tags", "causes"].map(|name| list(name, n)).concat())
    }),
    Shape::new("services", 1_000, |n| front(&list("services", n))),
    Shape::new("root cause services", 1_000, |n| front(&list("root_cause_services", n))),
    Shape::new("causes", 1_000, |n| front(&list("causes", n))),
    Shape::new("teams", 1_000, |n| front(&list("teams", n))),
    Shape::new("tags", 1_000, |n| front(&list("tags", n))),
    Shape::new("triggers", 1_000, |n| front(&list("triggers", n))),
    Shape::new("aliases", 500, |n| front(&list("aliases", n))),
    Shape::new("related, unknown", 2_000, |n| front(&list("related", n))),
    Shape::new("recurrence_of, unknown", 2_000, |n| front(&list("recurrence_of", n))),
    Shape::new("links in front matter", 2_000, |n| {
        front(&format!("links:\n{}", lines(n, |at| format!("- https://example.org/{at}"))))
    }),
    Shape::new("broken links in front matter", 2_000, |n| {
        front(&format!("links:\n{}", lines(n, |at| format!("- nowhere-{at}.md"))))
    }),
    Shape::new("action items in front matter", 1_000, |n| {
        front(&format!("action_items:\n{}", lines(n, |at| format!("- title: Do it {at}\n  owner: me"))))
    }),
    Shape::new("action items in front matter, odd", 1_000, |n| {
        front(&format!("action_items:\n{}", lines(n, |at| format!("- title: Do it {at}\n  due: soon {at}"))))
    }),
    Shape::new("timeline in front matter", 2_000, |n| {
        front(&format!("timeline:\n{}", lines(n, |at| format!("- at: 10:{:02}\n  text: It {at}", at % 60))))
    }),
    Shape::new("roles", 2_000, |n| {
        front(&format!("roles:\n{}", lines(n, |at| format!("  role{at}: Person {at}"))))
    }),
    Shape::new("contributing factors", 2_000, |n| front(&list("contributing_factors", n))),
    Shape::new("severity: a list", 2_000, |n| front(&list("severity", n))),
    Shape::new("a long title", 20_000, |n| one(format!("---\ntitle: {}\n---\n\nText.\n", "word ".repeat(n)))),
    Shape::new("a title of one word", 20_000, |n| {
        one(format!("---\ntitle: {}\n---\n\nText.\n", "word".repeat(n)))
    }),
    Shape::new("a long date", 20_000, |n| one(format!("---\ndate: {}\n---\n\nText.\n", "1-".repeat(n)))),
    Shape::new("book.toml: keys", 2_000, |n| book(&lines(n, |at| format!("key{at} = 1")))),
    Shape::new("book.toml: aliases of services", 5_000, |n| {
        book(&("[fields.services]\n".to_owned() + &lines(n, |at| format!("alias{at} = \"Shop {at}\""))))
    }),
    Shape::new("book.toml: names of keys", 2_000, |n| {
        book(&("[fields.keys]\n".to_owned() + &lines(n, |at| format!("alias{at} = \"odd{at}\""))))
    }),
    Shape::new("book.toml: severities", 2_000, |n| {
        book(&format!(
            "[severity]\nlevels = [{}]\n",
            (0..n).map(|at| format!("\"s{at}\", ")).collect::<String>()
        ))
    }),
    Shape::new("book.toml: exclude", 1_000, |n| {
        book(&format!(
            "[content]\nexclude = [{}]\n",
            (0..n).map(|at| format!("\"a{at}/**\", ")).collect::<String>()
        ))
    }),
];

fn list(name: &str, count: usize) -> String {
    format!("{name}:\n{}", lines(count, |at| format!("- {name} {at}")))
}

fn toml(block: &str) -> Files {
    one(format!("+++\ntitle = \"One\"\n{block}\n+++\n\nText.\n"))
}

fn book(settings: &str) -> Files {
    let mut files = super::front("services: [shop]");
    files.retain(|(path, _)| path != "book.toml");
    files.push(("book.toml".into(), settings.into()));
    files
}
