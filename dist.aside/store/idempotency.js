import { fromText, toText } from "./json-text.js";
import { Idempotency } from "./models.js";
const DUPLICATE_KEY = 11_000;
export async function rememberRequest(key, request) {
    try {
        await Idempotency.create([{ _id: key, ...request, createdAt: new Date() }]);
        return { ...request, isNew: true };
    }
    catch (error) {
        if (!(error instanceof Error) || error.code !== DUPLICATE_KEY)
            throw error;
    }
    const kept = await Idempotency.findById(key).lean();
    if (!kept)
        return await rememberRequest(key, request);
    const { digest, caseId, answer } = kept;
    return {
        digest,
        caseId,
        isNew: false,
        ...(answer === undefined ? {} : { answer: fromText(answer) }),
    };
}
export async function rememberAnswer(key, answer) {
    await Idempotency.updateOne({ _id: key }, { $set: { answer: toText(answer) } });
}
export async function forgetRequest(key) {
    await Idempotency.deleteOne({ _id: key });
}
//# sourceMappingURL=idempotency.js.map