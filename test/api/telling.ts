/** Tells notices in a test, as an API process does. */
import { pino } from "pino";
import type { NoticeHub } from "../../api/notices/hub.ts";
import { tellNotices } from "../../api/notices/service.ts";
import type { NoticeServiceOptions } from "../../api/notices/service.ts";
import { SecretBox } from "../../keys/secret-box.ts";
import { readKeys } from "../../keys/secret-keys.ts";
import { Tellers } from "../../store/models.ts";
import { showChange } from "../store/show.ts";
import { firstChange, sampleCase, sampleItem, type PersonView } from "../store/samples.ts";
import { SECRET_KEYS } from "./server.ts";

export interface Telling {
  stop(): Promise<void>;
}

/** Resolves when somebody tells. */
export async function startTelling(
  hub: NoticeHub | undefined,
  changes: Partial<NoticeServiceOptions> = {},
): Promise<Telling> {
  const stopping = new AbortController();
  const running = tellNotices(
    {
      log: pino({ level: "silent" }),
      box: new SecretBox(readKeys(SECRET_KEYS, "the tests")),
      network: { allowedHosts: ["127.0.0.1"] },
      days: 3,
      wake: () => hub?.wake(),
      ...changes,
    },
    stopping.signal,
  );
  while (((await Tellers.findById("notices").lean())?.holder ?? "") === "")
    await new Promise((resolve) => setTimeout(resolve, 10));
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** A case with one item whose changes are written as a case writes them: with its events. */
export class WrittenCase {
  readonly id: string;
  #revision = 1;
  #event = 1;

  constructor(id: string) {
    this.id = id;
  }

  get item(): string {
    return `${this.id}.1`;
  }

  async begin(item: Partial<PersonView>): Promise<void> {
    const at = Date.now();
    const { id: caseId } = this;
    const started = { caseId, number: 1, type: "case-started", at };
    await showChange(
      firstChange({
        caseId,
        items: [this.#view(item, at)],
        events: [started, this.#next("item-offered", at)],
      }),
    );
  }

  /** The item after one or several events. */
  async go(types: string | readonly string[], item: Partial<PersonView>): Promise<void> {
    const at = Date.now();
    this.#revision += 1;
    const events = [types].flat().map((type) => this.#next(type, at));
    await showChange({
      caseId: this.id,
      revision: this.#revision,
      case: {},
      items: [this.#view(item, at)],
      events,
    });
  }

  async end(): Promise<void> {
    this.#revision += 1;
    this.#event += 1;
    const { id: caseId } = this;
    const event = { caseId, number: this.#event, type: "case-completed", at: Date.now() };
    const change = sampleCase({ state: "completed" });
    await showChange({ caseId, revision: this.#revision, case: change, items: [], events: [event] });
  }

  #view(item: Partial<PersonView>, at: number): PersonView {
    const { id, caseId } = { id: this.item, caseId: this.id };
    return sampleItem({ id, caseId, enabledAt: at, revision: this.#revision, offeredTo: [], ...item });
  }

  #next(type: string, at: number) {
    this.#event += 1;
    return {
      caseId: this.id,
      number: this.#event,
      type,
      at,
      item: this.item,
      task: "Process",
      net: "Invoices",
    };
  }
}
