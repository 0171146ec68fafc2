#[path = "../tests/charts/stage.rs"]
mod stage;
use stage::*;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let only = std::env::args().nth(2);
    let names = [
        "Canada",
        "United Kingdom",
        "United States",
        "France",
        "Germany",
        "Japan",
        "Brazil",
        "Republic of Korea",
        "India",
        "Democratic Republic of the Congo",
    ];
    let many = |n: usize| {
        (0..n)
            .map(|i| Future {
                name: names[i % 10],
                index: 80.0 + 5.0 * i as f64,
                spread: 4.0,
                voice: 0.02 + 0.15 * (i as f64 / n as f64),
            })
            .collect::<Vec<_>>()
    };
    let cases: Vec<(&str, Stage)> = vec![
        ("paris", Stage::paris()),
        ("reform", Stage::reform()),
        ("small", Stage { effect: (0.9, 0.3), voice_effect: 0.004, ..Stage::reform() }),
        ("unclear", Stage { effect: (0.1, 0.8), voice_effect: 0.0, ..Stage::reform() }),
        ("one-run", Stage { replicates: 1, ..Stage::reform() }),
        ("ten", Stage { countries: many(10), ..Stage::reform() }),
        (
            "equal",
            Stage {
                countries: (0..5).map(|i| Future { name: names[i], index: 104.0, spread: 0.5, voice: 0.2 }).collect(),
                ..Stage::paris()
            },
        ),
        ("single", Stage { countries: vec![CANADA], ..Stage::paris() }),
        (
            "flat",
            Stage {
                countries: vec![
                    Future { index: 100.0, spread: 0.0, ..CANADA },
                    Future { index: 100.0, spread: 0.0, ..BRITAIN },
                ],
                ..Stage::paris()
            },
        ),
        (
            "tiny",
            Stage {
                countries: vec![Future { voice: 0.0014, ..CANADA }, BRITAIN, AMERICA],
                effect: (0.04, 0.01),
                voice_effect: 0.0003,
                ..Stage::reform()
            },
        ),
        (
            "long",
            Stage {
                countries: vec![
                    Future { name: "Democratic Socialist Republic of Sri Lanka", ..CANADA },
                    Future { name: "United Kingdom of Great Britain and Northern Ireland", ..BRITAIN },
                    AMERICA,
                ],
                ..Stage::reform()
            },
        ),
        ("forty-years", Stage { days: 14610, record_days: 30, ..Stage::reform() }),
        (
            "ten-days",
            Stage {
                days: 10,
                record_days: 1,
                changes: vec![(4, "The embassy may answer at once")],
                events: vec![(2, "Embassy crisis", 10.0)],
                ..Stage::reform()
            },
        ),
        (
            "five-months",
            Stage {
                days: 150,
                record_days: 1,
                changes: vec![(60, "The embassy may answer at once")],
                events: vec![(20, "Embassy crisis", 10.0)],
                ..Stage::reform()
            },
        ),
        (
            "busy",
            Stage {
                events: vec![
                    (300, "Annexation of Crimea", 8.0),
                    (420, "World Cup final", 3.0),
                    (430, "Downing of flight MH17 over eastern Ukraine", 9.0),
                    (700, "Attack on Charlie Hebdo", 6.0),
                    (900, "Iran nuclear agreement", 4.0),
                    (1030, "Election", 7.0),
                    (1045, "Paris attacks", 8.5),
                    (1200, "Brussels attacks", 5.0),
                    (1300, "Brexit referendum", 9.5),
                    (1400, "American election", 9.9),
                ],
                changes: vec![
                    (1037, "Diplomats may speak without prior approval"),
                    (1250, "Every mission has an account"),
                ],
                ..Stage::reform()
            },
        ),
    ];
    for (name, stage) in cases {
        if only.as_ref().is_some_and(|o| !o.split(',').any(|x| x == name)) {
            continue;
        }
        let (e, s, p) = (stage.ensemble(), stage.scenario(), stage.provenance());
        for chart in [softpower::charts::influence(&e, &s, &p), softpower::charts::voice(&e, &s, &p)] {
            println!("{name} {}: {}\n   {}", chart.stem(), chart.title(), chart.alt());
            std::fs::write(format!("{dir}/{name}-{}.svg", chart.stem()), chart.svg()).unwrap();
            std::fs::write(format!("{dir}/{name}-{}.png", chart.stem()), chart.png().unwrap()).unwrap();
        }
    }
}
