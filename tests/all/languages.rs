//! Post-mortems in other languages than English are read as English ones are.

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
        assert_eq!(sections, KINDS, "{language}");
        assert_eq!(one["date"], "2026-02-13", "{language}");
        assert_eq!(one["severity"], "sev1", "{language}");
        assert_eq!(one["services"], serde_json::json!(["Mill", "Granary"]), "{language}");
    }
}
