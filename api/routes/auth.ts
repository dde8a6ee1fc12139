/** Logging in, and one's own password. */
import { z } from "zod";
import { findCredential, rehashCredential, setCredential } from "../../store/credentials.ts";
import { findParticipant } from "../../store/participants.ts";
import { notAuthenticated } from "../http/errors.ts";
import { iso, TIME } from "../http/fields.ts";
import { callerOf, route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { Problem } from "../http/problem.ts";
import type { Identities } from "../security/identities.ts";
import { loginLimits, passwordLimits } from "../security/login-limits.ts";
import type { LoginLimits } from "../security/login-limits.ts";
import { LONGEST_PASSWORD, passwordWeakness } from "../security/password-rules.ts";
import { checkPassword, hashPassword, isOutdated } from "../security/password.ts";
import { issueToken } from "../security/token.ts";
import type { TokenSettings } from "../security/token.ts";
import { EVERYBODY } from "./access.ts";
import { PARTICIPANT, PASSWORD } from "./people.ts";

const TAG = "authentication";
const LOGIN_BYTES = 16 * 1024;

interface Dependencies {
  readonly tokens: TokenSettings;
  readonly identities: Identities;
  readonly loginLimits: LoginLimits;
}

export function loginRoutes({ tokens, loginLimits: limits }: Dependencies): readonly Route[] {
  return [
    route({
      method: "post",
      path: "/api/v1/auth/login",
      access: "open",
      tag: TAG,
      summary: "Log in with user name (participant id) and password",
      body: z.strictObject({
        username: z.string().min(1).max(LONGEST_PASSWORD),
        password: z.string().min(1).max(LONGEST_PASSWORD),
      }),
      bodyLimit: LOGIN_BYTES,
      limits: loginLimits(limits),
      answers: { 200: z.object({ token: z.string(), expiresAt: TIME, participant: PARTICIPANT }) },
      problems: ["not-authenticated", "unavailable"],
      async handler({ body: { username, password } }) {
        const credential = await findCredential(username);
        const matches = await checkPassword(password, credential?.hash);
        const participant = matches ? await findParticipant(username) : undefined;
        if (!credential || !participant) throw notAuthenticated("User name or password is wrong.");
        // Only who knows the password learns it.
        if (participant.locked)
          throw notAuthenticated("The account is locked. An administrator can unlock it.");
        if (isOutdated(credential.hash))
          await rehashCredential(username, credential, await hashPassword(password));
        const { token, expiresAt } = issueToken(tokens, {
          participant: username,
          version: credential.version,
        });
        return {
          status: 200,
          body: { token, expiresAt: iso(expiresAt), participant },
          headers: { "Cache-Control": "no-store" },
        };
      },
    }),
  ];
}

export function ownAccountRoutes({ identities, loginLimits: limits }: Dependencies): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/v1/auth/me",
      access: EVERYBODY,
      tag: TAG,
      summary: "The participant whose token this is",
      answers: { 200: PARTICIPANT },
      handler: async (request) => ({ status: 200, body: callerOf(request).participant }),
    }),
    route({
      method: "put",
      path: "/api/v1/auth/password",
      access: EVERYBODY,
      tag: TAG,
      summary: "Change one's own password; tokens given out before become void",
      body: z.strictObject({ current: z.string().min(1).max(LONGEST_PASSWORD), password: PASSWORD }),
      bodyLimit: LOGIN_BYTES,
      limits: passwordLimits(limits),
      answers: { 204: "" },
      async handler(request) {
        const { id } = callerOf(request);
        const credential = await findCredential(id);
        if (!(await checkPassword(request.body.current, credential?.hash))) {
          throw notAuthenticated("The current password is wrong.");
        }
        const weakness = passwordWeakness(request.body.password, id);
        if (weakness !== undefined)
          throw new Problem("invalid-data", "The password cannot be taken.", {
            errors: [{ pointer: "/password", message: weakness }],
          });
        await setCredential(id, await hashPassword(request.body.password));
        identities.forget();
        return { status: 204 };
      },
    }),
  ];
}
