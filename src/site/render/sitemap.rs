//! `sitemap.xml`: the addresses of all pages, for search engines.

use jiff::civil::Date;

use super::job::Job;
use super::outputs::{MOST_IN_SITEMAP, sitemap_part, sitemap_parts};
use super::plan::plan;
use super::urls::base;
use crate::core::address;
use crate::core::escape;
use crate::know::insight::Insight;
use crate::know::link::Site;
use crate::site::theme::Theme;

/// The file, or one of its parts; empty where the address of the site is not known.
pub fn sitemap(site: &Site, insight: &Insight, theme: &Theme, part: Option<usize>) -> String {
    let Some(base) = base(&site.config) else { return String::new() };
    let urls = addresses(site, insight, theme);
    match (part, sitemap_parts(urls.len())) {
        (Some(part), _) => list(&base, urls.chunks(MOST_IN_SITEMAP).nth(part).unwrap_or_default()),
        (None, 0) => list(&base, &urls),
        (None, parts) => index(&base, parts),
    }
}

/// Addresses of all pages below the site's, sorted, with the day on which they changed where that is known.
fn addresses(site: &Site, insight: &Insight, theme: &Theme) -> Vec<(String, Option<Date>)> {
    let mut urls: Vec<(String, Option<Date>)> = plan(site, insight, theme)
        .into_iter()
        .filter(|planned| planned.job.is_page())
        .map(|planned| match planned.job {
            Job::Index => (String::new(), None),
            Job::PostMortem(id) | Job::Page(id) => {
                (address::encode(&planned.output), site.history(id).and_then(|history| history.changed))
            }
            _ => (address::encode(&planned.output), None),
        })
        .collect();
    urls.sort_unstable();
    urls
}

/// A file that names the parts.
fn index(base: &str, parts: usize) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for part in 0..parts {
        out.push_str("<sitemap><loc>");
        escape::push(&mut out, base);
        out.push_str(&sitemap_part(part));
        out.push_str("</loc></sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// A file that names pages.
fn list(base: &str, urls: &[(String, Option<Date>)]) -> String {
    let mut out = String::with_capacity(urls.len() * 90 + 200);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (url, changed) in urls {
        out.push_str("<url><loc>");
        escape::push(&mut out, base);
        escape::push(&mut out, url);
        out.push_str("</loc>");
        // Of other pages nobody can say when they changed: they are made of many files.
        if let Some(day) = changed {
            out.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_have_parts_that_the_protocol_allows() {
        assert_eq!([0, 1, 50_000, 50_001, 100_001].map(sitemap_parts), [0, 0, 0, 2, 3]);
        let index = index("https://example.org/", 2);
        assert!(index.contains("<loc>https://example.org/sitemap-2.xml</loc>") && !index.contains("-3.xml"));
        let list = list("https://example.org/", &[("a&b.html".into(), None)]);
        assert!(list.contains("<url><loc>https://example.org/a&amp;b.html</loc></url>"));
    }
}
