//! Words that say which phase of an incident a label or a line tells of, as data: all in lower case.

use crate::core::model::Phase;

/// Stems of labels, the later phase first.
pub const STEMS: &[(Phase, &[&str])] = &[
    (
        Phase::Resolved,
        &[
            "resolv", "resolution", "recover", "restored", "fixed", "repaired", "all clear", "復旧", "解消", "恢复", "解决", "복구",
            "behoben", "wiederhergestellt", "résolu", "rétabli", "resuelto", "restablec", "resolvido", "restabelec", "risolto",
            "opgelost", "löst", "løst", "rozwiązan", "устранен", "восстановлен",
        ],
    ),
    (Phase::Mitigated, &["mitigat", "stabili", "緩和", "缓解"]),
    (Phase::Acknowledged, &["acknowledg"]),
    (
        Phase::Detected,
        &[
            "detect", "discover", "noticed", "first alert", "first report", "検知", "検出", "発見", "发现", "감지", "erkannt", "entdeckt", "bemerkt",
            "détect", "ontdekt", "oppdaget", "upptäck", "wykryt", "обнаружен",
        ],
    ),
];

/// Words of labels that say that something begins, and that it ends.
pub const BEGINS: &[&str] = &[
    "start", "starts", "started", "began", "begin", "begins", "beginning", "begun", "onset", "beginn", "begann", "début", "debut", "inicio", "início",
    "inizio", "aanvang", "発生", "開始", "开始", "发生", "발생", "시작",
];
pub const ENDS: &[&str] =
    &["end", "ends", "ended", "finish", "finished", "over", "ende", "endete", "fin", "fim", "fine", "einde", "slut", "終了", "结束", "종료"];

/// Words for being done with what began.
pub const COMPLETE: &[&str] = &["complete", "completed", "done", "end", "ended", "finished"];

/// What may begin and end within an incident without being the incident.
pub const ACTIVITIES: &[&str] = &[
    "investigation", "investigating", "recovery", "mitigation", "resolution", "deploy", "deployment", "rollback", "roll", "rollout", "maintenance",
    "response", "repair", "restore", "restoration", "fix", "fixing", "work", "migration", "meeting", "monitoring", "communication", "triage",
    "debugging", "diagnosis", "analysis", "escalation", "call", "bridge", "review", "shift", "support", "detection", "failover", "backfill", "replay",
    "untersuchung", "wiederherstellung", "調査", "復旧", "対応",
];

/// Labels of the times from the start to the end.
pub const WINDOWS: &[&str] = &[
    "when", "window", "incident window", "outage window", "impact window", "outage", "downtime", "period", "incident period", "impact period", "time range",
    "timeframe", "time frame", "duration", "incident time", "outage time", "outage start/end", "start/end", "start / end", "start and end",
    "incident duration", "outage duration", "impact duration", "zeitraum", "ausfall", "période", "período", "periodo", "期間", "发生时间", "時間帯",
];

/// What the first lines of a timeline say where somebody or something noticed it.
pub const NOTICED: &[&str] = &[
    "first alert", "alert fired", "alert fires", "alerts fired", "alert triggered", "alerts triggered", "alarm fired", "alarm went off", "was paged", "got paged",
    "pager went off", "first report", "was detected", "is detected", "detected by", "noticed", "was discovered", "discovered that",
];

/// What the last lines of a timeline say where it is over.
pub const OVER: &[&str] = &[
    "all clear", "service restored", "services restored", "service is restored", "service was restored", "fully restored", "incident resolved",
    "issue resolved", "marked as resolved", "marked resolved", "incident closed", "fully recovered", "fully resolved", "everything recovered", "back to normal",
    "outage over", "incident over", "outage ended", "incident ended", "fully operational",
];

/// What turns the words above into something that is not so.
pub const NOT: &[&str] = &["not ", "nobody ", "n't ", "n’t ", "never ", " no ", "before ", "until ", "unless ", "should ", "would ", "to be ", "hope", "expect", "unresolved"];
