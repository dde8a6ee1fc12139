import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import { readConfiguration } from "../../api/configuration.ts";
import { mailOptions } from "../../api/notices/mail/settings.ts";
import { mailText } from "../../api/notices/mail/text.ts";
import type { ToldItem } from "../../store/notices.ts";
import { Mails } from "../../store/models.ts";
import { putParticipant } from "../../store/participants.ts";
import { World } from "../connectors/world.ts";
import { withDatabase } from "../store/database.ts";
import { sampleParticipant } from "../store/samples.ts";
import { startTelling, WrittenCase, type Telling } from "./telling.ts";

const MOST_OFFERED = 3;

describe("Mails to participants", function () {
  this.timeout(30_000);
  withDatabase();
  const world = new World();
  let telling: Telling | undefined;
  let mails: { readonly to: readonly string[]; readonly text: string }[];
  let refusals: number;
  let number = 0;

  before(async function () {
    if (process.env["MONGODB_URI"] === undefined) this.skip();
    for (const id of ["ann", "bob", "cem", "dee", "eli"]) {
      const roles = id === "ann" ? ["lawyer"] : ["clerk"];
      const contact = ["dee", "eli"].includes(id) ? {} : { contact: { mail: `${id}@acme.com` } };
      await putParticipant(sampleParticipant(id, { roles, ...contact }));
    }
  });
  beforeEach(async () => {
    [mails, refusals] = [[], 0];
    const port = await server();
    const settings = readConfiguration({
      MIZZEN_MAIL_HOST: "127.0.0.1",
      MIZZEN_MAIL_PORT: String(port),
      MIZZEN_MAIL_SECURITY: "none",
      MIZZEN_MAIL_FROM: "Mizzen <mizzen@acme.com>",
      MIZZEN_MAIL_DIGEST_SECONDS: "1",
      MIZZEN_MAIL_MOST_OFFERED: String(MOST_OFFERED),
    });
    telling = await startTelling(undefined, { mail: mailOptions(settings) });
  });
  afterEach(async () => {
    await telling?.stop();
    telling = undefined;
    await world.close();
    await Mails.deleteMany({});
  });

  async function server(): Promise<number> {
    const smtp = new SMTPServer({
      authOptional: true,
      logger: false,
      closeTimeout: 100,
      disabledCommands: ["STARTTLS"],
      onRcptTo: (_address, _session, done) => {
        refusals -= 1;
        done(refusals >= 0 ? Object.assign(new Error("later"), { responseCode: 451 }) : null);
      },
      onData: (stream, { envelope }, done) => {
        let text = "";
        stream.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
        stream.on("end", () => {
          mails.push({ to: envelope.rcptTo.map(({ address }) => address), text });
          done();
        });
      },
    });
    smtp.on("error", () => undefined);
    return await world.listen(smtp.server, () => new Promise((closed) => smtp.close(() => closed())));
  }
  async function offer(item: Parameters<WrittenCase["begin"]>[0]): Promise<WrittenCase> {
    number += 1;
    const work = new WrittenCase(`case-${number}`);
    await work.begin(item);
    return work;
  }
  async function until(isEnough: () => boolean): Promise<void> {
    for (let waited = 0; !isEnough(); waited += 20) {
      if (waited > 8_000) assert.fail(JSON.stringify(mails));
      await sleep(20);
    }
  }
  const to = (address: string) => mails.filter((mail) => mail.to.includes(address));

  it("tell of many offers in one mail, and of nothing that is gone meanwhile", async () => {
    for (let count = 1; count <= 30; count += 1)
      await offer({ offeredTo: ["ann", "bob"], name: `Invoice ${count}` });
    const taken = await offer({ offeredTo: ["cem", "dee"] });
    await taken.go("item-claimed", { status: "allocated", allocatedTo: "dee" });
    await until(() => to("ann@acme.com").length + to("bob@acme.com").length > 1);
    await sleep(1_500);
    assert.ok(mails.length <= 4, `${mails.length} mails`);
    const all = to("ann@acme.com")
      .map(({ text }) => text)
      .join("\n");
    assert.match(all, /^Subject: \d+ new work items/m);
    for (const name of ["Invoice 1 ", "Invoice 30 "]) assert.ok(all.includes(name), name);
    assert.equal(to("cem@acme.com").length, 0, "it is dee's now, and dee has no address");
    assert.equal(await Mails.countDocuments(), 0);
  });

  it("tell whose an item is who did not take it themselves", async () => {
    const work = await offer({ offeredTo: ["dee"] });
    await work.go("item-allocated", { status: "allocated", allocatedTo: "ann", name: "Sign the contract" });
    await until(() => mails.length > 0);
    assert.match(mails[0]?.text ?? "", /^Subject: New work: Sign the contract/m);
    assert.match(mails[0]?.text ?? "", /yours now/);
  });

  it("go to a role of a few people, and not to one of many", async () => {
    await offer({ offeredToRoles: ["clerk"] });
    await offer({ offeredToRoles: ["lawyer"] });
    await until(() => mails.length > 0);
    await sleep(1_500);
    assert.deepEqual(
      mails.flatMap((mail) => mail.to),
      ["ann@acme.com"],
    );
  });

  it("are tried again when the server cannot take them now", async () => {
    refusals = 1;
    await offer({ offeredTo: ["ann"] });
    await until(() => refusals <= 0);
    await sleep(300);
    const waiting = await Mails.findOne().lean();
    assert.equal(waiting?.attempts, 1);
    assert.ok((waiting?.due ?? 0) > Date.now() + 30_000);
    await Mails.updateMany({}, { $set: { due: 0 } });
    await until(() => mails.length === 1);
  });
});

