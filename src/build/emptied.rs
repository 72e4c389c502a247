//! A site that has post-mortems and would have none any more: mostly a setting is wrong, and nobody wants the site emptied.

use crate::core::config::{FILE_NAME, Loaded};
use crate::core::diagnostic::Diagnostic;
use crate::know::link::Site;
use crate::site::publish::Destination;

/// So many can be removed at once by who means it: the example that `lookback init` writes is one.
const FEW: usize = 1;

/// Why a site is not written, where the last build had post-mortems and this one finds none.
pub fn fault(site: &Site, loaded: &Loaded, destination: &Destination) -> Option<Diagnostic> {
    let before = destination.incidents().filter(|before| *before > FEW && site.by_date.is_empty())?;
    let dest = destination.path().display();
    let content = loaded.content.display();
    let Loaded { config, .. } = loaded;
    let (message, looked) = if config.is_public {
        let message = format!("the site in {dest} has {before} post-mortems, and none is public any more");
        (message, format!("Looked in {content} for post-mortems with `visibility: public`"))
    } else {
        let message = format!("the site in {dest} has {before} post-mortems, and none is found any more");
        let include = config.content.include.join("`, `");
        let without = match config.content.exclude.as_slice() {
            [] => String::new(),
            exclude => format!(", without `{}`", exclude.join("`, `")),
        };
        (message, format!("Looked in {content} for `{include}`{without}"))
    };
    let hint = format!("{looked}. The site is left as it is; if it is to be emptied, add `--allow-empty`.");
    let shown = loaded.root.join(FILE_NAME).display().to_string();
    Some(Diagnostic::error("nothing-left", shown, message).hint(hint))
}
