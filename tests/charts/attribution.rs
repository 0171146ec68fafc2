//! The waterfall: what its title may claim, that its bars close, and that its words find room.

use softpower::charts::{self, Bar, Chart};
use softpower::experiment::attribute::{Coalition, Design, split};
use softpower::experiment::coalitions::{Against, Attribution, Player, Replicate};
use softpower::random::{Kind, Path};

use super::stage::Stage;
use super::words_find_room;

/// Made-up players: name, label, parts.
const PLAYERS: [(&str, &str, &str); 12] = [
    ("presence", "presence", "accounts_wanted 4% → 70%"),
    ("fear", "fear of speaking", "fear_of_speaking 90% → 20%"),
    (
        "need_for_approval",
        "need for approval",
        "announcements_need_approval 100% → 40%,comments_need_approval 100% → 40%",
    ),
    ("approval_delay", "approval delay", "approval_delay 200h → 24h"),
    ("drop_out", "drop-out", "chance_dropped 46% → 10%"),
    ("reviews", "reviews", "approval_steps 12 → 2,reviewed_afterwards 0% → 10%,tightens_after_gaffe 0h → 30 days"),
    ("replies", "replies", "replies_need_approval 100% → 0%"),
    ("gaffes", "gaffes", "gaffes"),
    ("rumours", "rumours", "rumours"),
    ("fading_attention", "fading attention", "attention_fades"),
    ("audience_fatigue", "audience fatigue", "followers_leave"),
    ("reshares", "reshares", "reshares"),
];

/// Effects of players, how far replicates differ from them, and how far effects multiply.
#[derive(Clone, Debug)]
struct Effects {
    effects: Vec<f64>,
    noise: f64,
    interplay: f64,
    replicates: u32,
    against: Against,
}

impl Effects {
    fn of(effects: &[f64]) -> Effects {
        let against = Against::NoChanges;
        Effects { effects: effects.to_vec(), noise: 0.05, interplay: 0.0, replicates: 20, against }
    }

    fn attribution(&self) -> Attribution {
        let count = self.effects.len();
        let player = |(name, label, parts): &(&'static str, &'static str, &str)| Player {
            name,
            label,
            parts: parts.split(',').map(str::to_owned).collect(),
        };
        let replicate = |number: u32| {
            let design = Design::new(count, Path::to(Kind::Order).then(u64::from(number)));
            let luck = |player: usize| (f64::from(number) * 1.7 + player as f64).sin();
            let value = |coalition: Coalition| {
                let there = (0..count).filter(|player| coalition.has(*player));
                let sum: f64 = there.map(|player| self.effects[player] * (1.0 + self.noise * luck(player))).sum();
                sum + self.interplay * sum * sum.abs()
            };
            let one = split(&design, &value);
            Replicate { orders: design.orders(), ends: Vec::new(), splits: [one.clone(), one.clone(), one] }
        };
        Attribution {
            players: PLAYERS[..count].iter().map(player).collect(),
            against: self.against.clone(),
            country: 0,
            replicates: (0..self.replicates).map(replicate).collect(),
        }
    }

    fn chart(&self) -> Chart<Bar> {
        let stage = Stage::reform();
        charts::attribution(&self.attribution(), &stage.scenario(), &stage.provenance())
    }

    fn title(&self) -> String {
        self.chart().title().to_owned()
    }
}

fn hard_cases() -> Vec<(&'static str, Effects)> {
    let plain = || Effects::of(&[0.12, 0.05, -0.03, 0.02, 0.0, 0.004, 0.001]);
    let twelve = [0.5, -0.4, 0.3, -0.2, 0.1, 0.05, 0.02, 0.01, 0.0, -0.001, 0.002, 0.3];
    vec![
        ("plain", plain()),
        ("one", Effects::of(&[-2.5])),
        ("two", Effects::of(&[2.5, -2.4])),
        ("twelve", Effects { against: Against::NoMechanism, ..Effects::of(&twelve) }),
        ("interplay", Effects { interplay: 9.0, ..plain() }),
        ("nothing at all", Effects::of(&[0.0, 0.0, 0.0])),
        ("tiny", Effects::of(&[0.000_3, 0.000_1, -0.000_05])),
        ("large", Effects::of(&[1234.5, -321.0, 99.0, 5.0])),
        ("nobody", Effects::of(&[])),
        ("noisy", Effects { noise: 30.0, ..plain() }),
        ("one replicate", Effects { replicates: 1, ..plain() }),
        ("no replicate", Effects { replicates: 0, ..plain() }),
        (
            "against",
            Effects { against: Against::Other("a-scenario-with-a-rather-long-name-of-its-own".into()), ..plain() },
        ),
    ]
}