describe("Settings of mail", () => {
  it("are off without a server, and say what does not go together", () => {
    assert.equal(mailOptions(readConfiguration({})), undefined);
    const host = { MIZZEN_MAIL_HOST: "smtp.acme.com" };
    for (const [rest, message] of [
      [{ MIZZEN_MAIL_USER: "u" }, /MIZZEN_MAIL_PASSWORD: is missing/],
      [
        { MIZZEN_MAIL_USER: "u", MIZZEN_MAIL_PASSWORD: "p", MIZZEN_MAIL_SECURITY: "none" },
        /MIZZEN_MAIL_SECURITY/,
      ],
      [{ MIZZEN_MAIL_FROM: "nobody" }, /MIZZEN_MAIL_FROM: is no mail address/],
      [{ MIZZEN_MAIL_PORT: "70000" }, /MIZZEN_MAIL_PORT/],
    ] as const)
      assert.throws(() => readConfiguration({ ...host, ...rest }), message);
    const options = mailOptions(
      readConfiguration({ ...host, MIZZEN_MAIL_USER: "u", MIZZEN_MAIL_PASSWORD: "p" }),
    );
    assert.deepEqual(options?.configuration.password, { secret: "MIZZEN_MAIL_PASSWORD" });
    assert.deepEqual([options?.digest, options?.mostOffered], [300_000, 20]);
  });
});

describe("The text of a mail", () => {
  const item = (name: string, id = "case-1.1"): ToldItem =>
    ({ _id: id, name, caseId: "case-1", specificationId: "Invoices" }) as ToldItem;

  it("cannot be forged by the name of an item", () => {
    const { subject, text } = mailText("ann", {
      offered: [item("Pay\r\nBcc: eve@evil.com\u2028now")],
      allocated: [],
    });
    assert.equal(subject, "New work: Pay Bcc: eve@evil.com now");
    assert.equal(text.split("\n").filter((line) => line.startsWith("Bcc")).length, 0);
  });

  it("names the first fifty and counts the others", () => {
    const offered = Array.from({ length: 5_000 }, (_, index) => item(`Item ${index}`, `case-1.${index}`));
    const { subject, text } = mailText("ann", { offered, allocated: [] });
    assert.equal(subject, "5000 new work items");
    assert.match(text, /and 4950 more/);
    assert.ok(text.length < 10_000);
  });
});
