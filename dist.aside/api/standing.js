export const LOOK_MILLIS = 30_000;
const EVERY_MILLIS = 60_000;
export function createStanding(log, tell = () => undefined) {
    const looks = new Map();
    const found = new Map();
    async function lookOnce(name, look) {
        try {
            const now = await inTime(look());
            const before = found.get(name) ?? [];
            found.set(name, now);
            for (const finding of now)
                if (!includes(before, finding))
                    sayNew(finding);
            for (const { code } of before)
                if (!now.some((each) => each.code === code))
                    log.info({ code }, "a finding is settled");
        }
        catch (error) {
            log.warn({ error, look: name }, "could not look");
        }
    }
    function sayNew(finding) {
        const { code, severity, message } = finding;
        log[severity === "error" ? "error" : "warn"]({ code }, message);
        tell(finding);
    }
    async function look() {
        await Promise.all([...looks].map(async ([name, each]) => lookOnce(name, each)));
    }
    return {
        register: (name, each) => void looks.set(name, each),
        findings: () => [...found.values()].flat(),
        look,
        async start(stopping) {
            const timer = setInterval(() => void look(), EVERY_MILLIS);
            timer.unref();
            stopping.addEventListener("abort", () => clearInterval(timer), { once: true });
            await look();
        },
    };
}
function includes(findings, { code, message }) {
    return findings.some((each) => each.code === code && each.message === message);
}
async function inTime(asked) {
    let timer;
    const late = new Promise((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer in ${LOOK_MILLIS / 1000} s`)), LOOK_MILLIS);
    });
    return await Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
//# sourceMappingURL=standing.js.map