import { z } from "zod";
export const SECRET_REFERENCE = z
    .strictObject({ secret: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/) })
    .meta({
    id: "SecretReference",
    description: "name of a secret; its value is read when the connector runs",
});
export class Waiting {
    limit;
    constructor(limit) {
        this.limit = limit;
    }
}
export function defineConnector(connector) {
    return connector;
}
export class ConnectorError extends Error {
    name = "ConnectorError";
    type;
    retryable;
    retryAfter;
    details;
    constructor(type, message, options) {
        super(message, { cause: options.cause });
        this.type = type;
        this.retryable = options.retryable;
        this.retryAfter = options.retryAfter;
        this.details = options.details ?? {};
    }
}
//# sourceMappingURL=contract.js.map