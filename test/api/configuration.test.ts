import assert from "node:assert/strict";
import { readConfiguration as readApi } from "../../api/configuration.ts";
import { readConfiguration as readWorker } from "../../worker/configuration.ts";

describe("The environment", () => {
  for (const [process, read] of [
    ["API", readApi],
    ["worker", readWorker],
  ] as const) {
    describe(`of the ${process}`, () => {
      it("may be empty, or full of empty variables", () => {
        const names = [
          "PORT",
          "MIZZEN_CONNECTORS",
          "MIZZEN_ALLOWED_HOSTS",
          "MIZZEN_PROXY",
          "MIZZEN_PUBLIC_URL",
        ];
        const empty = Object.fromEntries(names.map((name) => [name, ""]));
        assert.deepEqual(read(empty), read({}));
      });

      for (const [name, value] of [
        ["MIZZEN_ALLOWED_HOSTS", "crm.local, 10.0.0.0/99"],
        ["MIZZEN_ALLOWED_HOSTS", "http://crm.local"],
        ["MIZZEN_ALLOWED_HOSTS", "crm.local:99999"],
        ["MIZZEN_ALLOWED_HOSTS", "*.acme.com"],
        ["MIZZEN_ALLOWED_HOSTS", "[crm]:80"],
        ["MIZZEN_UNVERIFIED_HOSTS", "https://crm.local"],
        ["MIZZEN_TARGET_CALLS", "0"],
        ["MIZZEN_TARGET_FAILURES", "many"],
        ["MIZZEN_TARGET_PAUSE_SECONDS", "86400"],
        ["MIZZEN_PROXY", "proxy:3128"],
        ["MIZZEN_PROXY", "socks5://proxy:1080"],
        ["MIZZEN_PUBLIC_URL", "acme.com"],
        ["MIZZEN_PUBLIC_URL", "https://acme.com/?a=b"],
        ["PORT", "70000"],
        ["MIZZEN_JWT_KEY", "too short"],
      ] as const) {
        it(`is refused with ${name}=${value}, by the name of the variable`, () => {
          assert.throws(() => read({ [name]: value }), new RegExp(name));
        });
      }
    });
  }

  it("limits the calls of one target", () => {
    const { targetLimits } = readWorker({ MIZZEN_TARGET_CALLS: "7", MIZZEN_TARGET_PAUSE_SECONDS: "60" });
    assert.deepEqual(targetLimits, { concurrency: 7, failures: 5, openFor: 60_000 });
  });

  it("names connectors and hosts as lists with commas", () => {
    const { connectors, allowedHosts, proxy } = readWorker({
      MIZZEN_CONNECTORS: " ./sap.ts, @acme/connectors ,",
      MIZZEN_ALLOWED_HOSTS: "crm, crm.local:8080,10.0.0.0/8,[::1]:80,fd00::/8,127.0.0.1",
      MIZZEN_PROXY: "http://user:word@proxy:3128",
    });
    assert.deepEqual(connectors, ["./sap.ts", "@acme/connectors"]);
    assert.deepEqual(allowedHosts, [
      "crm",
      "crm.local:8080",
      "10.0.0.0/8",
      "[::1]:80",
      "fd00::/8",
      "127.0.0.1",
    ]);
    assert.equal(proxy, "http://user:word@proxy:3128");
  });

  it("says where outside systems reach the API, or else it is this machine at the API's port", () => {
    assert.equal(readWorker({}).publicUrl, "http://127.0.0.1:3000");
    assert.equal(readWorker({ PORT: "8080" }).publicUrl, "http://127.0.0.1:8080");
    assert.equal(readWorker({ MIZZEN_PUBLIC_URL: "https://acme.com/m" }).publicUrl, "https://acme.com/m");
  });
});
