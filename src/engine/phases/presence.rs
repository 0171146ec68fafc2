//! Phase 9, at midnight: accounts grow with the platform and open (E12), norms move (E13).

use crate::engine::run::Simulation;
use crate::model::dialogue::Tokens;
use crate::model::engagement::size_effect;
use crate::model::norm;
use crate::model::presence::{adoption, daily_growth, daily_pressure};
use crate::world::CLASSES;

/// Hours of a year of 365.25 days.
const YEAR_HOURS: f64 = 8766.0;

impl Simulation<'_> {
    /// A day of growth for every account that is open, and what its size means for E4 from now on.
    pub(in crate::engine) fn grow_accounts(&mut self) {
        let model = &self.scenario.model;
        let grows = model.mechanisms.followers_come;
        if !grows && !model.mechanisms.followers_leave {
            return;
        }
        for account in self.world.accounts.iter_mut().filter(|account| account.open) {
            let public = &self.world.publics[account.audience];
            if grows {
                let (followers, members) = (f64::from(account.followers()), f64::from(public.members));
                let growth = daily_growth(model.platform_growth, followers, members) / (members - followers);
                for class in 0..CLASSES {
                    account.growth[class] += growth * f64::from(account.others(public, class));
                    while account.growth[class] >= 1.0 {
                        account.growth[class] -= 1.0;
                        account.gain(public, class);
                    }
                }
            }
            let followers = f64::from(account.followers());
            account.size_effect = size_effect(followers, model.reference_followers, model.size_exponent);
        }
    }

    /// Accounts open while the ministry wants more of them.
    pub(in crate::engine) fn open_accounts(&mut self, hour: f64) {
        let model = &self.scenario.model;
        if !model.mechanisms.accounts_open {
            return;
        }
        let years = (hour - model.adoption_began_hours) / YEAR_HOURS;
        let adoption = adoption(model.adoption_alone_per_year, model.adoption_by_imitation_per_year, years);
        for country in 0..self.world.ministries.len() {
            let fear = self.fear(country);
            let ministry = &mut self.world.ministries[country];
            let wanted = f64::from(ministry.missions) * ministry.policy.accounts_wanted * adoption;
            let accounts = &mut self.unopened[country];
            if f64::from(ministry.opened) >= wanted {
                continue;
            }
            ministry.pressure += daily_pressure(model.accounts_opened_per_year, fear);
            // The least resistance stands last.
            while let Some(number) = accounts.last().copied().filter(|_| f64::from(ministry.opened) < wanted) {
                let account = &mut self.world.accounts[number as usize];
                if account.resistance > ministry.pressure {
                    break;
                }
                account.open = true;
                account.tokens = Tokens::at_opening(hour);
                accounts.pop();
                ministry.opened += 1;
            }
        }
    }

    /// A day of E13.
    pub(in crate::engine) fn move_norms(&mut self) {
        let model = &self.scenario.model;
        for ministry in &mut self.world.ministries {
            let rule = ministry.policy.fear_of_speaking;
            ministry.norm = norm::after_a_day(ministry.norm, rule, model.norm_thaw_hours, model.norm_chill_hours);
        }
    }
}
