//! The phases of the schedule, one file each, in the order of `schedule.rs`.

mod answers;
mod approval;
mod daily;
mod drafting;
mod engagement;
mod events;
mod policies;
mod presence;
mod publication;
mod records;
mod rumours;
mod sharing;
