//! A foreign public: its members, and what they think of each country.

use crate::calendar::Zone;
use crate::math::halved;
use crate::model::attitude::{BASELINES, liking, standing};
use crate::random::Path;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

/// Classes of activity that members fall into.
pub const CLASSES: usize = 3;

/// An audience: members numbered by activity class.
#[derive(Clone, Debug)]
pub struct Public {
    /// Number of members.
    pub members: u32,
    /// Share of the world's people that it stands for.
    pub weight: f64,
    /// Zone of the members.
    pub zone: Zone,
    /// First member of each class, and the end of the last.
    pub class_starts: [u32; CLASSES + 1],
    /// Share of each class in the members.
    pub class_shares: [f64; CLASSES],
}

impl Public {
    /// A public whose classes begin at the given members.
    #[must_use]
    pub fn new(weight: f64, zone: Zone, class_starts: [u32; CLASSES + 1]) -> Public {
        let members = class_starts[CLASSES];
        let share = |class: usize| f64::from(class_starts[class + 1] - class_starts[class]) / f64::from(members);
        Public { members, weight, zone, class_starts, class_shares: core::array::from_fn(share) }
    }

    /// Members in a class.
    #[must_use]
    pub fn class_size(&self, class: usize) -> u32 {
        self.class_starts[class + 1] - self.class_starts[class]
    }
}

/// A member's deviation y (a float's four bytes) and the code of his baseline: side by side, because whoever needs one
/// needs the other, and fetching them from memory is what costs.
type Person = [u8; 5];

fn deviation(person: &Person) -> f32 {
    f32::from_le_bytes([person[0], person[1], person[2], person[3]])
}

fn set_deviation(person: &mut Person, y: f32) {
    person[..4].copy_from_slice(&y.to_le_bytes());
}

/// The members of a plane.
///
/// Their memory, megabytes for each plane, stays with the thread for the next world: to take it from the system and to
/// give it back for every replicate costs a few percent of a run.
#[derive(Debug)]
struct People(Vec<Person>);

/// Most planes whose memory a thread keeps.
const MOST_SPARE: usize = 64;

thread_local! {
    static SPARE: RefCell<Vec<Vec<Person>>> = const { RefCell::new(Vec::new()) };
}

impl People {
    fn of(codes: &[u8]) -> People {
        let mut people = SPARE.with_borrow_mut(Vec::pop).unwrap_or_default();
        people.clear();
        people.extend(codes.iter().map(|code| [0, 0, 0, 0, *code]));
        People(people)
    }
}

impl Drop for People {
    fn drop(&mut self) {
        let people = core::mem::take(&mut self.0);
        // At the end of a thread there is nobody to keep it for.
        let _ = SPARE.try_with(|spare| {
            let mut spare = spare.borrow_mut();
            if spare.len() < MOST_SPARE {
                spare.push(people);
            }
        });
    }
}

impl Clone for People {
    fn clone(&self) -> People {
        let mut people = SPARE.with_borrow_mut(Vec::pop).unwrap_or_default();
        people.clone_from(&self.0);
        People(people)
    }
}

/// What one public thinks of one country: five bytes per member.
///
/// a = b + y g: the baseline b is one of 256 values, the deviation y is kept in units of a scale g that halves with the
/// half-life of attitudes, so that nobody has to be touched for attitudes to fade.
#[derive(Clone, Debug)]
pub struct Plane {
    /// Its address: audience, then country.
    pub path: Path,
    people: People,
    baselines: [f32; BASELINES],
    /// Mean baseline over the members.
    pub mean_baseline: f64,
    /// Sum of the deviations, in units of the scale.
    sum: f64,
    half_life_hours: f64,
    scale_is_one_at: f64,
    /// M, the mood toward the country.
    pub mood: f64,
    /// G, goodwill, engagements per 1,000 members.
    pub goodwill: f64,
    /// Engagements since midnight.
    pub engaged_today: u64,
    /// Engagements since the last record.
    pub engaged: u64,
}

/// What has moved in a plane. Its members' baselines follow from the scenario and the luck of the replicate.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// Members with a deviation: how many others lie before each, and y.
    deviations: Vec<(u32, f32)>,
    sum: f64,
    scale_is_one_at: f64,
    mood: f64,
    goodwill: f64,
    engaged_today: u64,
    engaged: u64,
}

/// Below this scale the deviations are put into new units, long before their floats run out.
const SMALLEST_SCALE: f64 = 1.0 / (1u64 << 40) as f64;

impl Plane {
    /// A plane of members with the given codes into `baselines`.
    #[must_use]
    pub fn new(path: Path, codes: &[u8], baselines: [f32; BASELINES], half_life_hours: f64) -> Plane {
        let mut counts = [0u32; BASELINES];
        codes.iter().for_each(|code| counts[usize::from(*code)] += 1);
        let sum: f64 = counts.iter().zip(baselines).map(|(n, b)| f64::from(*n) * f64::from(b)).sum();
        Plane {
            path,
            people: People::of(codes),
            mean_baseline: sum / codes.len() as f64,
            baselines,
            sum: 0.0,
            half_life_hours,
            scale_is_one_at: 0.0,
            mood: 0.0,
            goodwill: 0.0,
            engaged_today: 0,
            engaged: 0,
        }
    }

