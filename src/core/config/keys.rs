//! Every key of `book.toml`, once: what is accepted, and what the manual must explain.

/// One key, as `table.key`; a last part of `*` accepts any name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(pub &'static str);

/// All keys. A test compares them with the manual.
pub const KEYS: &[Key] = &[
    Key("book.title"),
    Key("book.description"),
    Key("book.authors"),
    Key("book.language"),
    Key("book.src"),
    Key("book.timezone"),
    Key("book.date-order"),
    Key("build.build-dir"),
    Key("output.html.site-url"),
    Key("output.html.git-repository-url"),
    Key("output.html.edit-url-template"),
    Key("output.html.additional-css"),
    Key("output.html.additional-js"),
    Key("output.html.unsafe-html"),
    Key("output.html.attachments"),
    Key("output.html.theme"),
    Key("output.html.feeds"),
    Key("output.html.data"),
    Key("output.html.markdown"),
    Key("output.html.mermaid"),
    Key("output.html.math"),
    Key("output.html.root-files"),
    Key("output.html.search.enable"),
    Key("output.html.search.offline"),
    Key("severity.levels"),
    Key("status.values"),
    Key("content.include"),
    Key("content.exclude"),
    Key("content.max-file-megabytes"),
    Key("fields.keys.*"),
    Key("fields.severities.*"),
    Key("fields.statuses.*"),
    Key("fields.services.*"),
    Key("fields.causes.*"),
    Key("check.*"),
    Key("review.severity"),
    Key("review.longer-than"),
    Key("review.days"),
    Key("recurrence.by"),
    Key("recurrence.minimum"),
    Key("recurrence.trigger-max"),
    Key("recurrence.within-days"),
    Key("recurrence.parents"),
    Key("recurrence.planned"),
    Key("sections.*"),
    Key("words.*"),
    Key("statistics.longest-days"),
    Key("changes.days"),
    Key("public.title"),
    Key("public.description"),
    Key("public.site-url"),
    Key("public.build-dir"),
    Key("public.fields"),
    Key("public.git"),
    Key("public.root-files"),
    Key("git.enable"),
    Key("git.contributors"),
];

impl Key {
    /// Whether `path`, a full path to a value, is this key.
    pub fn accepts(self, path: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(table) => path.strip_prefix(table).is_some_and(|rest| !rest.is_empty()),
            None => self.0 == path,
        }
    }

    /// Whether `path` is a table on the way to this key.
    pub fn is_below(self, path: &str) -> bool {
        self.0.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))
    }
}

/// The names that are accepted directly below the table `path` (the root is the empty string).
pub fn names_below(path: &str) -> impl Iterator<Item = &'static str> + Clone {
    KEYS.iter().filter_map(move |key| {
        let rest = if path.is_empty() { key.0 } else { key.0.strip_prefix(path)?.strip_prefix('.')? };
        rest.split('.').next().filter(|name| *name != "*")
    })
}
