//! The science: pure functions, numbers in, numbers out, one equation each. Nothing here knows of randomness, files or
//! the time of day: luck arrives as uniform or standard normal numbers, hours as local hours.
//!
//! | equation | file | what it says |
//! |---|---|---|
//! | E0 | [`drafting`] | how much is said |
//! | E1, E2 + E3 | [`attention`] | who still listens, who is shown a message |
//! | E4, E5 | [`engagement`] | who engages, and when |
//! | E7, E8 | [`dialogue`] | questions, answers, silence |
//! | E9 | [`attitude`] | what messages do to attitudes; moods |
//! | E10 | [`goodwill`] | goodwill and share of voice |
//! | E11 | [`influence`] | influence |
//! | E14 | [`approval`] | approval chains |
//!
//! E13 (the norm m) is constant in this version: m is the policy's `fear_of_speaking`, read by E0. E6, E12 and E15 to
//! E17 have no file yet.

pub mod approval;
pub mod attention;
pub mod attitude;
pub mod dialogue;
pub mod drafting;
pub mod engagement;
pub mod goodwill;
pub mod influence;
