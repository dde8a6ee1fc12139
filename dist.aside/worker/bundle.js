import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode } from "@temporalio/worker";
const PROJECT = path.resolve(fileURLToPath(import.meta.url), "../..");
const EXTENSION = path.extname(fileURLToPath(import.meta.url));
export const BUNDLE = path.join(PROJECT, "workflows.bundle.js");
const LIBRARIES = ["fontoxpath", "slimdom", "@cfworker/json-schema", "jsonata"];
const SHARED = [...LIBRARIES, path.join(PROJECT, `yawl/case/advance${EXTENSION}`)];
export async function workflowBundle(folder, log) {
    if (EXTENSION === ".js")
        return { code: await readFile(BUNDLE, "utf8") };
    const name = `workflows-${await fingerprint()}.js`;
    const file = path.join(folder, "bundles", name);
    try {
        return { code: await readFile(file, "utf8") };
    }
    catch {
        log.info("bundling the workflows");
    }
    const bundle = await makeBundle(log);
    await mkdir(path.dirname(file), { recursive: true });
    const aside = `${file}.${process.pid}`;
    await writeFile(aside, bundle.code);
    await rename(aside, file);
    return bundle;
}
export async function makeBundle(log) {
    return await bundleWorkflowCode({
        workflowsPath: path.join(PROJECT, `workflows/index${EXTENSION}`),
        preloadModules: SHARED,
        logger: quiet(log),
    });
}
async function fingerprint() {
    const hash = createHash("sha256");
    const require = createRequire(import.meta.url);
    for (const library of ["@temporalio/workflow", ...LIBRARIES]) {
        hash.update(`${library}@${await versionOf(require, library)}\n`);
    }
    for (const folder of ["workflows", "yawl"]) {
        const files = await readdir(path.join(PROJECT, folder), { recursive: true });
        for (const file of files.filter((each) => each.endsWith(".ts")).toSorted()) {
            hash.update(`${folder}/${file}\n`);
            hash.update(await readFile(path.join(PROJECT, folder, file)));
        }
    }
    return hash.digest("hex").slice(0, 20);
}
async function versionOf(require, library) {
    for (const base of require.resolve.paths(library) ?? []) {
        try {
            const manifest = JSON.parse(await readFile(path.join(base, library, "package.json"), "utf8"));
            if (typeof manifest === "object" && manifest && "version" in manifest)
                return String(manifest.version);
        }
        catch {
        }
    }
    return "unknown";
}
function quiet(log) {
    const nothing = () => undefined;
    return {
        log: nothing,
        trace: nothing,
        debug: nothing,
        info: nothing,
        warn: (message) => log.warn(message),
        error: (message) => log.error(message),
    };
}
//# sourceMappingURL=bundle.js.map