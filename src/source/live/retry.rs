//! How long to wait before trying again.

use std::time::Duration;

/// Full-jitter exponential back-off: a wait is anywhere from nothing to a bound that doubles.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    /// The bound of the first wait.
    pub first: Duration,
    /// The bound that no wait exceeds, unless the service asks for more.
    pub most: Duration,
    /// How often a request is made at most, the first time included.
    pub attempts: u32,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { first: Duration::from_millis(250), most: Duration::from_secs(30), attempts: 8 }
    }
}

/// How long a service asked to wait.
pub type RetryAfter = Option<Duration>;

impl Backoff {
    /// The wait before attempt `attempt` (the first retry is 1). `random` is from 0 to 1. What the service asked for
    /// is waited at least.
    pub fn wait(&self, attempt: u32, asked: RetryAfter, random: f64) -> Duration {
        let factor = 2f64.powi(i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX).min(30));
        let bound = self.first.mul_f64(factor).min(self.most);
        bound.mul_f64(random.clamp(0.0, 1.0)).max(asked.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_bound_and_honour_what_is_asked() {
        let backoff = Backoff { first: Duration::from_secs(1), most: Duration::from_secs(10), attempts: 9 };
        assert_eq!(backoff.wait(1, None, 1.0), Duration::from_secs(1));
        assert_eq!(backoff.wait(3, None, 1.0), Duration::from_secs(4));
        assert_eq!(backoff.wait(9, None, 1.0), Duration::from_secs(10));
        assert_eq!(backoff.wait(9, None, 0.0), Duration::ZERO);
        assert_eq!(backoff.wait(1, Some(Duration::from_secs(60)), 0.5), Duration::from_secs(60));
    }
}
