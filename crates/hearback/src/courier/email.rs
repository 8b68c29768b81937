//! Delivering mail over SMTP: plain text, one recipient, an id that stays the same.

use super::attempt::Attempt;
use domain::fact::is_mail_address;
use domain::time::Micros;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use reqwest::Url;
use std::time::{Duration, UNIX_EPOCH};
use store::outbox::Notice;

/// How long the mail server may take for one command.
const TIMEOUT: Duration = Duration::from_secs(20);

/// What is wrong with the mail part of the configuration; never shows the password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailSetupError {
    /// The server's address does not read.
    #[error(
        "mail.smtp_url does not read ({0}): write smtp://user:password@host:587 for STARTTLS, smtps://user:password@host for TLS"
    )]
    Url(String),
    /// The sender is missing or does not read.
    #[error("mail.from '{0}' is no sender: write Name <name@example.org>")]
    From(String),
}

/// The way to a mail server.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// From `smtp://…` (STARTTLS; plain on this machine itself) or `smtps://…`, and the sender.
    ///
    /// The operator's own server may stand anywhere, also on a private network.
    pub fn from_url(smtp_url: &str, from: &str) -> Result<Self, MailSetupError> {
        let from: Mailbox = from
            .parse()
            .map_err(|_| MailSetupError::From(from.to_owned()))?;
        let mut url = Url::parse(smtp_url).map_err(|e| MailSetupError::Url(e.to_string()))?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let here = host == "localhost"
            || host
                .trim_start_matches('[')
                .trim_end_matches(']')
                .parse::<std::net::IpAddr>()
                .is_ok_and(|ip| ip.is_loopback());
        match url.scheme() {
            "smtps" => {}
            "smtp" if here => {}
            "smtp" => url.set_query(Some("tls=required")),
            other => {
                return Err(MailSetupError::Url(format!(
                    "'{other}' is neither smtp nor smtps"
                )));
            }
        }
        if host.is_empty() {
            return Err(MailSetupError::Url("it names no host".into()));
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())
            .map_err(|e| MailSetupError::Url(e.to_string()))?
            .timeout(Some(TIMEOUT))
            .build();
        Ok(Self { transport, from })
    }

    /// Tries one notice.
    pub(super) async fn attempt(&self, notice: &Notice, now: Micros) -> Attempt {
        let message = match self.message(notice, now) {
            Ok(message) => message,
            Err(why) => return Attempt::never(why),
        };
        match self.transport.send(message).await {
            Ok(_) => Attempt::Delivered,
            Err(error) => judged(&error),
        }
    }

    /// The message of a notice: its id makes the Message-ID, its making the date.
    fn message(&self, notice: &Notice, now: Micros) -> Result<Message, String> {
        let text = |name: &str| notice.body[name].as_str().unwrap_or_default();
        let (subject, body) = (text("subject"), text("text"));
        if !is_mail_address(&notice.recipient) {
            return Err(
                "the recipient is no mail address: correct the case's address and reply again"
                    .into(),
            );
        }
        if subject.is_empty() || subject.chars().any(char::is_control) {
            return Err("the subject is empty or holds a line end: write one line".into());
        }
        let to: Mailbox = notice.recipient.parse().map_err(|_| {
            "the recipient is no mail address: correct the case's address and reply again"
                .to_owned()
        })?;
        let sent = UNIX_EPOCH + Duration::from_micros(u64::try_from(now).unwrap_or(0));
        let mut builder: MessageBuilder = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(subject)
            .date(sent)
            .message_id(Some(format!(
                "<{}@{}>",
                notice.id.as_str().to_lowercase(),
                self.from.email.domain()
            )))
            .header(ContentType::TEXT_PLAIN);
        if let Some(reply_to) = notice.body["reply_to"].as_str() {
            let mailbox: Mailbox = Some(reply_to)
                .filter(|a| is_mail_address(a))
                .and_then(|a| a.parse().ok())
                .ok_or("reply_to is no mail address")?;
            builder = builder.reply_to(mailbox);
        }
        builder
            .body(body.to_owned())
            .map_err(|e| format!("the mail cannot be built: {e}"))
    }
}

/// What an SMTP error means: our own sign-in or TLS trouble and 4xx later, 5xx about the mail never.
fn judged(error: &SmtpError) -> Attempt {
    // Codes about us, not about this mail: the operator mends them and the mail still goes out.
    const ABOUT_US: [&str; 5] = ["530", "534", "535", "538", "421"];
    let why = match error.status() {
        Some(code) => format!("the mail server said {code}"),
        None => format!("the mail server cannot be reached: {error}"),
    };
    let about_us = error
        .status()
        .is_some_and(|code| ABOUT_US.contains(&code.to_string().as_str()));
    if error.is_permanent() && !about_us {
        Attempt::never(format!("{why}: check the address and replay"))
    } else {
        Attempt::later(why)
    }
}
