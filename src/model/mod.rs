//! The science: pure functions, numbers in, numbers out, one equation each. Nothing here knows of randomness, files or
//! the time of day: luck arrives as uniform or standard normal numbers, hours as local hours.
//!
//! | equation | file | what it says |
//! |---|---|---|
//! | E0 | [`drafting`] | how much is said |
//! | E1, E2 + E3 | [`attention`] | who still listens, who is shown a message |
//! | E4, E5 | [`engagement`] | who engages, and when |
//! | E6 | [`reshare`] | who passes a message on |
//! | E7, E8 | [`dialogue`] | questions, answers, silence |
//! | E9 | [`attitude`] | what messages do to attitudes; moods |
//! | E10 | [`goodwill`] | goodwill and share of voice |
//! | E11 | [`influence`] | influence |
//! | E12 | [`presence`] | accounts that open, followers who come and go |
//! | E13 | [`norm`] | how far staff feel unable to speak |
//! | E14 | [`approval`] | approval chains |
//! | E15 | [`bypass`] | who publishes without leave |
//! | E16 | [`gaffe`] | what goes wrong, and what review catches |
//! | E17 | [`rumour`] | false claims and corrections |

pub mod approval;
pub mod attention;
pub mod attitude;
pub mod bypass;
pub mod dialogue;
pub mod drafting;
pub mod engagement;
pub mod gaffe;
pub mod goodwill;
pub mod influence;
pub mod norm;
pub mod presence;
pub mod reshare;
pub mod rumour;
