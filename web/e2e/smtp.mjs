/** A mail server that keeps what it is given: enough of RFC 5321 for a client that is honest. */
import { createServer } from 'node:net';

/** Listens on loopback. `mails` grows; `next(test)` waits for one that fits. */
export async function startSink() {
  const mails = [];
  const waiting = new Set();
  const arrived = (mail) => {
    mails.push(mail);
    for (const wait of [...waiting]) wait();
  };
  const server = createServer((socket) => {
    let mail = { from: '', to: [], text: '' };
    let inData = false;
    let rest = '';
    const say = (line) => socket.write(`${line}\r\n`);
    const address = (line) => /<([^>]*)>/.exec(line)?.[1] ?? '';
    const answers = {
      MAIL(line) {
        mail = { from: address(line), to: [], text: '' };
        say('250 ok');
      },
      RCPT(line) {
        mail.to.push(address(line));
        say('250 ok');
      },
      DATA() {
        inData = true;
        say('354 go on');
      },
      QUIT() {
        say('221 bye');
        socket.end();
      },
    };
    const command = (line) =>
      (answers[line.slice(0, 4).toUpperCase()] ?? (() => say('250 sink')))(line);
    const line = (text) => {
      if (!inData) return command(text);
      if (text !== '.') return void (mail.text += `${text.replace(/^\.\./, '.')}\n`);
      inData = false;
      arrived(mail);
      say('250 kept');
    };
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop();
      lines.forEach(line);
    });
    say('220 sink');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    mails,
    next: (test, patience_ms = 60_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`no such mail among ${mails.length}`));
        }, patience_ms);
        const look = () => {
          const found = mails.find(test);
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The readable text of a mail: its plain part, decoded. */
export function plain(mail) {
  const [head, ...parts] = mail.text.split(/^--\S+$/m);
  const part = parts.find((text) => /content-type:\s*text\/plain/i.test(text)) ?? parts[0] ?? head;
  const [headers, ...body] = part.replace(/^\n+/, '').split(/\n\n/);
  const text = body.join('\n\n');
  const encoding = /content-transfer-encoding:\s*(\S+)/i.exec(headers)?.[1]?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(text.replace(/\s/g, ''), 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return text;
  const bytes = text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
