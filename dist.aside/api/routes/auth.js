import { z } from "zod";
import { findCredential, rehashCredential, setCredential } from "../../store/credentials.js";
import { findParticipant } from "../../store/participants.js";
import { notAuthenticated } from "../http/errors.js";
import { iso, TIME } from "../http/fields.js";
import { callerOf, route } from "../http/route.js";
import { Problem } from "../http/problem.js";
import { loginLimits } from "../security/login-limits.js";
import { checkPassword, hashPassword, isOutdated } from "../security/password.js";
import { issueToken } from "../security/token.js";
import { EVERYBODY } from "./access.js";
import { PARTICIPANT, PASSWORD } from "./people.js";
const TAG = "authentication";
const LOGIN_BYTES = 16 * 1024;
const LONGEST = 1_024;
export function loginRoutes({ tokens, loginLimits: limits }) {
    return [
        route({
            method: "post",
            path: "/api/v1/auth/login",
            access: "open",
            tag: TAG,
            summary: "Log in with user name (participant id) and password",
            body: z.strictObject({
                username: z.string().min(1).max(LONGEST),
                password: z.string().min(1).max(LONGEST),
            }),
            bodyLimit: LOGIN_BYTES,
            limits: loginLimits(limits),
            answers: { 200: z.object({ token: z.string(), expiresAt: TIME, participant: PARTICIPANT }) },
            async handler({ body: { username, password } }) {
                const credential = await findCredential(username);
                const matches = await checkPassword(password, credential?.hash);
                const participant = matches ? await findParticipant(username) : undefined;
                if (!credential || !participant)
                    throw notAuthenticated("User name or password is wrong.");
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
export function ownAccountRoutes({ identities, loginLimits: limits }) {
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
            body: z.strictObject({ current: z.string().min(1).max(LONGEST), password: PASSWORD }),
            bodyLimit: LOGIN_BYTES,
            limits: loginLimits(limits),
            answers: { 204: "" },
            async handler(request) {
                const { id } = callerOf(request);
                const credential = await findCredential(id);
                if (!(await checkPassword(request.body.current, credential?.hash))) {
                    throw new Problem("not-authenticated", "The current password is wrong.");
                }
                await setCredential(id, await hashPassword(request.body.password));
                identities.forget();
                return { status: 204 };
            },
        }),
    ];
}
//# sourceMappingURL=auth.js.map