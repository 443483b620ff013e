//! Requests a second that an API may be asked, shared by every task of a pull.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Requests a second by API; a name that ends in `*` stands for all that begin so.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    rates: Vec<(String, f64)>,
}

impl Rates {
    /// With one API's rate; the last one given wins. Rates of zero or less are not rates and are left out.
    pub fn with(mut self, api: impl Into<String>, per_second: f64) -> Self {
        if per_second > 0.0 {
            self.rates.push((api.into(), per_second));
        }
        self
    }

    /// The rate of an API: its own, else that of the longest prefix that fits; of two alike, the last one given.
    pub fn of(&self, api: &str) -> Option<f64> {
        let fits = |pattern: &str| match pattern.strip_suffix('*') {
            Some(prefix) => api.starts_with(prefix),
            None => api == pattern,
        };
        self.rates.iter().filter(|(p, _)| fits(p)).max_by_key(|(p, _)| (p == api, p.len())).map(|(_, r)| *r)
    }
}

/// Gives out turns. Turns of one API are evenly spaced, so that a burst never reaches the service.
#[derive(Debug, Clone)]
pub struct Budget {
    rates: Arc<Rates>,
    next: Arc<Mutex<HashMap<String, Instant>>>,
}

impl Budget {
    /// A budget of these rates.
    pub fn new(rates: Rates) -> Self {
        Self { rates: Arc::new(rates), next: Arc::default() }
    }

    /// Waits for a turn at an API.
    pub async fn turn(&self, api: &str) {
        // an API without a rate is still kept off while the service asks for it
        let gap = self.rates.of(api).map_or(Duration::ZERO, |rate| Duration::from_secs_f64(1.0 / rate));
        let at = self.book(api, gap, Instant::now());
        tokio::time::sleep_until(at).await;
    }

    /// Keeps everybody off an API for a while: the service asked for it.
    pub fn pause(&self, api: &str, wait: Duration) {
        self.hold(api, Instant::now() + wait);
    }

    fn hold(&self, api: &str, until: Instant) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let at = next.entry(api.to_owned()).or_insert(until);
        *at = (*at).max(until);
    }

    fn book(&self, api: &str, gap: Duration, now: Instant) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let at = next.get(api).map_or(now, |at| (*at).max(now));
        next.insert(api.to_owned(), at + gap);
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_pattern_gives_the_rate() {
        let rates =
            Rates::default().with("config:*", 4.0).with("config:Select*", 2.0).with("config:SelectX", 1.0);
        assert_eq!(rates.of("config:Describe"), Some(4.0));
        assert_eq!(rates.of("config:SelectY"), Some(2.0));
        assert_eq!(rates.of("config:SelectX"), Some(1.0));
        assert_eq!(rates.of("sts:GetCallerIdentity"), None);
        assert_eq!(Rates::default().with("a", 0.0).of("a"), None);
    }

    #[test]
    fn turns_are_spaced_and_a_pause_holds_everybody() {
        let budget = Budget::new(Rates::default());
        let (now, gap) = (Instant::now(), Duration::from_millis(100));
        let turns: Vec<_> = (0..3).map(|_| budget.book("a", gap, now) - now).collect();
        assert_eq!(turns, [0, 100, 200].map(Duration::from_millis));
        budget.hold("a", now + Duration::from_secs(7));
        assert_eq!(budget.book("a", gap, now) - now, Duration::from_secs(7));
        // time that passed unused is not saved up
        assert_eq!(budget.book("a", gap, now + Duration::from_secs(60)) - now, Duration::from_secs(60));
        assert_eq!(budget.book("b", gap, now), now);
    }
}
