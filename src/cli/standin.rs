//! A stand-in for rooms that are being built elsewhere; it goes away when they are there.
#![allow(missing_docs, unreachable_pub, clippy::allow_attributes, clippy::allow_attributes_without_reason)]

pub mod scenario {
    pub struct Source {
        pub name: String,
        pub text: String,
    }
    pub struct Setting {
        pub path: String,
        pub value: String,
    }
    pub struct Problem;
    impl Problem {
        pub fn render(&self, _: bool) -> String {
            "note: stand-in".into()
        }
    }
    #[derive(Debug)]
    pub struct Problems(String);
    impl Problems {
        pub fn render(&self, _: bool) -> String {
            format!("{}\n\n1 problem. Nothing was run.", self.0)
        }
    }
    pub struct Resolved {
        lines: Vec<(String, String)>,
    }
    impl Resolved {
        pub fn to_toml(&self, with_origins: bool) -> String {
            let note = if with_origins { "  # somewhere" } else { "" };
            self.lines.iter().map(|(k, v)| format!("{k} = {v}{note}\n")).collect()
        }
    }
    pub struct Parsed {
        pub scenario: crate::scenario::Scenario,
        pub resolved: Resolved,
        pub warnings: Vec<Problem>,
    }
    pub fn decode(bytes: &[u8], _name: &str) -> Result<String, Problems> {
        String::from_utf8(bytes.to_vec()).map_err(|_| Problems("not text".into()))
    }
    pub fn parse(
        source: &Source,
        settings: &[Setting],
        _parents: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Parsed, Problems> {
        let mut lines: Vec<(String, String)> = source
            .text
            .lines()
            .filter_map(|l| l.split_once('='))
            .map(|(a, b)| (a.trim().to_owned(), b.trim().to_owned()))
            .collect();
        lines.extend(settings.iter().map(|s| (s.path.clone(), s.value.clone())));
        let find =
            |name: &str| lines.iter().rev().find(|(k, _)| k.rsplit('.').next() == Some(name)).map(|(_, v)| v.clone());
        if source.text.contains("aproval_delay") {
            return Err(Problems("There is no `aproval_delay`. Did you mean `approval_delay`?".into()));
        }
        let name = std::path::Path::new(&source.name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let ghosts = find("ghosts").is_some();
        let scenario = super::world(
            &name,
            find("replicates").and_then(|x| x.parse().ok()).unwrap_or(4),
            find("seed").and_then(|x| x.parse().ok()).unwrap_or(7),
            ghosts,
        );
        Ok(Parsed { scenario, resolved: Resolved { lines }, warnings: Vec::new() })
    }
    pub fn new_file(from: Option<&str>, _full: bool) -> Result<String, ()> {
        match from {
            Some(n) if builtin::text(n).is_none() => Err(()),
            _ => Ok("title = \"x\"\n".into()),
        }
    }
    pub mod builtin {
        pub const LIST: &[(&str, &str)] =
            &[("broadcast-vs-dialogue", "one"), ("paris-2013", "two"), ("reform-2015", "three")];
        pub fn text(name: &str) -> Option<&'static str> {
            LIST.iter().find(|(n, _)| *n == name).map(|_| "title = \"x\"\n")
        }
    }
    pub mod explain {
        pub fn key(k: &str) -> Result<String, Option<String>> {
            if k == "approval_delay" { Ok("delay".into()) } else { Err(Some("approval_delay".into())) }
        }
        pub fn assumptions() -> String {
            "assumptions".into()
        }
    }
}

pub mod experiment {
    use crate::engine::trajectory::{Layout, Trajectory};
    use crate::experiment::ensemble::{Ensemble, Plan, Unfinished};
    pub struct Estimate {
        pub bytes: u64,
        pub seconds: f64,
    }
    pub fn estimate(s: &crate::scenario::Scenario) -> Estimate {
        Estimate { bytes: 1000, seconds: f64::from(s.run.replicates) * 0.05 }
    }
    pub fn run(plan: &Plan<'_>) -> Result<Ensemble, Unfinished> {
        let s = plan.scenario;
        let ghosts = s.countries.iter().any(|c| !c.changes.is_empty());
        let layout = Layout {
            record_hours: (0..=4).map(|w| f64::from(w) * 168.0).collect(),
            countries: s.countries.len(),
            audiences: s.audiences.len(),
        };
        let make = |replicate: u32, ghost: bool| {
            plan.store
                .load(replicate, ghost)
                .map_or_else(
                    || {
                        std::thread::sleep(std::time::Duration::from_millis(30));
                        let values = (0..layout.len())
                            .map(|i| {
                                if i % 7 == 3 {
                                    f64::NAN
                                } else {
                                    100.0 + libm::sin((i as f64 + 1.0) * (f64::from(replicate) + s.run.seed as f64))
                                        - if ghost { 0.5 } else { 0.0 }
                                }
                            })
                            .collect();
                        let t = Trajectory { replicate, values };
                        plan.store.save(&t, ghost).map(|()| t)
                    },
                    Ok,
                )
                .map_err(Unfinished::Store)
        };
        let (mut runs, mut gs) = (Vec::new(), Vec::new());
        for r in 0..s.run.replicates {
            if (plan.stop)() {
                return Err(Unfinished::Stopped(r));
            }
            runs.push(make(r, false)?);
            if ghosts {
                gs.push(make(r, true)?);
            }
            (plan.progress)(r + 1);
        }
        Ok(Ensemble { layout, runs, ghosts: gs })
    }
}

pub mod charts {
    pub struct Provenance {
        pub scenario: String,
        pub seed: u64,
        pub version: String,
    }
    pub struct Chart {
        pub stem: &'static str,
        pub title: String,
        pub alt: String,
        pub csv: String,
    }
    impl Chart {
        pub fn svg(&self) -> String {
            "<svg/>".into()
        }
        pub fn png(&self) -> Vec<u8> {
            vec![1, 2, 3]
        }
    }
    pub fn influence(
        _: &crate::experiment::ensemble::Ensemble,
        _: &crate::scenario::Scenario,
        _: &Provenance,
    ) -> Chart {
        Chart { stem: "influence", title: "t".into(), alt: "a".into(), csv: "date\n".into() }
    }
    pub fn voice(_: &crate::experiment::ensemble::Ensemble, _: &crate::scenario::Scenario, _: &Provenance) -> Chart {
        Chart { stem: "voice", title: "t".into(), alt: "a".into(), csv: "date\n".into() }
    }
}

fn world(name: &str, replicates: u32, seed: u64, ghosts: bool) -> crate::scenario::Scenario {
    use crate::calendar::{Clock, DayHours, Zone};
    use crate::scenario::*;
    let policy = Policy {
        announcements_per_day: 1.0,
        comments_on_events: 0.1,
        announcements_need_approval: 0.0,
        comments_need_approval: 0.0,
        replies_need_approval: 0.0,
        approval: Approval::None,
        approval_delay_hours: 0.0,
        approval_steps: 0,
        chance_dropped: 0.0,
        questions_answered: 0.0,
        answers_per_day: 0.0,
        fear_of_speaking: 0.0,
    };
    let change = Change {
        id: "d".into(),
        label: "x".into(),
        when_hours: 1.0,
        until_hours: None,
        phase_in_hours: 0.0,
        set: PolicyChange::default(),
    };
    let country = |id: &str, n: &str, ch: bool| Country {
        id: id.into(),
        name: n.into(),
        colour: None,
        zone: Zone::default(),
        capacity: 0.5,
        accounts_at_start: 1,
        followers_per_account: 10.0,
        policy,
        desks: vec![],
        changes: if ch { vec![change.clone()] } else { vec![] },
    };
    let on = true;
    let h = DayHours { from: 9.0, to: 17.0 };
    Scenario {
        name: name.into(),
        title: "Stand-in".into(),
        question: String::new(),
        run: Run {
            clock: Clock { start: jiff::civil::date(2013, 1, 1) },
            days: 28,
            step_hours: 1.0,
            record_every_hours: 168.0,
            replicates,
            seed,
            focus: 0,
        },
        audiences: vec![Audience {
            id: "us-public".into(),
            name: "US public".into(),
            members: 1000,
            weight: 1.0,
            zone: Zone::default(),
            events_per_day: 1.0,
        }],
        countries: vec![country("canada", "Canada", ghosts), country("us", "United States", false)],
        events: vec![],
        sources: vec![],
        model: Model {
            mechanisms: Mechanisms {
                attention_fades: on,
                daily_rhythm: on,
                forms_differ: on,
                members_differ: on,
                quality_varies: on,
                dialogue: on,
                attitudes_move: on,
                mood_moves: on,
                influence_drifts: on,
                fear: on,
                approval_takes_time: on,
                approval_drops: on,
                policy_matters: on,
            },
            attention_shape: AttentionShape::Power,
            attention_offset_hours: 1.0,
            attention_exponent: 2.0,
            attention_half_life_hours: 1.0,
            give_up_below: 0.0,
            give_up_after_hours: 1.0,
            announcement_hours: h,
            event_size_exponent: 2.0,
            event_size_cut: 2.0,
            drafting_time_hours: 1.0,
            reach: 0.1,
            rhythm_amplitude: 0.1,
            rhythm_peak: 1.0,
            engagement_per_follower: 0.1,
            reference_followers: 1.0,
            size_exponent: 1.0,
            quality_spread: 1.0,
            blandness_per_review: 0.1,
            talent_spread: 1.0,
            appeal_announcement: 1.0,
            appeal_commentary: 1.0,
            dialogue_lift: 1.0,
            activity_shares: [1.0, 0.0, 0.0],
            activity_levels: [1.0, 0.0, 0.0],
            affinity: 1.0,
            ask_chance: 0.1,
            patience_hours: 1.0,
            patience_spread: 1.0,
            pick_up_time_hours: 1.0,
            staffed_hours: h,
            question_lapses_after_hours: 1.0,
            answer_gain: 1.0,
            answer_harm: 1.0,
            answer_memory: 1.0,
            expectation_at_start: 1.0,
            learn_announcement: 1.0,
            learn_commentary: 1.0,
            attitude_half_life_hours: 1.0,
            baseline_mean: 0.0,
            baseline_spread: 1.0,
            mood_sd: 1.0,
            mood_half_life_hours: 1.0,
            goodwill_decay_per_month: 1.0,
            voice_floor: 1.0,
            influence_pull_per_year: 1.0,
            voice_counts: 1.0,
            standing_pull_per_year: 1.0,
            influence_noise: 1.0,
            followers_spread: 1.0,
            approval_spread: 1.0,
        },
    }
}
