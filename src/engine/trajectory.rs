//! What one run leaves behind: a table of numbers, and the plan of its rows and columns.

use super::measures::{AUDIENCE_MEASURES, COUNTRY_MEASURES};
use super::tally::Tally;

/// The plan of a trajectory: which record, country and measure a number belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// When the records were taken, hours since the start; the first is 0, the last is the end of the run.
    pub record_hours: Vec<f64>,
    /// Number of countries.
    pub countries: usize,
    /// Number of audiences.
    pub audiences: usize,
}

/// A column of a country's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A measure of the country: its place in [`COUNTRY_MEASURES`].
    Country(usize),
    /// A measure of the country in one audience: audience, and place in [`AUDIENCE_MEASURES`].
    Audience(usize, usize),
}

impl Layout {
    /// Numbers in one row: one record, one country.
    #[must_use]
    pub fn columns(&self) -> usize {
        COUNTRY_MEASURES.len() + self.audiences * AUDIENCE_MEASURES.len()
    }

    /// Numbers in one trajectory.
    #[must_use]
    pub fn len(&self) -> usize {
        self.record_hours.len() * self.countries * self.columns()
    }

    /// Is there nothing to record?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of a number in [`Trajectory::values`].
    #[must_use]
    pub fn place(&self, record: usize, country: usize, column: Column) -> usize {
        let row = (record * self.countries + country) * self.columns();
        row + match column {
            Column::Country(measure) => measure,
            Column::Audience(audience, measure) => {
                COUNTRY_MEASURES.len() + audience * AUDIENCE_MEASURES.len() + measure
            }
        }
    }
}

/// What one replicate recorded. Rows are records, then countries; NaN means "no case" and becomes an empty cell.
#[derive(Clone, Debug)]
pub struct Trajectory {
    /// Which replicate, counted from 0.
    pub replicate: u32,
    /// The numbers, in the order of [`Layout::place`].
    pub values: Vec<f64>,
    /// What it counted beside them; they are the same in equal runs, and only charts look at them.
    pub tally: Tally,
}

impl Trajectory {
    /// The bits of all numbers, little-endian, every "no case" the same: what two runs must share to be called equal.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let bits = |x: &f64| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
        self.values.iter().flat_map(|x| bits(x).to_le_bytes()).collect()
    }
}

impl PartialEq for Trajectory {
    fn eq(&self, other: &Self) -> bool {
        self.replicate == other.replicate && self.bytes() == other.bytes()
    }
}
