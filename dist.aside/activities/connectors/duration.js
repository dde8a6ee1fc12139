import { z } from "zod";
import { durationMillis } from "../../yawl/time/duration.js";
export function duration(least, most) {
    return z
        .string()
        .meta({ format: "duration" })
        .transform((text, context) => {
        const length = durationMillis(text);
        if (length === undefined) {
            const message = 'must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, like "PT30S"';
            context.addIssue({ code: "custom", message, input: text });
            return z.NEVER;
        }
        if (length < least || length > most) {
            const message = `must be between ${least / 1000} and ${most / 1000} seconds`;
            context.addIssue({ code: "custom", message, input: text });
            return z.NEVER;
        }
        return length;
    });
}
//# sourceMappingURL=duration.js.map