    /// What has moved since the plane was made.
    #[must_use]
    pub fn moved(&self) -> Moved {
        // Every field is named, so that nobody forgets a new one.
        let Plane {
            people,
            sum,
            scale_is_one_at,
            mood,
            goodwill,
            engaged_today,
            engaged,
            path: _,
            baselines: _,
            mean_baseline: _,
            half_life_hours: _,
        } = self;
        let (mut deviations, mut others) = (Vec::new(), 0);
        for y in people.0.iter().map(deviation) {
            // Not y == 0: a negative zero would be lost.
            if y.to_bits() == 0 {
                others += 1;
            } else {
                deviations.push((others, y));
                others = 0;
            }
        }
        Moved {
            deviations,
            sum: *sum,
            scale_is_one_at: *scale_is_one_at,
            mood: *mood,
            goodwill: *goodwill,
            engaged_today: *engaged_today,
            engaged: *engaged,
        }
    }

    /// Moves a plane that was just made; `None` if what has moved belongs to another one.
    #[must_use]
    pub fn after(mut self, moved: &Moved) -> Option<Plane> {
        let mut people = self.people.0.iter_mut();
        for (others, y) in &moved.deviations {
            set_deviation(people.nth(*others as usize)?, *y);
        }
        let Moved { deviations: _, sum, scale_is_one_at, mood, goodwill, engaged_today, engaged } = *moved;
        Some(Plane { sum, scale_is_one_at, mood, goodwill, engaged_today, engaged, ..self })
    }

    /// g at `hour`.
    #[must_use]
    pub fn scale(&self, hour: f64) -> f64 {
        halved(hour - self.scale_is_one_at, self.half_life_hours)
    }

    /// The attitude of a member, -1 to 1, where the scale is `g`.
    #[must_use]
    pub fn attitude(&self, member: u32, g: f32) -> f32 {
        let person = &self.people.0[member as usize];
        (self.baselines[usize::from(person[4])] + deviation(person) * g).clamp(-1.0, 1.0)
    }

    /// Number of members.
    #[must_use]
    pub fn members(&self) -> usize {
        self.people.0.len()
    }

    /// The attitudes of every `step`-th member at `hour`, in their order; nobody's changes.
    pub fn attitudes(&self, hour: f64, step: usize) -> impl Iterator<Item = f32> + '_ {
        let g = self.scale(hour) as f32;
        (0..self.people.0.len()).step_by(step).map(move |member| self.attitude(member as u32, g))
    }

    /// Moves the attitude of a member by `step`, where the scale is `g`.
    pub fn shift(&mut self, member: u32, step: f32, g: f32) {
        let scaled = step / g;
        let person = &mut self.people.0[member as usize];
        set_deviation(person, deviation(person) + scaled);
        self.sum += f64::from(scaled);
    }

    /// Mean attitude of the public at `hour`.
    #[must_use]
    pub fn mean_attitude(&self, hour: f64) -> f64 {
        self.mean_baseline + self.sum * self.scale(hour) / self.people.0.len() as f64
    }

    /// Standing among the public at `hour`.
    #[must_use]
    pub fn standing(&self, hour: f64) -> f64 {
        standing(liking(self.mean_attitude(hour), self.mood))
    }

    /// Puts the deviations into new units when the scale has become small.
    pub fn renew_scale(&mut self, hour: f64) {
        let g = self.scale(hour);
        if g < SMALLEST_SCALE {
            self.people.0.iter_mut().for_each(|p| set_deviation(p, (f64::from(deviation(p)) * g) as f32));
            self.sum *= g;
            self.scale_is_one_at = hour;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::attitude::{baselines, engagement_step};

    fn plane(half_life_hours: f64) -> Plane {
        Plane::new(
            Path::to(crate::random::Kind::Plane),
            &(0..=255).collect::<Vec<u8>>(),
            baselines(0.2, 0.4),
            half_life_hours,
        )
    }

    #[test]
    fn attitudes_fade_by_the_exact_exponential_however_often_they_are_touched() {
        let mut touched = plane(480.0);
        let start = touched.attitude(100, 1.0);
        touched.shift(100, 0.3, 1.0);
        for day in 1..4000 {
            let hour = f64::from(day) * 24.0;
            let g = touched.scale(hour) as f32;
            touched.shift(7, 0.001, g); // somebody else is touched every day
            touched.renew_scale(hour);
            let wanted = 0.3 * halved(hour, 480.0);
            let g = touched.scale(hour) as f32;
            assert!((f64::from(touched.attitude(100, g) - start) - wanted).abs() < 1e-6, "{day}");
        }
    }

    #[test]
    fn the_running_sum_is_the_sum() {
        let mut plane = plane(480.0);
        for k in 0..50_000u32 {
            let hour = f64::from(k) * 0.7;
            let g = plane.scale(hour) as f32;
            let member = k * 31 % 256;
            plane.shift(member, engagement_step(0.02, plane.attitude(member, g)), g);
            plane.renew_scale(hour);
        }
        let hour = 50_000.0 * 0.7;
        let g = plane.scale(hour) as f32;
        let mean: f64 = (0..256).map(|m| f64::from(plane.attitude(m, g))).sum::<f64>() / 256.0;
        assert!((plane.mean_attitude(hour) - mean).abs() < 1e-5, "{} {mean}", plane.mean_attitude(hour));
    }
}
