//! Days since 1970-01-01 ↔ dates of the Gregorian calendar, without a library of time zones: the page carries this.
//!
//! The algorithms are Howard Hinnant's `days_from_civil` and `civil_from_days`
//! (<https://howardhinnant.github.io/date_algorithms.html>).

/// The days before the date. `None` if there is no such date in the years 0 to 9999.
pub fn days(year: i32, month: i32, day: i32) -> Option<i32> {
    let valid =
        (0..=9999).contains(&year) && (1..=12).contains(&month) && (1..=length(year, month)).contains(&day);
    valid.then(|| {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    })
}

/// As ISO 8601: `2024-03-09`.
pub fn iso(days: i32) -> String {
    let shifted = i64::from(days) + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

fn length(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_there_and_back() {
        assert_eq!(days(1970, 1, 1), Some(0));
        assert_eq!(days(2000, 3, 1), Some(11_017));
        assert_eq!(iso(-1), "1969-12-31");
        assert_eq!(iso(19_791), "2024-03-09");
        for day in -800_000..800_000 {
            let text = iso(day);
            let mut parts = text.split('-').filter_map(|part| part.parse().ok());
            if let (Some(year), Some(month), Some(of_month)) = (parts.next(), parts.next(), parts.next())
                && (0..=9999).contains(&year)
            {
                assert_eq!(days(year, month, of_month), Some(day), "{text}");
            }
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_none() {
        for (year, month, day) in
            [(2023, 2, 29), (1900, 2, 29), (2024, 13, 1), (2024, 0, 1), (2024, 4, 31), (10_000, 1, 1)]
        {
            assert_eq!(days(year, month, day), None);
        }
        assert!(days(2024, 2, 29).is_some());
    }
}
