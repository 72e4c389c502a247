//! The manual's settings for hosts, with the real servers: types, headers, the page for lost addresses, and the search.
//!
//! Where a server is not installed its test says that it was skipped; in CI that is a failure.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests write settings of servers, and say when they are skipped"
)]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::Base;
use crate::tabs::POLICY;

/// Longest time that a server takes to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(20);

/// What every answer carries.
const HEADERS: [(&str, &str); 5] = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
];

/// Files of the site, and types that say the same of them; `*` stands for what differs from build to build.
const TYPES: [(&str, &[&str]); 14] = [
    ("index.html", &["text/html; charset=utf-8"]),
    ("2024/2024-01-02-cache.html", &["text/html; charset=utf-8"]),
    ("2024/2024-01-02-cache.md", &["text/markdown; charset=utf-8"]),
    ("llms.txt", &["text/plain; charset=utf-8"]),
    ("assets/*.css", &["text/css; charset=utf-8"]),
    ("assets/*.js", &["text/javascript; charset=utf-8", "application/javascript; charset=utf-8"]),
    ("assets/*.bin", &["application/octet-stream"]),
    ("assets/*.svg", &["image/svg+xml", "image/svg+xml; charset=utf-8"]),
    ("post-mortems.json", &["application/json", "application/json; charset=utf-8"]),
    ("post-mortems.ndjson", &["application/x-ndjson; charset=utf-8"]),
    ("post-mortems.csv", &["text/csv; charset=utf-8"]),
    ("actions.ics", &["text/calendar; charset=utf-8"]),
    ("feed.xml", &["text/xml; charset=utf-8", "application/xml; charset=utf-8"]),
    ("2024/evidence.x-widget", &["application/octet-stream"]),
];

/// A site at `/incidents/` below what is served, with a file of a kind that no server knows.
fn site() -> Base {
    let action = "---\ntitle: The disk was full\ndate: 2024-05-06\naction_items:\n  - title: Watch it\n    due: 2024-06-01\n---\n\nText.\n";
    let book = "[book]\ntitle = \"Hosted\"\n[output.html]\nsite-url = \"https://example.org/incidents/\"\n";
    let base = Base::small().file("book.toml", book).file("content/2024/2024-05-06-disk.md", action);
    base.run(&["build", "-d", "www/incidents"])
        .ok()
        .file("www/incidents/2024/evidence.x-widget", "<p>Not a page</p>")
}

/// A server that is ended when it is dropped, with whatever it needs in a folder that goes away.
struct Server {
    child: Child,
    at: String,
    base: Base,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where a program is, in the folders where systems have those of servers too.
fn installed(name: &str) -> Option<PathBuf> {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
    let found = folders.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.exists());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "there is no {name}");
        eprintln!("skipped: there is no {name}");
    }
    found
}

/// The example of the manual in a language.
fn example(language: &str) -> String {
    let manual = include_str!("../../content/pages/manual/publishing.md");
    let fence = format!("```{language}\n");
    let mut found = manual.split(&fence).skip(1);
    let example = found.next().unwrap().split("```").next().unwrap();
    assert!(found.next().is_none(), "there are two examples for {language}");
    example.to_owned()
}

/// Starts a server: `settings` makes the text of its settings of its folder and its address, `call` what is run.
fn start(settings: impl FnOnce(&Path, &str) -> String, call: impl FnOnce(&Path, &Path) -> Command) -> Server {
    let base = site();
    let root = base.root().canonicalize().unwrap();
    // Servers that are started by root read files as somebody else.
    fs::set_permissions(&root, fs::Permissions::from_mode(0o755)).unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let at = free.to_string();
    let file = root.join("settings");
    fs::write(&file, settings(&root, &at)).unwrap();
    let log = fs::File::create(root.join("log")).unwrap();
    let mut command = call(&root, &file);
    command.current_dir(&root).stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
    let mut server = Server { child: command.spawn().unwrap(), at, base };
    let since = Instant::now();
    while TcpStream::connect(&server.at).is_err() {
        let log = || fs::read_to_string(root.join("log")).unwrap();
        assert!(server.child.try_wait().unwrap().is_none(), "it has ended: {}", log());
        assert!(since.elapsed() < PATIENCE, "it does not answer: {}", log());
        std::thread::sleep(Duration::from_millis(20));
    }
    server
}

