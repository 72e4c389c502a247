//! The templates that there are: built-in ones, and those of the knowledge base, which win.

use std::collections::BTreeMap;
use std::path::Path;

use lookback::core::config::Loaded;
use lookback::core::diagnostic::{Diagnostic, did_you_mean};
use lookback::core::files;
use lookback::tools::draft::{BUILT_IN, Template, by_severity};
use lookback::tools::report::shown;

use super::template_folders;

/// The template of a name; else that of the knowledge base which is called as the severity; else the one for its depth.
pub fn choose(
    loaded: &Loaded,
    name: Option<&str>,
    severity: Option<&str>,
    position: Option<usize>,
) -> Result<Template, Diagnostic> {
    let mut all = all(loaded)?;
    let Some(name) = name else {
        let of_level = severity.and_then(|severity| all.remove(severity));
        let template = of_level.or_else(|| all.remove(by_severity(position)));
        return template.ok_or_else(|| unknown(by_severity(position), &all));
    };
    let plain = name.strip_suffix(".md").unwrap_or(name);
    all.remove(plain).ok_or_else(|| unknown(plain, &all))
}

fn unknown(name: &str, all: &BTreeMap<String, Template>) -> Diagnostic {
    let names = || all.keys().map(String::as_str);
    let hint = did_you_mean(name, names()).map_or_else(
        || {
            format!(
                "There are `{}`; others are files in `templates/`.",
                names().collect::<Vec<_>>().join("`, `")
            )
        },
        |near| format!("Did you mean `{near}`?"),
    );
    Diagnostic::error("unknown-template", "--template", format!("there is no template `{name}`")).hint(hint)
}

fn all(loaded: &Loaded) -> Result<BTreeMap<String, Template>, Diagnostic> {
    let built_in = |(name, text): &(&str, &str)| {
        ((*name).to_owned(), Template { path: format!("template {name}"), text: (*text).to_owned() })
    };
    let mut all: BTreeMap<String, Template> = BUILT_IN.iter().map(built_in).collect();
    for folder in template_folders(loaded).iter().rev() {
        for name in files::markdown_in(folder).map_err(|error| failed(&error))? {
            let path = folder.join(&name);
            let template = Template { path: shown(&path), text: read(&path)? };
            all.insert(name.trim_end_matches(".md").to_owned(), template);
        }
    }
    Ok(all)
}

fn read(path: &Path) -> Result<String, Diagnostic> {
    let text = files::read_text(path).map_err(|error| failed(&error).hint("Templates are UTF-8."))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn failed(error: &files::FileError) -> Diagnostic {
    Diagnostic::error("unreadable-file", error.path.display().to_string(), error.to_string())
}
