import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Acme } from "../scenarios/acme.ts";
import type { Session } from "./http.ts";
import { administrator, sharedProduct } from "./shared.ts";

/** A file as YAWL's own editor writes it: one task, done by a codelet. */
const CODELET_FILE = `<?xml version="1.0" encoding="UTF-8"?>
<specificationSet xmlns="http://www.yawlfoundation.org/yawlschema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="4.0">
<specification uri="hire"><metaData><version>1.0</version></metaData>
<schema xmlns="http://www.w3.org/2001/XMLSchema"/>
<decomposition id="Hire" isRootNet="true" xsi:type="NetFactsType">
<inputParam><name>Days</name><type>integer</type></inputParam>
<localVariable><name>Price</name><type>double</type></localVariable>
<processControlElements>
<inputCondition id="in"><flowsInto><nextElementRef id="Reckon"/></flowsInto></inputCondition>
<task id="Reckon"><flowsInto><nextElementRef id="out"/></flowsInto><join code="xor"/><split code="and"/>
<startingMappings><mapping><expression query="&lt;Days&gt;{/Hire/Days/text()}&lt;/Days&gt;"/><mapsTo>Days</mapsTo></mapping></startingMappings>
<completedMappings><mapping><expression query="&lt;Price&gt;{/Reckon/Price/text()}&lt;/Price&gt;"/><mapsTo>Price</mapsTo></mapping></completedMappings>
<decomposesTo id="Reckon"/></task>
<outputCondition id="out"/></processControlElements></decomposition>
<decomposition id="Reckon" xsi:type="WebServiceGatewayFactsType">
<inputParam><name>Days</name><type>integer</type></inputParam>
<outputParam><name>Price</name><type>double</type></outputParam>
<externalInteraction>automated</externalInteraction><codelet>org.acme.codelets.PriceCodelet</codelet>
</decomposition></specification></specificationSet>`;

describe("Codelets and callbacks on the real servers", function () {
  this.timeout(400_000);

  const upload = async (session: Session, type: string, body: string): Promise<void> => {
    const { status, body: answer } = await session.request("POST", "/specifications", body, {
      "content-type": type,
    });
    assert.ok(status < 300, JSON.stringify(answer));
  };
  const start = async (session: Session, specificationId: string, data: unknown): Promise<string> => {
    const { status, body } = await session.post("/cases", { specificationId, data });
    assert.equal(status, 201, JSON.stringify(body));
    return String(body.id);
  };
  const eventually = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
    for (let tries = 0; tries < 600; tries += 1) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(50);
    }
    throw new Error("it did not happen in 30 s");
  };

  it("a codelet's task in a .yawl file is done by the connector that the bridge names", async () => {
    const admin = await administrator(await sharedProduct());
    await upload(admin, "application/xml", CODELET_FILE);
    const id = await start(admin, "hire", { Days: 4 });
    const ended = await eventually(async () => {
      const { body } = await admin.get(`/cases/${id}`);
      return body.state === "running" ? undefined : body;
    });
    assert.deepEqual([ended.state, ended.data], ["completed", { Days: 4, Price: 10 }]);
  });

  it("the signature of a callback is in no log, and the keys are for their owner only", async () => {
    const product = await sharedProduct();
    const admin = await administrator(product);
    const acme = await Acme.open();
    try {
      acme.feel({ kind: "echo" });
      await upload(
        admin,
        "application/yaml",
        `mizzen: 1
id: ask-acme
version: "1.0"
start: ask
tasks:
  ask:
    call: callback
    with:
      within: PT10M
      notify:
        url: "${acme.url}/ask"
        method: POST
        body: { call: "{callback_url}" }
    next: fail
  fail:
    call: http
    with: { url: "${acme.url}/fail", auth: { type: bearer, token: { secret: no-such-key } } }
    next: end
`,
      );
      const id = await start(admin, "ask-acme", {});
      const asked = await eventually(async () => acme.asked[0]);
      const { call: url } = JSON.parse(asked.body) as { call: string };
      await eventually(async () => {
        const { status } = await fetch(url, { method: "POST" });
        return status === 204 ? true : undefined;
      });
      const failed = await eventually(async () => {
        const { body } = await admin.get(`/work-items/${id}.2`);
        return body.state === "suspended" ? body : undefined;
      });
      assert.deepEqual(
        [failed.failure.type, failed.failure.message],
        ["secret-missing", 'There is no secret "no-such-key".'],
      );
      const signature = url.split("/").at(-1) ?? "";
      assert.match(signature, /^(\d+\.)?[\w-]{43}$/);
      const folder = path.join(product.dataFolder, "logs");
      const names = await readdir(folder);
      for (const name of ["api.log", "worker.log"]) assert.ok(names.includes(name), names.join());
      for (const name of names) {
        const log = await readFile(path.join(folder, name), "utf8");
        if (name === "api.log") assert.ok(log.includes(`/callbacks/${id}.1/…`), "the call is in the log");
        assert.ok(!log.includes(signature), `the signature is in ${name}`);
      }
      for (const name of ["jwt.key", "secrets.key"]) {
        assert.equal((await stat(path.join(product.dataFolder, name))).mode & 0o777, 0o600, name);
      }
    } finally {
      acme.close();
    }
  });
});
