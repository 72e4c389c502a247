//! Questions in a terminal, for what the arguments leave open.

use inquire::autocompletion::{Autocomplete, Replacement};
use inquire::validator::Validation;
use inquire::{CustomUserError, InquireError, Select, Text};
use jiff::civil::Date;
use lookback::tools::draft::Names;

use super::{Given, OFFERED};

/// Asks for everything that was not given. `Err` when the person gave up, or nobody can be asked.
pub fn ask(given: &mut Given, known: &Known<'_>) -> Result<(), InquireError> {
    if given.title.is_none() {
        let not_empty = |text: &str| {
            Ok(if text.trim().is_empty() {
                Validation::Invalid("An incident needs a title.".into())
            } else {
                Validation::Valid
            })
        };
        let title = Text::new("What happened?")
            .with_validator(not_empty)
            .with_help_message("in a few words: the title");
        given.title = Some(title.prompt()?);
    }
    if given.date.is_none() {
        given.date = Some(date(known.today)?);
    }
    if given.severity.is_none() {
        let later = "not rated yet".to_owned();
        let levels: Vec<String> = known.severities.iter().cloned().chain([later.clone()]).collect();
        let chosen = Select::new("Severity?", levels).prompt_skippable()?;
        given.severity = chosen.filter(|level| *level != later);
    }
    if given.services.is_empty() {
        given.services = names("Service?", known.services)?;
    }
    if given.causes.is_empty() {
        given.causes = names("Cause?", known.causes)?;
    }
    Ok(())
}

/// What answers are taken from.
#[derive(Debug)]
pub struct Known<'a> {
    pub today: Date,
    pub severities: &'a [String],
    pub services: &'a Names,
    pub causes: &'a Names,
}

fn date(today: Date) -> Result<Date, InquireError> {
    let is_date = |text: &str| {
        Ok(match text.trim().parse::<Date>() {
            Ok(_) => Validation::Valid,
            Err(_) => Validation::Invalid("Write it as 2026-05-30.".into()),
        })
    };
    let default = today.to_string();
    let text =
        Text::new("On which day did it start?").with_default(&default).with_validator(is_date).prompt()?;
    Ok(text.trim().parse().unwrap_or(today))
}

/// Asks until there is no answer.
fn names(question: &str, known: &Names) -> Result<Vec<String>, InquireError> {
    let mut names: Vec<String> = Vec::new();
    loop {
        let question = if names.is_empty() {
            question.to_owned()
        } else {
            format!("Another {}", question.to_lowercase())
        };
        let completion = Completion { known: known.known.clone() };
        let text = Text::new(&question)
            .with_autocomplete(completion)
            .with_help_message("tab completes, an empty line goes on")
            .with_page_size(OFFERED)
            .prompt_skippable()?;
        match text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) {
            Some(name) if !names.contains(&name) => names.push(name),
            Some(_) => {}
            None => return Ok(names),
        }
    }
}

/// Completes the names that the knowledge base has.
#[derive(Debug, Clone)]
struct Completion {
    known: Vec<String>,
}

impl Autocomplete for Completion {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        // A list of everything would hide the question.
        Ok(if input.trim().is_empty() { Vec::new() } else { Names::complete_from(&self.known, input) })
    }

    fn get_completion(
        &mut self,
        input: &str,
        chosen: Option<String>,
    ) -> Result<Replacement, CustomUserError> {
        Ok(chosen.or_else(|| Names::complete_from(&self.known, input).into_iter().next()))
    }
}
