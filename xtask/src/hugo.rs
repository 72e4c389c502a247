//! Hugo on the same Markdown, with the least theme that renders each page and lists the pages of each folder.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether there is one.
pub fn is_installed() -> bool {
    Command::new("hugo").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

const FRAME: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head>\
                     <body>{{ block \"main\" . }}{{ end }}</body></html>";
const SINGLE: &str =
    "{{ define \"main\" }}<h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p>{{ .Content }}{{ end }}";
const LIST: &str = "{{ define \"main\" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}\
                    <li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}";
const SETTINGS: &str = "baseURL = \"https://example.org/\"\ntitle = \"Made up\"\ndisableKinds = [\"RSS\"]\n\
                        [taxonomies]\nservice = \"services\"\ncause = \"causes\"\ntag = \"tags\"\n\
                        [markup.highlight]\nnoClasses = false\n";

/// Sets up a site in `folder`.
pub fn prepare(folder: &Path) -> std::io::Result<()> {
    let layouts = folder.join("layouts/_default");
    fs::create_dir_all(&layouts)?;
    fs::write(layouts.join("baseof.html"), FRAME)?;
    fs::write(layouts.join("single.html"), SINGLE)?;
    fs::write(layouts.join("list.html"), LIST)?;
    fs::write(folder.join("hugo.toml"), SETTINGS)
}

/// Builds the site in `folder` from `content`.
pub fn command(folder: &Path, content: &Path, dest: &Path) -> Command {
    let mut command = Command::new("hugo");
    command.args(["--quiet", "--source"]).arg(folder);
    command.arg("--contentDir").arg(content).arg("--destination").arg(dest);
    command
}
