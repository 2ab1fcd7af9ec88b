//! Trying again: what may pass by itself, how often and after how long.

use std::time::Duration;

use super::error::CliError;

/// Pause after the first attempt; each later one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// Longest pause, unless the service asks for more.
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// Longest pause that the service can ask.
const ASKED_PAUSE_MAX: Duration = Duration::from_secs(300);
/// Part of a pause, in percent, that chance adds, so that many callers do not come back at the same moment.
const CHANCE_PERCENT: u32 = 20;

/// Attempts left, and how long to wait before the next one.
#[derive(Debug)]
pub(super) struct Attempts {
    made: u32,
    most: u32,
}

impl Attempts {
    /// So many in all, the first included.
    pub(super) fn at_most(most: u32) -> Self {
        Self { made: 1, most }
    }

    /// Counts from the beginning: something has succeeded.
    pub(super) fn succeeded(&mut self) {
        self.made = 1;
    }

    /// Waits before the next attempt. Gives the error back when it will not pass by itself, or there were enough attempts.
    pub(super) async fn wait_after(&mut self, error: CliError) -> Result<(), CliError> {
        if !error.may_pass() || self.made >= self.most {
            return Err(error);
        }
        let pause = self.pause(error.retry_after());
        self.made += 1;
        let (next, most) = (self.made, self.most);
        let pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        tracing::warn!("failed to {error}\nattempt {next} of {most} follows in {pause_ms} ms");
        tokio::time::sleep(pause).await;
        Ok(())
    }

    fn pause(&self, asked: Option<Duration>) -> Duration {
        let doublings = self.made.saturating_sub(1).min(16);
        let own = FIRST_PAUSE.saturating_mul(1 << doublings).min(PAUSE_MAX);
        let pause = own.max(asked.unwrap_or_default().min(ASKED_PAUSE_MAX));
        pause + pause * fastrand::u32(0..=CHANCE_PERCENT) / 100
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(made: u32, asked: Option<u64>) -> u64 {
        Attempts { made, most: 99 }.pause(asked.map(Duration::from_secs)).as_secs()
    }

    #[test]
    fn pauses_double_up_to_a_limit_and_heed_the_service() {
        for (made, least, most) in [(1, 1, 1), (2, 2, 2), (3, 4, 4), (5, 16, 19), (40, 60, 72)] {
            let pause = seconds(made, None);
            assert!((least..=most).contains(&pause), "{made}: {pause}");
        }
        assert!(seconds(1, Some(30)) >= 30);
        assert!(seconds(1, Some(1 << 40)) <= 360);
    }

    #[tokio::test]
    async fn what_is_wrong_is_not_tried_again_and_there_is_an_end() {
        let wrong = CliError::Input("wrong".into());
        assert!(Attempts::at_most(9).wait_after(wrong).await.is_err());
        let away = CliError::Unreachable { server: "s".into(), problem: "p".into() };
        assert!(Attempts::at_most(1).wait_after(away).await.is_err());
    }
}
