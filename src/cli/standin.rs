//! A stand-in for rooms that are being built elsewhere; it goes away when they are there.
#![allow(missing_docs, unreachable_pub, clippy::allow_attributes, clippy::allow_attributes_without_reason)]

pub mod scenario {
    pub fn new_file(from: Option<&str>, _full: bool) -> Result<String, ()> {
        match from {
            Some(n) => crate::scenario::builtin::text(n).map(str::to_owned).ok_or(()),
            None => Ok("title = \"x\"\n".into()),
        }
    }
    pub trait ToToml {
        fn to_toml(&self, with_origins: bool) -> String;
    }
    impl ToToml for crate::scenario::Resolved {
        fn to_toml(&self, with_origins: bool) -> String {
            if with_origins { "# stand-in\n".into() } else { format!("{:?}", self) }
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
    pub struct Estimate {
        pub bytes: u64,
        pub seconds: f64,
    }
    pub fn estimate(s: &crate::scenario::Scenario) -> Estimate {
        let members: u64 = s.audiences.iter().map(|a| u64::from(a.members)).sum();
        Estimate { bytes: members * 6 * s.countries.len() as u64, seconds: members as f64 * 1e-5 }
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

