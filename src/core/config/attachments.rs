//! Which files of the content are published where something links to them, by the endings of their names.
//!
//! A host decides by these what a browser is told that a file is, and some hosts look at every ending and not at the last
//! alone. So the last one has to be known, and none may be of a kind that runs.

use super::Html;

/// Kinds that a browser shows without running anything, or saves.
const KNOWN: &[&str] = &[
    // Pictures. Those in SVG are written anew.
    "avif",
    "bmp",
    "gif",
    "heic",
    "ico",
    "jpeg",
    "jpg",
    "png",
    "svg",
    "tif",
    "tiff",
    "webp",
    // Sound and film.
    "aac",
    "flac",
    "m4a",
    "m4v",
    "mkv",
    "mov",
    "mp3",
    "mp4",
    "oga",
    "ogg",
    "ogv",
    "opus",
    "srt",
    "vtt",
    "wav",
    "webm",
    // Documents.
    "adoc",
    "csv",
    "diff",
    "doc",
    "docx",
    "drawio",
    "eml",
    "epub",
    "excalidraw",
    "ics",
    "key",
    "markdown",
    "md",
    "mmd",
    "numbers",
    "odg",
    "odp",
    "ods",
    "odt",
    "org",
    "pages",
    "patch",
    "pdf",
    "ppt",
    "pptx",
    "puml",
    "rst",
    "rtf",
    "tex",
    "tsv",
    "txt",
    "vsdx",
    "xls",
    "xlsx",
    // Data, logs and settings.
    "cast",
    "cfg",
    "conf",
    "dot",
    "gv",
    "har",
    "hcl",
    "hprof",
    "ini",
    "ipynb",
    "jfr",
    "json",
    "jsonl",
    "lock",
    "log",
    "ndjson",
    "out",
    "parquet",
    "pb",
    "pcap",
    "pcapng",
    "pprof",
    "prof",
    "properties",
    "proto",
    "sql",
    "sqlite",
    "tf",
    "tfvars",
    "toml",
    "trace",
    "yaml",
    "yml",
    // Archives.
    "7z",
    "bz2",
    "gz",
    "lz4",
    "rar",
    "tar",
    "tbz",
    "tgz",
    "txz",
    "xz",
    "zip",
    "zst",
    // Programs as text, in languages that no browser runs.
    "awk",
    "bash",
    "bat",
    "bpf",
    "bt",
    "c",
    "cc",
    "clj",
    "cpp",
    "cs",
    "cue",
    "erl",
    "ex",
    "exs",
    "fish",
    "go",
    "gradle",
    "groovy",
    "h",
    "hpp",
    "hs",
    "java",
    "jq",
    "kt",
    "lua",
    "m",
    "ml",
    "nix",
    "promql",
    "ps1",
    "py",
    "r",
    "rb",
    "rego",
    "rs",
    "s",
    "scala",
    "sh",
    "swift",
    "zig",
    "zsh",
];

/// Kinds that a browser runs, shows as a page of the site or takes for a part of one, and those that a host itself runs.
const RUNNING: &[&str] = &[
    "css",
    "hta",
    "htc",
    "htm",
    "html",
    "mht",
    "mhtml",
    "shtm",
    "shtml",
    "stm",
    "xht",
    "xhtml",
    "cjs",
    "es",
    "js",
    "jse",
    "jsm",
    "jsx",
    "mjs",
    "vbs",
    "wasm",
    "jar",
    "swf",
    "xap",
    "atom",
    "dae",
    "gpx",
    "kml",
    "mathml",
    "mml",
    "musicxml",
    "rdf",
    "rss",
    "smil",
    "svgz",
    "wsdl",
    "x3d",
    "xaml",
    "xbl",
    "xml",
    "xsd",
    "xsl",
    "xslt",
    "xspf",
    "xul",
    "appcache",
    "manifest",
    "webmanifest",
    "htaccess",
    "ashx",
    "asmx",
    "asp",
    "aspx",
    "cer",
    "cfm",
    "cgi",
    "fcgi",
    "jsp",
    "jspx",
    "phar",
    "php",
    "php3",
    "php4",
    "php5",
    "php7",
    "php8",
    "phps",
    "pht",
    "phtml",
    "pl",
];

