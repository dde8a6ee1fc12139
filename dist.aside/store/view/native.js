import { StoreUnavailable } from "../connect.js";
const CONNECTED = 1;
export function native(model) {
    if (model.db.readyState !== CONNECTED)
        throw new StoreUnavailable();
    return model.collection;
}
const DUPLICATE_KEY = 11_000;
export async function foundDuplicates(write) {
    try {
        await write();
        return false;
    }
    catch (error) {
        if (!onlyDuplicates(error))
            throw error;
        return true;
    }
}
function onlyDuplicates(error) {
    if (!(error instanceof Error))
        return false;
    const { writeErrors, code, writeConcernErrors } = error;
    if (writeConcernErrors !== undefined && writeConcernErrors.length > 0)
        return false;
    if (writeErrors === undefined)
        return code === DUPLICATE_KEY;
    const each = Array.isArray(writeErrors) ? writeErrors : [writeErrors];
    return each.length > 0 && each.every((one) => one.code === DUPLICATE_KEY);
}
//# sourceMappingURL=native.js.map