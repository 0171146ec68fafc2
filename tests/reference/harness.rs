//! Do two implementations of the model agree in distribution? Every measure of every country is compared in three
//! views, by the difference of the means (Welch) and by the whole distribution (Kolmogorov and Smirnov). All
//! comparisons together share one chance of a false alarm (Bonferroni), so one disagreement is one too many.

use super::record::layout;
use softpower::engine::measures::{AUDIENCE_MEASURES, COUNTRY_MEASURES};
use softpower::engine::trajectory::{Column, Layout, Trajectory};
use softpower::scenario::Scenario;

/// The chance that any comparison at all rings although the implementations agree.
pub(crate) const FALSE_ALARM: f64 = 1e-3;

/// More comparisons than all small worlds together make (a test counts them).
pub(crate) const COMPARISONS: usize = 24_000;

/// Measures of which only the mean is comparable: the engine asks a panel, the literal model everybody.
const MEAN_ONLY: &[&str] = &["standing_followers"];

/// With fewer cases than this in one of the samples, only the share of cases is compared.
const FEWEST_CASES: usize = 20;

/// One comparison of two samples.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    pub(crate) what: String,
    pub(crate) test: &'static str,
    /// Mean and its standard error in the first and the second sample.
    pub(crate) first: (f64, f64),
    pub(crate) second: (f64, f64),
    /// The chance of a difference at least as large if there is none.
    pub(crate) p: f64,
}

impl Comparison {
    pub(crate) fn disagrees(&self) -> bool {
        self.p < FALSE_ALARM / COMPARISONS as f64
    }
}

impl std::fmt::Display for Comparison {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Comparison { what, test, first, second, p } = self;
        let ((a, da), (b, db)) = (first, second);
        write!(f, "{what} ({test}): {a:.6} +- {da:.6} against {b:.6} +- {db:.6}, p = {p:.1e}")
    }
}

/// Every comparison between two samples of trajectories of one scenario.
pub(crate) fn compare(scenario: &Scenario, first: &[Trajectory], second: &[Trajectory]) -> Vec<Comparison> {
    let layout = layout(scenario);
    let mut comparisons = Vec::new();
    for country in 0..layout.countries {
        for (name, column) in columns(&layout) {
            for view in [View::Start, View::WholeRun, View::Change] {
                let numbers = |runs: &[Trajectory]| -> Vec<f64> {
                    runs.iter().map(|run| view.number(run, &layout, country, column)).collect()
                };
                let what = format!("{}: {} {name} {}", scenario.name, scenario.countries[country].id, view.name());
                let mean_only = MEAN_ONLY.contains(&name.as_str());
                comparisons.extend(compare_numbers(&what, &numbers(first), &numbers(second), mean_only));
            }
        }
    }
    comparisons
}

/// The disagreements, one a line.
pub(crate) fn report(comparisons: &[Comparison]) -> String {
    comparisons.iter().map(|c| format!("{c}\n")).collect()
}

fn columns(layout: &Layout) -> Vec<(String, Column)> {
    let of_country =
        COUNTRY_MEASURES.iter().enumerate().map(|(m, measure)| (measure.name.to_string(), Column::Country(m)));
    let of_audience = (0..layout.audiences).flat_map(|audience| {
        let measures = AUDIENCE_MEASURES.iter().enumerate();
        measures.map(move |(m, measure)| {
            (format!("{} in audience {audience}", measure.name), Column::Audience(audience, m))
        })
    });
    of_country.chain(of_audience).collect()
}

/// How a run's records of one measure become one number.
#[derive(Clone, Copy)]
enum View {
    /// The first record.
    Start,
    /// The mean over all records but the first; of those with a case.
    WholeRun,
    /// The last record minus the first, so that what members bring along does not drown what happens to them. The last
    /// record alone if the first has no case.
    Change,
}

