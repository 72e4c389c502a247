//! Post-mortems in other languages than English are read as English ones are.
#![expect(clippy::disallowed_methods, reason = "reads the files of words")]

use crate::support::Base;

/// An invented post-mortem: labels, headings and what is read from them.
struct Sample {
    language: &'static str,
    date: &'static str,
    severity: &'static str,
    services: &'static str,
    headings: [&'static str; 6],
}

/// What the headings of a sample stand for, in their order.
const KINDS: [&str; 6] = ["summary", "impact", "timeline", "root_cause", "lessons", "action_items"];

const SAMPLES: &[Sample] = &[
    Sample {
        language: "de",
        date: "Datum",
        severity: "Schweregrad: kritisch",
        services: "Betroffene Dienste",
        headings: [
            "Was ist passiert?",
            "Auswirkungen auf Kunden",
            "Zeitlicher Ablauf",
            "Ursache",
            "Was haben wir gelernt?",
            "Was ändern wir?",
        ],
    },
    Sample {
        language: "fr",
        date: "Date de l'incident",
        severity: "Gravité : critique",
        services: "Services affectés",
        headings: ["Résumé", "Impact", "Chronologie", "Cause racine", "Leçons apprises", "Prochaines étapes"],
    },
    Sample {
        language: "es",
        date: "Fecha",
        severity: "Severidad: crítica",
        services: "Servicios afectados",
        headings: [
            "Resumen",
            "Impacto",
            "Cronología",
            "Causa raíz",
            "Lecciones aprendidas",
            "Próximos pasos",
        ],
    },
    Sample {
        language: "pt",
        date: "Data",
        severity: "Severidade: crítica",
        services: "Serviços afetados",
        headings: [
            "Resumo",
            "Impacto",
            "Linha do tempo",
            "Causa raiz",
            "O que aprendemos",
            "Próximos passos",
        ],
    },
    Sample {
        language: "it",
        date: "Data",
        severity: "Gravità: critica",
        services: "Servizi coinvolti",
        headings: [
            "Riepilogo",
            "Impatto sugli utenti",
            "Cronologia",
            "Causa principale",
            "Cosa abbiamo imparato",
            "Azioni correttive",
        ],
    },
    Sample {
        language: "nl",
        date: "Datum",
        severity: "Ernst: kritiek",
        services: "Getroffen diensten",
        headings: ["Samenvatting", "Gevolgen", "Tijdlijn", "Oorzaak", "Geleerde lessen", "Actiepunten"],
    },
    Sample {
        language: "sv",
        date: "Datum",
        severity: "Allvarlighetsgrad: kritisk",
        services: "Berörda tjänster",
        headings: ["Sammanfattning", "Påverkan", "Tidslinje", "Grundorsak", "Lärdomar", "Åtgärder"],
    },
    Sample {
        language: "nb",
        date: "Dato",
        severity: "Alvorlighetsgrad: kritisk",
        services: "Berørte tjenester",
        headings: ["Sammendrag", "Konsekvenser", "Hendelsesforløp", "Rotårsak", "Hva lærte vi?", "Tiltak"],
    },
    Sample {
        language: "da",
        date: "Dato",
        severity: "Alvorlighed: kritisk",
        services: "Berørte tjenester",
        headings: ["Resumé", "Konsekvenser", "Tidslinje", "Grundårsag", "Hvad lærte vi?", "Næste skridt"],
    },
    Sample {
        language: "pl",
        date: "Data incydentu",
        severity: "Priorytet: krytyczny",
        services: "Dotknięte usługi",
        headings: [
            "Podsumowanie",
            "Wpływ na klientów",
            "Oś czasu",
            "Przyczyna źródłowa",
            "Wnioski",
            "Działania naprawcze",
        ],
    },
    Sample {
        language: "cs",
        date: "Datum",
        severity: "Závažnost: kritická",
        services: "Postižené služby",
        headings: ["Shrnutí", "Dopad", "Časová osa", "Kořenová příčina", "Ponaučení", "Další kroky"],
    },
    Sample {
        language: "ru",
        date: "Дата",
        severity: "Критичность: критическая",
        services: "Затронутые сервисы",
        headings: [
            "Краткое описание",
            "Влияние на пользователей",
            "Хронология",
            "Корневая причина",
            "Выводы",
            "План действий",
        ],
    },
    Sample {
        language: "uk",
        date: "Дата",
        severity: "Критичність: критична",
        services: "Зачеплені сервіси",
        headings: [
            "Короткий опис",
            "Вплив на користувачів",
            "Хронологія",
            "Першопричина",
            "Чого ми навчилися",
            "Наступні кроки",
        ],
    },
    Sample {
        language: "tr",
        date: "Tarih",
        severity: "Önem derecesi: kritik",
        services: "Etkilenen servisler",
        headings: ["Özet", "Etki", "Zaman çizelgesi", "Kök neden", "Çıkarılan dersler", "Aksiyon maddeleri"],
    },
    Sample {
        language: "ja",
        date: "発生日",
        severity: "重大度：致命的",
        services: "影響サービス",
        headings: ["概要", "影響範囲", "タイムライン", "根本原因", "教訓", "再発防止策"],
    },
    Sample {
        language: "zh",
        date: "日期",
        severity: "严重级别：严重",
        services: "受影响的服务",
        headings: ["事件摘要", "影响评估", "时间线", "根本原因", "经验教训", "后续行动"],
    },
    Sample {
        language: "zh (traditional)",
        date: "日期",
        severity: "嚴重程度：嚴重",
        services: "受影響的服務",
        headings: ["事故摘要", "影響範圍", "時間線", "根本原因", "學到的教訓", "後續行動"],
    },
    Sample {
        language: "ko",
        date: "발생일",
        severity: "심각도: 치명적",
        services: "영향받은 서비스",
        headings: ["요약", "영향 범위", "타임라인", "근본 원인", "교훈", "재발 방지 대책"],
    },
];

fn text(sample: &Sample) -> String {
    let sections: String =
        sample.headings.iter().map(|heading| format!("## {heading}\n\nMill.\n\n")).collect();
    format!(
        "# Mill {}\n\n**{}:** 2026-02-13\n\n**{}**\n\n**{}:**\n\n- Mill\n- Granary\n\n{sections}",
        sample.language, sample.date, sample.severity, sample.services
    )
}

#[test]
fn sections_dates_severities_and_services_are_read_in_every_language() {
    let mut base = Base::new().file("book.toml", "[book]\ntitle = \"Mills\"\n");
    for (number, sample) in SAMPLES.iter().enumerate() {
        base = base.file(&format!("content/{number:02}.md"), text(sample));
    }
    let exported = base.run(&["export", "--format", "ndjson"]).ok().stdout();
    let found: Vec<serde_json::Value> =
        exported.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(found.len(), SAMPLES.len());
    for sample in SAMPLES {
        let title = format!("Mill {}", sample.language);
        let one = found.iter().find(|one| one["title"] == title).unwrap();
        let language = sample.language;
        let sections: Vec<_> =
            one["sections"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        // Bold text above a list of services is a section of its own.
        assert!(sections.ends_with(&KINDS), "{language}: {sections:?}");
        assert_eq!(one["date"], "2026-02-13", "{language}");
        assert_eq!(one["severity"], "sev1", "{language}");
        assert_eq!(one["services"], serde_json::json!(["Mill", "Granary"]), "{language}");
    }
}

/// What `export` tells of one post-mortem.
fn exported(book: &str, text: &str) -> serde_json::Value {
    let base = Base::new()
        .file("book.toml", format!("[book]\ntitle = \"Mills\"\n{book}"))
        .file("content/mill.md", text);
    serde_json::from_str(base.run(&["export", "--format", "ndjson"]).ok().stdout().trim()).unwrap()
}

#[test]
fn labelled_facts_are_read_in_every_shape() {
    let mill = serde_json::json!(["Mill"]);
    for (text, field, expected) in [
        ("**Author:** Ana | **Severity:** SEV-2", "severity", serde_json::json!("sev2")),
        ("Date: 2026-02-13 · Severity: sev3", "severity", serde_json::json!("sev3")),
        ("Data: 2026-02-13 · Gravità: critica", "severity", serde_json::json!("sev1")),
        ("## Severity\n\nSEV-2", "severity", serde_json::json!("sev2")),
        ("## Severity\n\n- [ ] SEV1\n- [x] SEV2\n- [ ] SEV3", "severity", serde_json::json!("sev2")),
        ("| Severity | SEV-2 |\n|---|---|\n| Systems | Mill |", "services", mill.clone()),
        ("**Affected services:**\n\n- Mill", "services", mill.clone()),
        ("Date\n2026-02-13", "date", serde_json::json!("2026-02-13")),
        // As converters and wikis write them.
        ("Severity:: SEV-2", "severity", serde_json::json!("sev2")),
        ("Severity\n:   SEV-2", "severity", serde_json::json!("sev2")),
        ("Severity\\\nSEV-2", "severity", serde_json::json!("sev2")),
        ("- Severity\n\n  SEV-2", "severity", serde_json::json!("sev2")),
        ("**Severity:** SEV2Red", "severity", serde_json::json!("sev2")),
        ("**Severity:** [SEV2]{.badge}", "severity", serde_json::json!("sev2")),
        ("**Affected services:** - Mill <br>- Granary", "services", serde_json::json!(["Mill", "Granary"])),
        ("Services: Mill, GranaryCause: Storm, rain", "services", serde_json::json!([])),
        ("**Team:** InfraRed", "teams", serde_json::json!(["InfraRed"])),
        ("**Author:** [name=Ana], [name=Ben]", "roles", serde_json::json!({"author": ["Ana", "Ben"]})),
        ("Grindday: 2026-02-13", "date", serde_json::json!("2026-02-13")),
        // Not a date that another one stands beside.
        ("Grindday: 2026-02-12\nDate: 2026-02-13", "date", serde_json::json!("2026-02-13")),
        ("Last updated: 2026-02-14", "date", serde_json::Value::Null),
        ("Our systems were down: 2 of them", "services", serde_json::json!([])),
    ] {
        let found = exported("", &format!("# The mill\n\n{text}\n\n## Summary\n\nIt stopped.\n"));
        assert_eq!(found[field], expected, "{text}");
    }
}

#[test]
fn boxes_of_facts_are_no_action_items() {
    let text = "# The mill\n\n## Summary\n\nIt stopped.\n\n## Root cause category\n\n- [x] Bug\n- [ ] Process\n\n\
                ## Follow-up history\n\n- [ ] Asked\n\n## Actions taken\n\n- Stopped the wheel\n";
    assert_eq!(exported("", text)["action_items"], serde_json::json!([]));
}

/// The words of a language, as its file has them.
fn words(language: &str) -> toml::Table {
    let path = format!("{}/src/read/parse/vocabulary/{language}.toml", env!("CARGO_MANIFEST_DIR"));
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn tables_of_actions_and_timelines_are_read_in_every_language() {
    let languages = "cs da de en es fr it ja ko nb nl pl pt ru sv tr uk zh";
    let count = std::fs::read_dir(format!("{}/src/read/parse/vocabulary", env!("CARGO_MANIFEST_DIR")))
        .unwrap()
        .filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "toml"))
        .count();
    assert_eq!(languages.split(' ').count(), count, "every language is tried");
    let mut wrong = Vec::new();
    for language in languages.split(' ') {
        let words = words(language);
        let all = |table: &str, kind: &str| -> Vec<String> {
            let list = words[table][kind].as_array().unwrap();
            list.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
        };
        let one = |table: &str, kind: &str| all(table, kind)[0].clone();
        let (done, begun) = (one("states", "done"), one("states", "in_progress"));
        // By its small words a language is told from others.
        let prose = all("grammar", "common").join(" ");
        let text = format!(
            "# The mill\n\n{prose}.\n\n## {}\n\n| {} | {} | {} |\n|---|---|---|\n| 14:05 | {} | The wheel stopped. |\n\
             | 14:20 | {} | It turns again. |\n\n## {}\n\n| {} | {} | {} | {} |\n|---|---|---|---|\n\
             | Oil the wheel | Ana | 2026-03-01 | {done} |\n| Buy a second belt | Ben | 2026-03-02 | {begun} |\n",
            one("sections", "timeline"),
            one("timeline_columns", "time"),
            one("timeline_columns", "phase"),
            one("timeline_columns", "event"),
            one("phases", "start"),
            one("phases", "resolved"),
            one("sections", "action_items"),
            one("action_columns", "action"),
            one("action_columns", "owner"),
            one("action_columns", "due"),
            one("action_columns", "state"),
        );
        let found = exported("", &format!("---\ndate: 2026-02-13\n---\n\n{text}"));
        let items = found["action_items"].as_array().unwrap();
        let facts: Vec<_> = items
            .iter()
            .map(|item| {
                [&item["title"], &item["owner"], &item["due"], &item["status"]]
                    .map(|one| one.as_str().unwrap_or(""))
            })
            .collect();
        let expected = [
            ["Oil the wheel", "Ana", "2026-03-01", "done"],
            ["Buy a second belt", "Ben", "2026-03-02", "in-progress"],
        ];
        let entry = found["timeline"][0]["text"].as_str();
        let moments = [&found["started_at"], &found["resolved_at"]].map(|one| one.as_str().unwrap_or(""));
        let are_right = moments == ["2026-02-13T14:05:00Z", "2026-02-13T14:20:00Z"];
        if facts != expected || !are_right || entry != Some("The wheel stopped.") {
            wrong.push(format!("{language}: {facts:?}, {moments:?}, {entry:?} of\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_word_of_another_language_changes_no_english_table() {
    // "Time" is a team in Portuguese, "set" a month, "Data" a date.
    let found = exported(
        "",
        "# The mill\n\n## Action items\n\n| Action | Time | Data |\n|---|---|---|\n| Oil the wheel | 2 h | set 3 |\n",
    );
    assert_eq!(found["action_items"][0]["owner"], serde_json::Value::Null);
    assert_eq!(found["action_items"][0]["due"], serde_json::Value::Null);
    assert_eq!(found["action_items"][0]["title"], "Oil the wheel");
}

#[test]
fn a_knowledge_base_adds_words() {
    let book = "[fields.keys]\nblast = \"severity\"\n[words.labels]\nservices = [\"What stood still\"]\n\
                [words.sections]\nlucky = [\"Four-leaf clovers\"]\n";
    let found = exported(
        book,
        "# The mill\n\nBlast: sev2\nWhat stood still: Mill\n\n## Four-leaf clovers\n\nNone.\n",
    );
    assert_eq!(found["severity"], "sev2");
    assert_eq!(found["services"], serde_json::json!(["Mill"]));
    assert_eq!(found["sections"][0]["kind"], "lucky");
    let book = "[words.states]\ndone = [\"in the bag\"]\n[words.phases]\nresolved = [\"wheel turns\"]\n\
                [words.action_columns]\nowner = [\"Miller\"]\n";
    let found = exported(
        book,
        "---\ndate: 2026-02-13\n---\n\n# The mill\n\n## Timeline\n\n- 14:05 [start] It stopped.\n- 14:20 [wheel turns] Fixed.\n\n\
         ## Action items\n\n| Action | Miller | Status |\n|---|---|---|\n| Oil it | Ana | In the bag |\n\n\
         - Buy a belt (miller: Ben, status: in the bag)\n",
    );
    assert_eq!(found["resolved_at"], "2026-02-13T14:20:00Z");
    for (index, owner) in [(0, "Ana"), (1, "Ben")] {
        assert_eq!(found["action_items"][index]["owner"], owner);
        assert_eq!(found["action_items"][index]["status"], "done");
    }
    let book = "[book]\ntitle = \"Mills\"\n[words.lables]\nservices = [\"Still\"]\n[words.states]\nfinished = [\"ok\"]\n";
    Base::new()
        .file("book.toml", book)
        .file("content/mill.md", "# The mill\n\nDate: 2026-02-13\n")
        .build()
        .warns("Did you mean `labels`?")
        .warns("`finished` in `[words]` is not known");
}
