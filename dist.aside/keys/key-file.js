import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
const MODE = 0o600;
export async function keptText(file, make) {
    const kept = await read(file);
    if (kept !== undefined)
        return kept;
    await mkdir(dirname(file), { recursive: true });
    const draft = `${file}.${randomBytes(6).toString("hex")}`;
    await writeFile(draft, make(), { mode: MODE, flag: "wx" });
    try {
        await link(draft, file);
    }
    catch (error) {
        if (error.code !== "EEXIST")
            throw error;
    }
    finally {
        await rm(draft, { force: true });
    }
    const made = await read(file);
    if (made === undefined)
        throw new Error(`${file} cannot be read`);
    return made;
}
async function read(file) {
    try {
        return (await readFile(file, "utf8")).trim();
    }
    catch (error) {
        if (error.code === "ENOENT")
            return undefined;
        throw error;
    }
}
//# sourceMappingURL=key-file.js.map