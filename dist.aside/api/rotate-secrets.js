import { allSecrets, findSecret, resealSecret } from "../store/secrets.js";
export async function rotateSecrets(box) {
    let [renewed, current] = [0, 0];
    const unreadable = [];
    for await (const secret of allSecrets()) {
        const outcome = await renew(box, secret);
        if (outcome === "renewed")
            renewed += 1;
        else if (outcome === "current")
            current += 1;
        else if (outcome !== "gone")
            unreadable.push({ name: secret.name, message: outcome.message });
    }
    return { renewed, current, unreadable };
}
async function renew(box, secret) {
    const opened = box.open(secret, secret);
    if (!opened.ok)
        return { message: opened.message };
    if (box.isCurrent(secret))
        return "current";
    if (await resealSecret(secret, box.seal(opened.value, secret)))
        return "renewed";
    const latest = await findSecret(secret.name);
    return latest ? await renew(box, latest) : "gone";
}
//# sourceMappingURL=rotate-secrets.js.map