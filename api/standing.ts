/**
 * What is not as it should be and does not end by itself: a key that was lost, data that is missing. Reported at the start,
 * in the log and by `/readyz`. Whoever knows how to find such a thing registers a look.
 */
import type { Logger } from "pino";

/** `error`: something that was promised does not work. `warning`: an operator should know. */
export type Severity = "error" | "warning";

export interface Finding {
  /** stable, in kebab-case: for programs and for `docs/operating.md` */
  readonly code: string;
  readonly severity: Severity;
  /** sentences for an operator; `/readyz` shows them to everybody, so that they name no secret, person or case */
  readonly message: string;
}

/** Looks for one kind of finding. It is given up after {@link LOOK_MILLIS}; may throw, and is then asked again later. */
export type Look = () => Promise<readonly Finding[]>;

/** How long a look may take. */
export const LOOK_MILLIS = 30_000;
const EVERY_MILLIS = 60_000;

export interface Standing {
  /** Adds a look, before the first `start`. */
  register(name: string, look: Look): void;
  /** What the last looks found. */
  findings(): readonly Finding[];
  /** Looks everywhere at once. */
  look(): Promise<void>;
  /** Looks now and from time to time, until the signal; resolves when the first looks are over. */
  start(stopping: AbortSignal): Promise<void>;
}

/** @param tell gets each finding when it is new, for whoever watches the start */
export function createStanding(log: Logger, tell: (finding: Finding) => void = () => undefined): Standing {
  const looks = new Map<string, Look>();
  const found = new Map<string, readonly Finding[]>();

  async function lookOnce(name: string, look: Look): Promise<void> {
    try {
      const now = await inTime(look());
      const before = found.get(name) ?? [];
      found.set(name, now);
      for (const finding of now) if (!includes(before, finding)) sayNew(finding);
      for (const { code } of before)
        if (!now.some((each) => each.code === code)) log.info({ code }, "a finding is settled");
    } catch (error) {
      log.warn({ error, look: name }, "could not look");
    }
  }

  function sayNew(finding: Finding): void {
    const { code, severity, message } = finding;
    log[severity === "error" ? "error" : "warn"]({ code }, message);
    tell(finding);
  }

  async function look(): Promise<void> {
    await Promise.all([...looks].map(async ([name, each]) => lookOnce(name, each)));
  }

  return {
    register: (name, each) => void looks.set(name, each),
    findings: () => [...found.values()].flat(),
    look,
    async start(stopping) {
      const timer = setInterval(() => void look(), EVERY_MILLIS);
      timer.unref();
      stopping.addEventListener("abort", () => clearInterval(timer), { once: true });
      await look();
    },
  };
}

function includes(findings: readonly Finding[], { code, message }: Finding): boolean {
  return findings.some((each) => each.code === code && each.message === message);
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${LOOK_MILLIS / 1000} s`)), LOOK_MILLIS);
  });
  return await Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
