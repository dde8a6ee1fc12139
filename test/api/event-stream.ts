/** A listener for tests: reads a stream of server-sent events as a browser does. */
import { setTimeout as sleep } from "node:timers/promises";
import type { TestApi } from "./server.ts";

export interface Heard {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** when it came; of `performance.now()` */
  readonly at: number;
}

export interface EventListener {
  readonly status: number;
  /** of the last event that came */
  readonly lastEventId: string;
  readonly heard: readonly Heard[];
  /** comments that came */
  readonly comments: readonly string[];
  /** resolves when the stream has ended */
  readonly ended: Promise<void>;
  /** Waits until so many events came, or one that fits. */
  until(enough: number | ((heard: readonly Heard[]) => boolean)): Promise<readonly Heard[]>;
  close(): Promise<void>;
}

const PATIENCE_MILLIS = 10_000;

/** @param path of the stream with its query */
export async function listen(
  api: Pick<TestApi, "url">,
  token: string,
  { lastEventId, path = "/api/v1/events" }: { readonly lastEventId?: string; readonly path?: string } = {},
): Promise<EventListener> {
  const abort = new AbortController();
  const response = await fetch(`${api.url}${path}`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    },
    signal: abort.signal,
  });
  const heard: Heard[] = [];
  const comments: string[] = [];
  const state = { lastEventId: lastEventId ?? "" };
  const read = async (): Promise<void> => {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) take(block);
    }
  };
  const take = (block: string): void => {
    const fields = new Map<string, string>();
    for (const line of block.split("\n")) {
      if (line.startsWith(":")) comments.push(line);
      else fields.set(line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2));
    }
    state.lastEventId = fields.get("id") ?? state.lastEventId;
    const data = fields.get("data");
    if (data === undefined) return;
    heard.push({
      id: state.lastEventId,
      type: fields.get("event") ?? "message",
      data: JSON.parse(data) as Heard["data"],
      at: performance.now(),
    });
  };
  const ended = read().catch(() => undefined);
  const listener: EventListener = {
    status: response.status,
    heard,
    comments,
    ended,
    get lastEventId() {
      return state.lastEventId;
    },
    async until(enough) {
      const isEnough = typeof enough === "number" ? () => heard.length >= enough : () => enough(heard);
      for (let waited = 0; !isEnough(); waited += 5) {
        if (waited > PATIENCE_MILLIS)
          throw new Error(`only this came: ${JSON.stringify(heard.map(({ type, data }) => [type, data]))}`);
        await sleep(5);
      }
      return heard;
    },
    async close() {
      abort.abort();
      await ended;
    },
  };
  // the first thing that is said is the id from which a client may go on
  for (let waited = 0; response.status === 200 && state.lastEventId === "" && waited < 2_000; waited += 5)
    await sleep(5);
  return listener;
}
