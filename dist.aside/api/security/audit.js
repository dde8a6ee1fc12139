import { recordAudit } from "../../store/audit.js";
import { Problem } from "../http/problem.js";
export function auditTrail(action, subjectOf = () => undefined) {
    const entryOf = (request) => {
        const subject = subjectOf(request.params);
        return { by: request.caller?.id ?? "nobody", action, ...(subject === undefined ? {} : { subject }) };
    };
    return {
        async refused(request, { type }) {
            await recordAudit({ ...entryOf(request), result: "refused", reason: type });
        },
        async around(request, work) {
            const entry = entryOf(request);
            await recordAudit({ ...entry, result: "allowed" });
            try {
                return await work();
            }
            catch (error) {
                const reason = error instanceof Problem ? error.type : "internal";
                await recordAudit({ ...entry, result: "failed", reason });
                throw error;
            }
        },
    };
}
//# sourceMappingURL=audit.js.map