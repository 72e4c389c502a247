//! Medians and percentiles that small numbers bear.
//!
//! Nearest rank: the p-th percentile of n values is the one at place ⌈p × n / 100⌉, the smallest being the first.
//! So each is the length of an incident that happened. Interpolation, the other custom, makes up values between two
//! incidents, which for lengths as skewed as these can lie days from either.

/// Fewest values of which a median is given: below it, one more incident could move it anywhere.
pub const FEW: usize = 5;
/// Fewest values of which a 90th percentile is given: below it, it would be the largest.
const FEW_FOR_P90: usize = 10;

/// Where values lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// How many there are; at least one.
    pub count: usize,
    pub smallest: i64,
    /// `None` for fewer than [`FEW`] values; so is `p75`.
    pub median: Option<i64>,
    pub p75: Option<i64>,
    /// `None` for fewer than ten values.
    pub p90: Option<i64>,
    pub largest: i64,
}

impl Spread {
    /// The spread of values in ascending order; `None` where there are none.
    pub fn of(ascending: &[i64]) -> Option<Self> {
        let (smallest, largest) = (*ascending.first()?, *ascending.last()?);
        let count = ascending.len();
        let known = |percent, least| (count >= least).then(|| ascending[place(percent, count)]);
        Some(Self {
            count,
            smallest,
            median: known(50, FEW),
            p75: known(75, FEW),
            p90: known(90, FEW_FOR_P90),
            largest,
        })
    }
}

/// Position, from 0, of a percentile among `count` values.
fn place(percent: usize, count: usize) -> usize {
    (percent * count).div_ceil(100).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_value_at_its_rank() {
        let values: Vec<i64> = (1..=20).map(|value| value * 10).collect();
        let spread = Spread::of(&values).unwrap();
        assert_eq!((spread.median, spread.p75, spread.p90), (Some(100), Some(150), Some(180)));
        assert_eq!((spread.count, spread.smallest, spread.largest), (20, 10, 200));
        // Eleven values: ⌈5.5⌉ = 6th, ⌈8.25⌉ = 9th, ⌈9.9⌉ = 10th.
        let odd = Spread::of(&[1, 1, 2, 2, 2, 3, 3, 3, 5, 9, 50]).unwrap();
        assert_eq!((odd.median, odd.p75, odd.p90), (Some(3), Some(5), Some(9)));
    }

    #[test]
    fn what_few_values_do_not_bear_is_not_said() {
        assert_eq!(Spread::of(&[]), None);
        let four = Spread::of(&[1, 2, 3, 400]).unwrap();
        assert_eq!((four.median, four.p75, four.p90, four.largest), (None, None, None, 400));
        let five = Spread::of(&[1, 2, 3, 4, 500]).unwrap();
        assert_eq!((five.median, five.p75, five.p90), (Some(3), Some(4), None));
    }
}
