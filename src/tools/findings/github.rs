//! Workflow commands of GitHub Actions: `::warning file=…,line=…::message`.

use std::io::{self, Write};

use super::forward;
use crate::core::diagnostic::{Diagnostic, Level};

pub fn write(found: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    for finding in found {
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        write!(out, "::{command} file={}", property(&forward(&finding.path)))?;
        if let Some(place) = &finding.place {
            write!(out, ",line={},col={}", place.line, place.column)?;
        }
        let text = match &finding.hint {
            Some(hint) => format!("{}\n{hint}", finding.message),
            None => finding.message.clone(),
        };
        writeln!(out, ",title={}::{}", property(finding.rule), data(&text))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
