import assert from "node:assert/strict";
import net from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { Registry } from "../../activities/connectors/registry.ts";
import { authority, certificate, type Certificate } from "./certificates.ts";
import { answerOf, contextWith, errorOf, World } from "./world.ts";

const MAIL = { to: "ann@acme.com", subject: "Your claim", text: "It is paid." };

describe("The mail connector", () => {
  const world = new World();
  let registry: Registry;
  let ca: Certificate;
  let own: Certificate;
  let mails: { readonly from: string; readonly to: readonly string[]; readonly text: string }[];

  before(async () => {
    ca = await authority();
    own = await certificate("127.0.0.1", { by: ca });
  });
  beforeEach(async () => {
    registry = await world.registry();
    mails = [];
  });
  afterEach(() => world.close());

  async function server(options: SMTPServerOptions = {}): Promise<number> {
    const smtp = new SMTPServer({
      ...own,
      authOptional: true,
      logger: false,
      closeTimeout: 100,
      onAuth: ({ username, password }, _session, done) => {
        const isRight = username === "mizzen" && password === "m4il-pass";
        if (isRight) done(null, { user: username });
        else done(Object.assign(new Error(`not ${password}`), { responseCode: 535 }));
      },
      onData: (stream, { envelope }, done) => {
        let text = "";
        stream.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
        stream.on("end", () => {
          const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
          mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text });
          done();
        });
      },
      ...options,
    });
    smtp.on("error", () => undefined);
    const close = (): Promise<void> => new Promise((closed) => smtp.close(closed));
    return world.listen(smtp.server, close);
  }

  function configuration(port: number, changes = {}) {
    return {
      host: "127.0.0.1",
      port,
      from: "Claims <claims@acme.com>",
      tls: { authority: ca.cert },
      ...changes,
    };
  }

  const login = contextWith({ secrets: { mail: "m4il-pass" } });
  const user = { user: "mizzen", password: { secret: "mail" } };

  it("sends text, HTML and attachments to all recipients, after STARTTLS and a login", async () => {
    const port = await server({ authOptional: false });
    const input = {
      to: ["Ann <ann@acme.com>", "bob@acme.com"],
      cc: "carl@acme.com",
      bcc: "dora@acme.com",
      replyTo: "office@acme.com",
      subject: "Über Ihren Fall",
      text: "text part",
      html: "<b>html part</b>",
      attachments: [{ filename: "letter.txt", contentType: "text/plain", content: "attached" }],
    };
    const answer = await answerOf(registry, "mail", configuration(port, user), input, login);
    assert.equal(answer["messageId"], "<case-1.item-7.1@acme.com>");
    assert.equal((answer["accepted"] as unknown[]).length, 4);
    const [mail] = mails;
    assert.equal(mail?.from, "claims@acme.com");
    assert.deepEqual(mail?.to, ["ann@acme.com", "bob@acme.com", "carl@acme.com", "dora@acme.com"]);
    for (const part of [
      /^From: Claims <claims@acme\.com>/m,
      /^Subject: =\?UTF-8\?/m,
      /text part/,
      /<b>html part/,
      /letter\.txt/,
    ]) {
      assert.match(mail?.text ?? "", part);
    }
    assert.match(mail?.text ?? "", /^Message-ID: <case-1\.item-7\.1@acme\.com>/m);
    assert.doesNotMatch(mail?.text ?? "", /dora/);
  });

  it("speaks TLS from the beginning, or none, as it is told", async () => {
    const tls = await server({ secure: true });
    assert.ok(
      await answerOf(registry, "mail", configuration(tls, { security: "tls", ...user }), MAIL, login),
    );
    const plain = await server({ disabledCommands: ["STARTTLS"] });
    assert.ok(await answerOf(registry, "mail", configuration(plain, { security: "none" }), MAIL));
    const error = await errorOf(registry, "mail", configuration(plain, user), MAIL, login);
    assert.equal(error.type, "tls", "it insists on STARTTLS");
    const open = await errorOf(
      registry,
      "mail",
      configuration(plain, { security: "none", ...user }),
      MAIL,
      login,
    );
    assert.deepEqual([open.type, open.retryable], ["invalid-input", false]);
    assert.equal(mails.length, 2);
  });

  it("does not trust certificates that it should not", async () => {
    for (const secure of [true, false]) {
      const port = await server({ secure });
      const untrusting = configuration(port, { security: secure ? "tls" : "starttls", tls: {} });
      const error = await errorOf(registry, "mail", untrusting, MAIL);
      assert.deepEqual([error.type, error.retryable], ["certificate", false], error.message);
      const unverified = await errorOf(registry, "mail", { ...untrusting, tls: { verify: false } }, MAIL);
      assert.equal(unverified.type, "address-refused");
      const context = contextWith({ network: { unverifiedHosts: ["127.0.0.1"] } });
      assert.ok(await answerOf(registry, "mail", { ...untrusting, tls: { verify: false } }, MAIL, context));
    }
  });

  it("refuses line breaks in whatever becomes a header", async () => {
    const port = await server();
    for (const change of [
      { subject: "Hello\r\nBcc: eve@evil.com" },
      { to: "ann@acme.com\nBcc: eve@evil.com" },
      { cc: ["ann@acme.com\r\n\r\nbody"] },
      { attachments: [{ filename: "a\r\nb", content: "" }] },
    ]) {
      const error = await errorOf(registry, "mail", configuration(port), { ...MAIL, ...change });
      assert.deepEqual([error.type, error.retryable], ["invalid-header", false]);
    }
    const empty = await errorOf(registry, "mail", configuration(port), { to: "ann@acme.com", subject: "x" });
    assert.deepEqual([empty.type, empty.retryable], ["invalid-input", false]);
    assert.equal(mails.length, 0);
  });

  it("reads no file and no URL that stands in its input", async () => {
    const port = await server();
    const attachments = [{ filename: "x", path: "/etc/hostname", href: "http://127.0.0.1/" }];
    await answerOf(registry, "mail", configuration(port), { ...MAIL, attachments });
    assert.match(mails[0]?.text ?? "", /filename=x\r\n\r\n\r\n|filename=x\r\n/);
    assert.doesNotMatch(mails[0]?.text ?? "", /hostname/);
  });

  it("is told by the server's code whether to try again", async () => {
    for (const [code, retryable] of [
      [451, true],
      [550, false],
    ] as const) {
      const port = await server({
        onRcptTo: (_address, _session, done) => done(Object.assign(new Error("no"), { responseCode: code })),
      });
      const error = await errorOf(registry, "mail", configuration(port), MAIL);
      assert.deepEqual([error.type, error.retryable], ["smtp-status", retryable], error.message);
    }
    const some = await server({
      onRcptTo: ({ address }, _session, done) =>
        address.startsWith("ann") ? done() : done(Object.assign(new Error("no"), { responseCode: 550 })),
    });
    const answer = await answerOf(registry, "mail", configuration(some), { ...MAIL, cc: "bob@acme.com" });
    assert.deepEqual([answer["accepted"], answer["rejected"]], [["ann@acme.com"], ["bob@acme.com"]]);
  });

  it("fails for good at a wrong password, without showing it", async () => {
    const wrong = contextWith({ secrets: { mail: "wr0ng-pass" } });
    const error = await errorOf(registry, "mail", configuration(await server(), user), MAIL, wrong);
    assert.deepEqual([error.type, error.retryable], ["smtp-login", false], error.message);
    assert.doesNotMatch(JSON.stringify([error.message, error.details, error.stack]), /wr0ng/);
  });

  it("fails retryably when the server is away, silent or gone in the middle", async () => {
    const away = await errorOf(registry, "mail", configuration(1), MAIL);
    assert.deepEqual([away.type, away.retryable], ["connection-refused", true]);
    const silent = await world.listen(net.createServer());
    for (const limits of [{ total: "PT0.2S" }, { idle: "PT0.2S" }]) {
      const error = await errorOf(registry, "mail", configuration(silent, { limits }), MAIL);
      assert.deepEqual([error.type, error.retryable], ["time-limit", true], error.message);
    }
    const port = await world.listen(net.createServer((socket) => void socket.end("220 hello\r\n")));
    const gone = await errorOf(registry, "mail", configuration(port), MAIL);
    assert.deepEqual([gone.type, gone.retryable], ["connection-reset", true], gone.message);
  });

  it("ends the socket when it is cancelled, before the greeting, in the handshake or inside TLS", async () => {
    for (const phase of ["greeting", "handshake", "login", "data", "login tls", "data tls"]) {
      let closed: () => void = () => undefined;
      const isClosed = new Promise<void>((settle) => (closed = settle));
      const controller = new AbortController();
      const cancel = (): void => void setTimeout(() => controller.abort(), 10);
      const secure = phase.endsWith("tls");
      const silent = net.createServer((socket) => {
        socket.resume().on("close", closed);
        cancel();
      });
      const port =
        phase === "greeting" || phase === "handshake"
          ? await world.listen(silent)
          : await server({
              secure,
              onClose: closed,
              ...(phase.startsWith("login") ? { onAuth: cancel } : { onData: cancel }),
            });
      const context = contextWith({ secrets: { mail: "m4il-pass" }, signal: controller.signal });
      const security = secure || phase === "handshake" ? "tls" : "starttls";
      const error = await errorOf(
        registry,
        "mail",
        configuration(port, { ...user, security }),
        MAIL,
        context,
      );
      assert.equal(error.type, "cancelled", phase);
      await isClosed;
    }
  });

  it("reaches no private address that is not allowed, however it is written", async () => {
    const port = await server();
    const context = contextWith({ network: { allowedHosts: [] } });
    for (const host of ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "::1"]) {
      const error = await errorOf(registry, "mail", { ...configuration(port), host }, MAIL, context);
      assert.deepEqual([error.type, error.retryable], ["address-refused", false], host);
    }
    assert.equal(mails.length, 0);
  });
});