impl View {
    fn name(self) -> &'static str {
        match self {
            View::Start => "at the start",
            View::WholeRun => "over the whole run",
            View::Change => "from start to end",
        }
    }

    fn number(self, run: &Trajectory, layout: &Layout, country: usize, column: Column) -> f64 {
        let value = |record| run.values[layout.place(record, country, column)];
        match self {
            View::Start => value(0),
            View::Change if value(0).is_nan() => value(layout.record_hours.len() - 1),
            View::Change => value(layout.record_hours.len() - 1) - value(0),
            View::WholeRun => {
                let cases: Vec<f64> =
                    (1..layout.record_hours.len()).map(value).filter(|number: &f64| !number.is_nan()).collect();
                cases.iter().sum::<f64>() / cases.len() as f64
            }
        }
    }
}

/// Compares how often there is a case, the means of the cases, and their distributions.
fn compare_numbers(what: &str, first: &[f64], second: &[f64], mean_only: bool) -> Vec<Comparison> {
    let present =
        |numbers: &[f64]| -> Vec<f64> { numbers.iter().map(|x| if x.is_nan() { 0.0 } else { 1.0 }).collect() };
    let cases = |numbers: &[f64]| -> Vec<f64> { numbers.iter().copied().filter(|x| !x.is_nan()).collect() };
    let comparison = |test, a: &[f64], b: &[f64], p| Comparison {
        what: what.into(),
        test,
        first: mean_and_error(a),
        second: mean_and_error(b),
        p,
    };
    let (present_a, present_b) = (present(first), present(second));
    let mut found = vec![comparison("cases", &present_a, &present_b, welch(&present_a, &present_b))];
    let (a, b) = (cases(first), cases(second));
    if a.len().min(b.len()) >= FEWEST_CASES {
        found.push(comparison("mean", &a, &b, welch(&a, &b)));
        if !mean_only {
            found.push(comparison("distribution", &a, &b, kolmogorov_smirnov(&a, &b)));
        }
    }
    found
}

fn mean_and_error(numbers: &[f64]) -> (f64, f64) {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let variance = numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Differences below this are rounding.
fn is_rounding(difference: f64, scale: f64) -> bool {
    difference.abs() <= 1e-9 * scale.abs().max(1e-3)
}

/// Two-sided p of Welch's test of equal means, for samples so large that the normal law does.
pub(crate) fn welch(a: &[f64], b: &[f64]) -> f64 {
    let ((mean_a, error_a), (mean_b, error_b)) = (mean_and_error(a), mean_and_error(b));
    if is_rounding(mean_a - mean_b, mean_a) {
        return 1.0;
    }
    let z = (mean_a - mean_b) / error_a.hypot(error_b);
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Two-sided p of the Kolmogorov-Smirnov test by its limit law with Stephens' correction; numbers that differ by
/// rounding only are ties, and ties make the test the more careful.
pub(crate) fn kolmogorov_smirnov(a: &[f64], b: &[f64]) -> f64 {
    let sorted = |numbers: &[f64]| {
        let mut sorted = numbers.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted
    };
    let (a, b) = (sorted(a), sorted(b));
    let (mut i, mut j, mut largest) = (0, 0, 0.0f64);
    while i < a.len() && j < b.len() {
        let at = a[i].min(b[j]);
        while i < a.len() && (a[i] <= at || is_rounding(a[i] - at, at)) {
            i += 1;
        }
        while j < b.len() && (b[j] <= at || is_rounding(b[j] - at, at)) {
            j += 1;
        }
        largest = largest.max((i as f64 / a.len() as f64 - j as f64 / b.len() as f64).abs());
    }
    let n = ((a.len() * b.len()) as f64 / (a.len() + b.len()) as f64).sqrt();
    kolmogorov_tail((n + 0.12 + 0.11 / n) * largest)
}

/// P(K > `x`) of Kolmogorov's law.
fn kolmogorov_tail(x: f64) -> f64 {
    if x < 0.3 {
        return 1.0;
    }
    let term = |k: i32| (-1f64).powi(k - 1) * (-2.0 * f64::from(k * k) * x * x).exp();
    (2.0 * (1..=100).map(term).sum::<f64>()).clamp(0.0, 1.0)
}