#[test]
fn a_title_names_who_makes_most_of_it_only_if_every_pair_of_runs_says_so() {
    let with = |effects: &[f64]| Effects::of(effects).title();
    assert_eq!(with(&[0.3, 0.1, -0.05]), "Presence makes most of Canada’s gain of 0.351 points");
    assert_eq!(with(&[-0.1, -2.0, 0.01]), "Fear of speaking makes most of Canada’s loss");
    assert_eq!(with(&[0.5, -0.3, 0.1]), "Presence adds most to Canada’s gain of 0.300 points");
    assert_eq!(with(&[-2.5]), "Presence makes all of Canada’s loss of 2.50 points");
    assert_eq!(with(&[0.4, 0.3, 0.3, 0.2]), "Presence adds most to Canada’s gain of 1.20 points");
    assert_eq!(with(&[0.4, 0.4, 0.4, 0.4]), "Where Canada’s gain of 1.60 points comes from");
    assert_eq!(Effects { noise: 30.0, ..Effects::of(&[0.3, 0.1]) }.title(), "Canada’s influence: no clear difference");
    assert_eq!(with(&[0.0, 0.0]), "Canada’s influence: no clear difference");
    let one = Effects { replicates: 1, ..Effects::of(&[0.3, 0.1]) };
    assert_eq!(one.title(), "Parts of a difference in Canada’s influence");
    for (name, case) in hard_cases() {
        assert!(case.title().split(' ').count() <= 10, "{name}: {}", case.title());
    }
}

#[test]
fn the_bars_close_and_hold_the_numbers_of_the_attribution() {
    let case = Effects { interplay: 0.3, ..Effects::of(&[0.3, 0.1, -0.05, 0.0]) };
    let (found, chart) = (case.attribution(), case.chart());
    let rows = chart.rows();
    assert_eq!(rows.iter().map(|bar| &*bar.player).collect::<Vec<_>>()[..2], ["presence", "fear"]);
    let (whole, parts) = rows.split_last().expect("bars");
    assert_eq!((&*whole.player, whole.from, whole.alone, whole.last), ("whole", 0.0, None, None));
    let mut end = 0.0;
    for bar in parts {
        assert_eq!(bar.from, end, "each begins where the one above ends");
        end = bar.to;
        let player = found.players.iter().position(|player| player.name == bar.player).expect("a player");
        let wanted = found.shapley(0, player).expect("numbers");
        assert_eq!((bar.mean, bar.median), (wanted.mean, wanted.spread.median));
        assert_eq!(bar.low90, Some(wanted.spread.low90));
        assert_eq!(bar.last, found.over(0, |split| split.last[player]).map(|last| last.mean));
    }
    assert!((end - whole.to).abs() < 1e-12, "{end} for {}", whole.to);
    assert!(parts.iter().map(|bar| bar.alone.unwrap_or(0.0)).sum::<f64>() < whole.mean, "levers multiply");
}

#[test]
fn words_of_a_waterfall_never_overlap_and_never_leave_the_sheet() {
    for (name, case) in hard_cases() {
        let chart = case.chart();
        for look in super::looks() {
            let name = format!("{name}{}", look.suffix());
            assert!(words_find_room(&name, &chart.clone().dressed(look).svg()) > 6, "{name}: hardly any words");
        }
        assert!(chart.missing_letters().is_empty(), "{name}");
    }
}

#[test]
fn one_replicate_draws_no_interval_and_claims_nothing() {
    let chart = Effects { replicates: 1, ..Effects::of(&[0.3, 0.1]) }.chart();
    assert!(chart.rows().iter().all(|bar| bar.low90.is_none() && bar.high90.is_none()));
    assert!(chart.svg().contains("replicate only") && !chart.svg().contains("middle 90%"));
    assert!(!chart.alt().contains(" to +"), "{}", chart.alt());
}

#[test]
fn the_alternative_text_gives_every_part_and_the_whole() {
    let chart = Effects::of(&[0.3, 0.1, -0.05]).chart();
    let alt = chart.alt();
    assert!(alt.starts_with("Waterfall chart of what makes the difference in Canada’s influence index"), "{alt}");
    assert!(alt.contains("where presence is the largest part: Presence +0.3"), "{alt}");
    assert!(alt.contains("Need for approval −0.05") && alt.contains(" Together +0.3"), "{alt}");
    let text = format!("{} {alt}", chart.svg()).to_lowercase();
    assert!(!text.contains("forecast") && !text.contains("predict"));
    assert!(text.contains("simulated, not observed. scenario paris-2013 · "));
}
