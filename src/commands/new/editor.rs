//! The editor that a person has chosen.

use std::path::Path;
use std::process::Command;

use lookback::core::diagnostic::Diagnostic;
use lookback::tools::report::shown;

/// A program and its arguments, of which a file becomes the last.
#[derive(Debug)]
pub struct Editor {
    words: Vec<String>,
}

/// What `$VISUAL` names, else `$EDITOR`: a program, perhaps with arguments, as in `code --wait`.
pub fn find() -> Result<Editor, Diagnostic> {
    let value = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let Some(value) = value("VISUAL").or_else(|| value("EDITOR")) else {
        return Err(Diagnostic::error("no-editor", "--open", "neither VISUAL nor EDITOR names an editor")
            .hint("Set one of them, as in `EDITOR=nano`, or leave `--open` out; nothing was written."));
    };
    Ok(Editor { words: value.split_whitespace().map(str::to_owned).collect() })
}

impl Editor {
    /// Starts it and waits for its end.
    pub fn open(&self, file: &Path) -> Result<(), Diagnostic> {
        let (program, arguments) =
            self.words.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let failed = |why: String| {
            Diagnostic::error("no-editor", program, why).hint(format!("The file is there: {}.", shown(file)))
        };
        let status = Command::new(program).args(arguments).arg(file).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(failed(format!("`{program}` ended with {status}"))),
            Err(error) => Err(failed(format!("`{program}` could not be started: {error}"))),
        }
    }
}