/// Kinds that a host may take off, so that what is below them is what a browser gets.
const PACKED: &[&str] = &["br", "bz2", "gz", "lz4", "xz", "z", "zst"];

/// What becomes of a file that something links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Published,
    /// Browsers or hosts could run it, for one of its endings is this.
    Runs(String),
    /// A kind that is not known, by its last ending.
    Unknown(String),
}

/// What becomes of a file, by its path.
pub fn judge(path: &str, settings: &Html) -> Verdict {
    if settings.unsafe_html {
        return Verdict::Published;
    }
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let endings: Vec<&str> = name.split('.').skip(1).collect();
    let Some(last) = endings.last() else { return Verdict::Unknown(String::new()) };
    for (place, ending) in endings.iter().enumerate() {
        // Hosts and systems forget what follows: `a.html `, `a.html;b`.
        let ending = ending.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_packed = endings[place + 1..].iter().any(|outer| PACKED.contains(outer));
        if is_running(ending) || ending == "svg" && is_packed {
            return Verdict::Runs(ending.to_owned());
        }
    }
    let is_set = settings.attachments.iter().any(|set| plain(set) == *last);
    if KNOWN.contains(last) || is_set { Verdict::Published } else { Verdict::Unknown((*last).to_owned()) }
}

/// Whether an ending is of a kind that runs.
pub fn is_running(ending: &str) -> bool {
    RUNNING.contains(&plain(ending).as_str())
}

/// Whether a setting is an ending at all.
pub fn is_ending(set: &str) -> bool {
    let plain = plain(set);
    !plain.is_empty() && plain.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+'))
}

/// An ending without its dot and in lower case.
fn plain(set: &str) -> String {
    set.strip_prefix('.').unwrap_or(set).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_judged_by_all_its_endings() {
        let settings = Html { attachments: vec![".PBF".into(), "x-test".into()], ..Html::default() };
        for path in [
            "a.png",
            "a/b.PDF",
            "a b.v1.2.log",
            "x.tar.gz",
            "notes.md",
            "a.pb.gz",
            "2024.05.12 picture.jpeg",
            "a.pbf",
            "a.x-test",
            "diagram.svg",
            "diagram.svg.png",
            "html.txt",
            "a/html/b.csv",
            "report.html5.pdf",
            "dump.sql.zst",
        ] {
            assert_eq!(judge(path, &settings), Verdict::Published, "{path}");
        }
        for (path, ending) in [
            ("a.html", "html"),
            ("a.HTML", "html"),
            ("a.js", "js"),
            ("a.svgz", "svgz"),
            ("a.xml", "xml"),
            ("a.rss", "rss"),
            ("a.html.gz", "html"),
            ("a.svg.gz", "svg"),
            ("a.svg.tar.xz", "svg"),
            ("a.js.zst", "js"),
            ("a.html.png", "html"),
            ("a.php.png", "php"),
            ("a.html.en", "html"),
            ("a.js;.png", "js"),
            ("a.html ", "html"),
            ("a.html.", "html"),
            ("a.html .txt", "html"),
            ("a.html::$DATA.png", "html"),
        ] {
            assert_eq!(judge(path, &settings), Verdict::Runs(ending.into()), "{path}");
        }
        for (path, ending) in [
            ("Makefile", ""),
            ("a.", ""),
            ("a.png.", ""),
            ("a.x-widget", "x-widget"),
            ("a.png ", "png "),
            ("a.en", "en"),
            ("a.gz.x-other", "x-other"),
        ] {
            assert_eq!(judge(path, &settings), Verdict::Unknown(ending.into()), "{path}");
        }
        let unsafe_html = Html { unsafe_html: true, ..Html::default() };
        assert_eq!(judge("a.html", &unsafe_html), Verdict::Published);
    }

    #[test]
    fn no_kind_is_in_two_lists() {
        assert!(KNOWN.iter().all(|ending| !is_running(ending)));
        assert!(
            is_running(".JS")
                && is_ending(".pbf")
                && !is_ending("a.b")
                && !is_ending(".")
                && !is_ending("a/b")
        );
    }
}
