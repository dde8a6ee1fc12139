/** The REST API as a client uses it: a token, a request, an answer with its status. */
import assert from "node:assert/strict";

export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the server says; the tests say what it must be
  readonly body: any;
  readonly headers: Headers;
}

export class Session {
  readonly #base: string;
  readonly #token: string | undefined;

  constructor(base: string, token?: string) {
    this.#base = base;
    this.#token = token;
  }

  static async login(base: string, username: string, password: string): Promise<Session> {
    const { status, body } = await new Session(base).post("/auth/login", { username, password });
    assert.equal(status, 200, `login of ${username}: ${JSON.stringify(body)}`);
    return new Session(base, String(body["token"]));
  }

  async get(path: string): Promise<Answer> {
    return await this.request("GET", path);
  }

  async post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return await this.request("POST", path, body === undefined ? undefined : JSON.stringify(body), {
      "content-type": "application/json",
      ...headers,
    });
  }

  async request(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.#base}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}) },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, body: isJson ? JSON.parse(text) : { text }, headers: response.headers };
  }
}
