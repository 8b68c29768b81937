//! The mail server's side of one connection (RFC 5321, the part a client needs).

use crate::client::read_line;
use crate::smtp::{Mail, Mood, Shared, lock};
use std::io::{ErrorKind, Result};
use tokio::io::{AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

type Stream = BufStream<TcpStream>;

/// Serves one connection until QUIT, a cut, or the client's end.
pub(crate) async fn talk(stream: TcpStream, held: Shared) -> Result<()> {
    let mut stream = BufStream::new(stream);
    if greeting_is_cut(&held) {
        return Ok(());
    }
    let mut mood = Mood::Accept;
    say(&mut stream, "220 sink.invalid ESMTP").await?;
    let (mut from, mut to) = (None, Vec::new());
    loop {
        let line = read_line(&mut stream).await?;
        let upper = line.to_ascii_uppercase();
        match upper.split(' ').next().unwrap_or("") {
            "EHLO" => {
                say(
                    &mut stream,
                    "250-sink.invalid\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 10485760",
                )
                .await?
            }
            "HELO" | "NOOP" => say(&mut stream, "250 ok").await?,
            "RSET" => {
                (from, to) = (None, Vec::new());
                say(&mut stream, "250 ok").await?;
            }
            "MAIL" if upper.starts_with("MAIL FROM:") => {
                (from, to) = (Some(address(&line)), Vec::new());
                mood = next_mood(&held);
                say(&mut stream, "250 ok").await?;
            }
            "RCPT" if from.is_none() => say(&mut stream, "503 MAIL comes first").await?,
            "RCPT" if upper.starts_with("RCPT TO:") => match &mood {
                Mood::RefuseRecipient(code, text) => {
                    say(&mut stream, &format!("{code} {text}")).await?;
                }
                _ => {
                    to.push(address(&line));
                    say(&mut stream, "250 ok").await?;
                }
            },
            "DATA" if to.is_empty() => say(&mut stream, "503 RCPT comes first").await?,
            "DATA" => {
                say(&mut stream, "354 end with a dot").await?;
                let text = read_data(&mut stream).await?;
                let mail = Mail {
                    from: from.take().unwrap_or_default(),
                    to: std::mem::take(&mut to),
                    text,
                };
                if finish(&mut stream, &held, &mood, mail).await? {
                    return Ok(());
                }
            }
            "QUIT" => return say(&mut stream, "221 bye").await,
            _ => say(&mut stream, "502 the sink does not know this command").await?,
        }
    }
}

/// Takes or refuses a whole message; true when the connection is to be cut.
async fn finish(stream: &mut Stream, held: &Shared, mood: &Mood, mail: Mail) -> Result<bool> {
    if let Mood::RefuseMessage(code, text) = mood {
        say(stream, &format!("{code} {text}")).await?;
        return Ok(false);
    }
    lock(held).mails.push(mail);
    if *mood == Mood::CutBeforeOk {
        return Ok(true);
    }
    say(stream, "250 taken").await?;
    Ok(*mood == Mood::CutAfterOk)
}

/// True when the next connection is to be cut before a word is said.
fn greeting_is_cut(held: &Shared) -> bool {
    let mut held = lock(held);
    let scripted = held.moods.front() == Some(&Mood::CutAtGreeting);
    if scripted {
        held.moods.pop_front();
    }
    let cut = scripted || (held.moods.is_empty() && held.always == Some(Mood::CutAtGreeting));
    held.tries += usize::from(cut);
    cut
}

/// The mood for the message that begins now.
fn next_mood(held: &Shared) -> Mood {
    let mut held = lock(held);
    held.tries += 1;
    let scripted = held.moods.pop_front();
    scripted
        .or_else(|| held.always.clone())
        .unwrap_or(Mood::Accept)
}

async fn say(stream: &mut Stream, line: &str) -> Result<()> {
    stream.write_all(line.as_bytes()).await?;
    stream.write_all(b"\r\n").await?;
    stream.flush().await
}

/// What stands between the angle brackets of `MAIL FROM:<…>` or `RCPT TO:<…>`.
fn address(line: &str) -> String {
    let start = line.find('<').map_or(line.len(), |at| at + 1);
    let rest = &line[start..];
    rest[..rest.find('>').unwrap_or(rest.len())].to_owned()
}

async fn read_data(stream: &mut Stream) -> Result<String> {
    let mut text = String::new();
    loop {
        let line = read_line(stream).await?;
        if line == "." {
            return Ok(text);
        }
        if text.len() > 10_485_760 {
            return Err(ErrorKind::FileTooLarge.into());
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SmtpSink;

    /// Sends one mail by hand; the codes of all answers, 0 for a cut connection.
    async fn send(port: u16) -> Vec<u16> {
        let mut stream = BufStream::new(TcpStream::connect(("127.0.0.1", port)).await.unwrap());
        let mut codes = Vec::new();
        let said = [
            "",
            "EHLO here.invalid\r\n",
            "MAIL FROM:<a@here.invalid>\r\n",
            "RCPT TO:<b@there.invalid>\r\n",
            "DATA\r\n",
            "Subject: one\r\n two\r\n\r\nhello\r\n..dot\r\n.\r\n",
            "QUIT\r\n",
        ];
        for words in said {
            let _ = stream.write_all(words.as_bytes()).await;
            let _ = stream.flush().await;
            let code = loop {
                match read_line(&mut stream).await {
                    Ok(line) if line.as_bytes().get(3) == Some(&b'-') => {}
                    Ok(line) => break line[..3].parse().unwrap(),
                    Err(_) => break 0,
                }
            };
            codes.push(code);
            if code == 0 || code >= 400 {
                break;
            }
        }
        codes
    }

    #[tokio::test]
    async fn a_mail_is_taken_as_it_was_sent() {
        let sink = SmtpSink::start().await;
        assert_eq!(send(sink.port()).await, [220, 250, 250, 250, 354, 250, 221]);
        let mails = sink.mails();
        assert_eq!((mails.len(), sink.tries()), (1, 1));
        assert_eq!(mails[0].from, "a@here.invalid");
        assert_eq!(mails[0].to, ["b@there.invalid"]);
        assert_eq!(mails[0].header("subject").as_deref(), Some("one two"));
        assert_eq!(mails[0].body(), "hello\r\n.dot\r\n");
    }

    #[tokio::test]
    async fn it_fails_once_in_each_way_it_is_told_to() {
        let sink = SmtpSink::start().await;
        sink.next(Mood::RefuseRecipient(550, "no such person".into()));
        sink.next(Mood::RefuseMessage(451, "come back".into()));
        sink.next(Mood::CutAtGreeting);
        sink.next(Mood::CutBeforeOk);
        sink.next(Mood::CutAfterOk);
        assert_eq!(send(sink.port()).await, [220, 250, 250, 550]);
        assert_eq!(send(sink.port()).await, [220, 250, 250, 250, 354, 451]);
        assert_eq!(send(sink.port()).await, [0]);
        assert_eq!(send(sink.port()).await, [220, 250, 250, 250, 354, 0]);
        assert_eq!(send(sink.port()).await, [220, 250, 250, 250, 354, 250, 0]);
        assert_eq!(send(sink.port()).await.last(), Some(&221));
        assert_eq!((sink.mails().len(), sink.tries()), (3, 6));
        sink.always(Mood::RefuseMessage(554, "never".into()));
        assert_eq!(send(sink.port()).await.last(), Some(&554));
        assert_eq!(send(sink.port()).await.last(), Some(&554));
    }
}
