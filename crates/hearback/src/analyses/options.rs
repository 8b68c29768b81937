//! Options that several analyses take, and how their values read.

use stats::Level;
use understand::analyze::Missing;
use understand::metric::Kind;

/// Reads `1..5`.
pub fn scale(text: &str) -> Result<(f64, f64), String> {
    let ends = text
        .split_once("..")
        .and_then(|(low, high)| Some((low.trim().parse().ok()?, high.trim().parse().ok()?)));
    ends.ok_or_else(|| format!("'{text}' is no scale; write its ends as 1..5"))
}

/// Reads `6,blank`.
pub fn missing(text: &str) -> Result<Missing, String> {
    Ok(Missing::parse(text))
}

/// Reads a metric's name.
pub fn metric(text: &str) -> Result<Kind, String> {
    Kind::parse(text)
        .ok_or_else(|| format!("'{text}' is no metric; use nps, csat, ces, mean or share"))
}

/// Reads a confidence such as 0.95.
pub fn level(text: &str) -> Result<Level, String> {
    let share: f64 = text
        .parse()
        .map_err(|_| format!("'{text}' is no confidence; write a share such as 0.95"))?;
    Level::new(share).map_err(|e| e.to_string())
}

/// Which answers are scored, and how.
#[derive(Debug, Clone, clap::Args)]
pub struct Scored {
    /// nps, csat, ces, mean or share
    #[arg(long, default_value = "nps", value_parser = metric)]
    pub metric: Kind,
    /// Column of the answers
    #[arg(long, default_value = "score")]
    pub score: String,
    /// Ends of the scale, as 1..5; answers outside are left out (nps is always 0..10)
    #[arg(long, value_parser = scale)]
    pub scale: Option<(f64, f64)>,
    /// Lowest answer that counts as satisfied (csat) or as yes (share)
    #[arg(long)]
    pub top: Option<f64>,
}

impl Scored {
    /// The score as the analyses take it.
    pub fn with(self, missing: Missing) -> understand::analyze::Scored {
        understand::analyze::Scored {
            metric: self.metric,
            column: self.score,
            scale: self.scale,
            top: self.top,
            missing,
        }
    }
}

/// What every analysis takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Common {
    /// Values that stand for no answer, with commas between, such as 6,blank,NA
    #[arg(long, default_value = "", hide_default_value = true, value_parser = missing)]
    pub missing: Missing,
    /// Confidence of the intervals, such as 0.95
    #[arg(long, default_value = "0.95", value_parser = level)]
    pub level: Level,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_do_not_read_say_how_to_write_them() {
        assert_eq!(scale("1..5"), Ok((1.0, 5.0)));
        assert!(scale("1-5").unwrap_err().contains("1..5"));
        assert!(metric("ltr").unwrap_err().contains("nps"));
        assert!(level("95").is_err());
        assert!(missing("6,blank").unwrap().holds("6.0"));
    }
}
