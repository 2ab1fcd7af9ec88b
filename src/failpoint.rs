//! Named points at which a test of crashes can stop the process, make a step fail, or leave a safeguard out.
//!
//! They exist in the feature `failpoints` alone; without it every function here does nothing and is compiled away. A crate for
//! this exists (`fail`), but it brings a parser of actions, random numbers and a lock that every passing takes, and has no
//! word for “leave this safeguard out”; what we need are the few lines below.
//!
//! `LOOPBAANBRUG_FAILPOINTS` holds `name=action` pairs with commas between them. A number behind the action (`name=wait@3`)
//! says at which passing it acts; by default the first.
//!
//! | action | what happens |
//! | --- | --- |
//! | `wait` | the point is named on standard error and the thread waits for ever: the test sends SIGKILL |
//! | `fail` | the step fails with an I/O error, once |
//! | `broken` | the safeguard of that name is left out, at every passing |

use std::io;

/// Passes a point at which the process may be stopped.
#[inline(always)]
pub(crate) fn reached(name: &'static str) {
    #[cfg(feature = "failpoints")]
    acting::reached(name);
    #[cfg(not(feature = "failpoints"))]
    let _ = name;
}

/// Passes a point at which a disk may fail.
///
/// # Errors
/// Only when a test asks for it.
#[inline(always)]
pub(crate) fn disk(name: &'static str) -> io::Result<()> {
    #[cfg(feature = "failpoints")]
    return acting::disk(name);
    #[cfg(not(feature = "failpoints"))]
    {
        let _ = name;
        Ok(())
    }
}

/// Whether a test wants to see what happens without a safeguard.
#[inline(always)]
pub(crate) fn is_broken(name: &'static str) -> bool {
    #[cfg(feature = "failpoints")]
    return acting::is_broken(name);
    #[cfg(not(feature = "failpoints"))]
    {
        let _ = name;
        false
    }
}

#[cfg(feature = "failpoints")]
mod acting {
    use std::{
        env,
        io::{self, Write},
        sync::{
            LazyLock,
            atomic::{AtomicU32, Ordering},
        },
        thread,
        time::Duration,
    };

    const VARIABLE: &str = "LOOPBAANBRUG_FAILPOINTS";

    static POINTS: LazyLock<Vec<Point>> = LazyLock::new(|| {
        let text = env::var(VARIABLE).unwrap_or_default();
        text.split(',').filter_map(Point::parse).collect()
    });

    struct Point {
        name: String,
        action: String,
        /// Passings until it acts; it acts when the last one is counted.
        left: AtomicU32,
    }

    impl Point {
        fn parse(text: &str) -> Option<Self> {
            let (name, action) = text.split_once('=')?;
            let (action, passing) = action.split_once('@').unwrap_or((action, "1"));
            let left = AtomicU32::new(passing.parse().ok()?);
            Some(Self { name: name.to_owned(), action: action.to_owned(), left })
        }

        fn is_due(&self) -> bool {
            self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)) == Ok(1)
        }
    }

    fn find(name: &str, action: &str) -> Option<&'static Point> {
        POINTS.iter().find(|point| point.name == name && point.action == action)
    }

    pub(super) fn reached(name: &str) {
        if find(name, "wait").is_some_and(Point::is_due) {
            // Whoever waits for this line kills the process.
            let _ = writeln!(io::stderr(), "failpoint {name}");
            loop {
                thread::sleep(Duration::from_secs(3_600));
            }
        }
    }

    pub(super) fn disk(name: &str) -> io::Result<()> {
        reached(name);
        match find(name, "fail").is_some_and(Point::is_due) {
            true => Err(io::Error::new(io::ErrorKind::StorageFull, format!("failpoint {name}"))),
            false => Ok(()),
        }
    }

    pub(super) fn is_broken(name: &str) -> bool {
        find(name, "broken").is_some()
    }
}
