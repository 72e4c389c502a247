//! Addresses that Lookback makes pages for, or might once there is more in the knowledge base: they belong to no file.
//!
//! So the address of a page never depends on what other pages there are. `tests/all/claims.rs` wants every file of a site, and finds
//! what is missing here.

/// Files of which there is one.
pub const FILES: &[&str] = &[
    "index.html",
    "404.html",
    "services.html",
    "causes.html",
    "teams.html",
    "tags.html",
    "years.html",
    "pages.html",
    "search.html",
    "recurring.html",
    "insights.html",
    "matrix.html",
    "matrix/by-name.html",
    "matrix/by-time-lost.html",
    "matrix/by-latest.html",
    "insights/detect.html",
    "insights/acknowledge.html",
    "insights/mitigate.html",
    "insights/resolve.html",
    "insights/monday.html",
    "insights/tuesday.html",
    "insights/wednesday.html",
    "insights/thursday.html",
    "insights/friday.html",
    "insights/saturday.html",
    "insights/sunday.html",
    "insights/published.html",
    "insights/near-misses.html",
    "changes.html",
    "actions.html",
    "actions.ics",
    "actions/open.html",
    "actions/late.html",
    "actions/soon.html",
    "actions/in-progress.html",
    "actions/done.html",
    "actions/dropped.html",
    "actions/all.html",
    "actions/no-owner.html",
    "actions/no-date.html",
    "actions/odd-dates.html",
    "actions/owners.html",
    "actions/services.html",
    "actions/types.html",
    "actions/ideas.html",
    "sitemap.xml",
    "feed.xml",
    "llms.txt",
    "post-mortems.json",
    "post-mortems.ndjson",
    "post-mortems.csv",
];

/// How the addresses of further pages begin.
const BELOW: &[&str] = &[
    "recurring/causes/",
    "recurring/services/",
    "recurring/left-open",
    "recurring/page-",
    "insights/actions-",
    "insights/cause-",
    "insights/noticed-",
    "insights/severity-",
    "insights/trigger-",
    "actions/cause/",
    "actions/idea/",
    "actions/owner/",
    "actions/service/",
    "actions/team/",
    "actions/type/",
];

/// Folders that there are in any site, or in nearly any. Nothing else can be called so.
pub const FOLDERS: &[&str] = &[
    "actions",
    "assets",
    "causes",
    "insights",
    "matrix",
    "recurring",
    "search",
    "services",
    "tags",
    "teams",
    "years",
];

/// The first part of addresses of lists, which go on at `…/page-2.html`.
const LISTS: &[&str] =
    &["services", "causes", "teams", "tags", "years", "recurring", "insights", "matrix", "actions"];

/// The folders of pages that have a feed, and their Markdown, beside them.
const CATALOGS: &[&str] = &["services/", "causes/", "teams/", "tags/"];

/// Endings of the files of the search index, which are named after what they hold.
const OF_INDEX: &[&str] = &[".bin", ".js", ".json"];

/// Whether an address, in lower case, is one of many that are made by a pattern.
pub fn is_pattern(key: &str) -> bool {
    let Some((folder, name)) = key.rsplit_once('/') else {
        return is_numbered(key, "sitemap-", ".xml");
    };
    if folder == "search" {
        return OF_INDEX.iter().any(|ending| name.ends_with(ending));
    }
    let is_list = LISTS.contains(&folder.split('/').next().unwrap_or(folder));
    BELOW.iter().any(|below| key.starts_with(below))
        || is_list && is_numbered(name, "page-", ".html")
        || folder == "years" && is_year(name)
        || folder.starts_with("services/") && name == "by-cause.html"
}

/// Whether a page has a feed beside it.
pub fn has_feed(key: &str) -> bool {
    CATALOGS.iter().any(|folder| key.starts_with(folder))
}

fn is_year(name: &str) -> bool {
    name == "undated.html" || is_numbered(name, "", ".html") || is_numbered(name, "-", ".html")
}

fn is_numbered(name: &str, before: &str, behind: &str) -> bool {
    let number = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_what_lists_become_and_no_more() {
        for key in [
            "sitemap-12.xml",
            "search/manifest.json",
            "search/0123456789ab.bin",
            "search/offline.js",
            "years/2024.html",
            "years/2024/page-2.html",
            "services/a/by-cause.html",
            "services/a/by-cause/page-2.html",
            "insights/trigger-deploy.html",
            "actions/owner/ana.html",
        ] {
            assert!(is_pattern(key), "{key}");
        }
        for key in [
            "sitemap-.xml",
            "search/2024-outage.html",
            "search/2024-outage.md",
            "search/graph.png",
            "search/logs/dump.json",
            "years/2024/outage.html",
            "years/2024-01-02.html",
            "2024/page-2.html",
            "insights/2024-outage.html",
            "by-cause.html",
        ] {
            assert!(!is_pattern(key), "{key}");
        }
    }
}