/// What the manual promises of a host.
fn keeps_the_promise(server: &Server) {
    let site = server.base.path("www/incidents");
    for (file, types) in TYPES {
        let file = match file.split_once('*') {
            Some((folder, ending)) => first(&site, folder, ending),
            None => file.to_owned(),
        };
        let answer = crate::previewing::ask(&server.at, "GET", &format!("/incidents/{file}"), &[]);
        assert_eq!(answer.status, 200, "{file}");
        assert!(
            types.contains(&&*plain(answer.header("Content-Type"))),
            "{file}: {}",
            answer.header("Content-Type")
        );
        has_headers(&answer, &file);
    }
    for lost in ["lost.html", "2024/lost.md", "lost.bin", "lost/"] {
        let answer = crate::previewing::ask(&server.at, "GET", &format!("/incidents/{lost}"), &[]);
        assert_eq!(answer.status, 404, "{lost}");
        assert_eq!(plain(answer.header("Content-Type")), "text/html; charset=utf-8", "{lost}");
        assert!(answer.text().contains(">404<"), "{lost}: {}", answer.text());
        has_headers(&answer, lost);
    }
    finds(server);
}

fn has_headers(answer: &crate::previewing::Answer, what: &str) {
    for (name, value) in HEADERS {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
}

/// A type as all servers could write it.
fn plain(kind: &str) -> String {
    kind.to_lowercase().replace(";charset", "; charset")
}

fn first(site: &Path, folder: &str, ending: &str) -> String {
    let names = fs::read_dir(site.join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    let name = names.into_iter().find(|name| name.ends_with(ending)).unwrap();
    format!("{folder}{name}")
}

/// The search runs under the headers of the host, and nothing on the way breaks them.
fn finds(server: &Server) {
    let Some(browser) = crate::searching::browser() else { return };
    let root = format!("http://{}/incidents/", server.at);
    let tab = crate::searching::results(&browser, &root, "?q=cold");
    assert_eq!(crate::searching::titles(&tab), ["The cache was cold"]);
    crate::searching::no_complaints(&tab);
    crate::tabs::go(&tab, &format!("{root}2024/2024-01-02-cache.html"));
    crate::searching::no_complaints(&tab);
}

#[test]
fn nginx_does_what_the_manual_says() {
    let Some(nginx) = installed("nginx") else { return };
    let server = start(
        |root, at| {
            let root = root.display();
            let folders: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
                .map(|name| format!("    {name}_temp_path {root}/tmp-{name};\n"))
                .concat();
            let example = example("nginx");
            // One process, which is the one that is ended.
            format!(
                "daemon off;\nmaster_process off;\npid {root}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n    access_log off;\n{folders}    \
                 server {{\n        listen {at};\n        root {root}/www;\n{example}    }}\n}}\n"
            )
        },
        |root, settings| {
            let mut command = Command::new(nginx);
            command.arg("-p").arg(root).arg("-e").arg("stderr").arg("-c").arg(settings);
            command
        },
    );
    keeps_the_promise(&server);
}

#[test]
fn apache_does_what_the_manual_says() {
    let Some(apache) = installed("apache2") else { return };
    let modules = Path::new("/usr/lib/apache2/modules");
    let server = start(
        |root, at| {
            let is_root = fs::metadata(root).unwrap().uid() == 0;
            let user = if is_root { "User www-data\nGroup www-data\n" } else { "" };
            let loaded: String = ["mpm_event", "authz_core", "mime", "headers", "dir"]
                .map(|name| format!("LoadModule {name}_module {}/mod_{name}.so\n", modules.display()))
                .concat();
            let (root, example) = (root.display(), example("apache"));
            format!(
                "{loaded}{user}ServerName localhost\nListen {at}\nPidFile {root}/pid\nErrorLog /dev/stderr\nDefaultRuntimeDir {root}\n\
                 TypesConfig /etc/mime.types\nDocumentRoot {root}/www\n<Directory {root}/www>\nRequire all granted\n</Directory>\n{example}"
            )
        },
        |root, settings| {
            let mut command = Command::new(apache);
            // One process, which is the one that is ended.
            command.arg("-X").arg("-d").arg(root).arg("-f").arg(settings);
            command
        },
    );
    keeps_the_promise(&server);
}

#[test]
fn caddy_does_what_the_manual_says() {
    let Some(caddy) = installed("caddy") else { return };
    let server = start(
        |root, at| {
            let (root, example) = (root.display(), example("caddyfile"));
            format!(
                "{{\n    admin off\n    auto_https off\n}}\nhttp://{at} {{\n    root * {root}/www\n    file_server\n{example}}}\n"
            )
        },
        |root, settings| {
            let mut command = Command::new(caddy);
            command.args(["run", "--adapter", "caddyfile", "--config"]).arg(settings);
            command.envs(["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"].map(|name| (name, root)));
            command
        },
    );
    keeps_the_promise(&server);
}
