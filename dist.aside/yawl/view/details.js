import { failedTasks, whereabouts } from "../case/inspect.js";
const SHOWN = 20;
export function describeCase(state) {
    const { marking } = whereabouts(state);
    const failures = failedTasks(state);
    const items = Object.values(state.items);
    const tokens = Object.entries(marking).flatMap(([net, conditions]) => Object.entries(conditions).map(([condition, count]) => ({ net, condition, count })));
    return [
        `**${state.status}**`,
        ...section("Failed tasks", failures, ({ net, task, message }) => `${code(task)} in ${code(net)}: ${plain(message)}`),
        ...section("Failed calls", items.filter(({ failure }) => failure), ({ id, name, failure }) => {
            const tries = failure?.attempts === undefined ? "" : ` after ${failure.attempts} attempts`;
            return `${code(id)} ${plain(name)}: ${plain(failure?.type ?? "")}${tries}: ${plain(failure?.message ?? "")}`;
        }),
        ...section("Open work items", items, (item) => {
            const who = item.allocatedTo ?? item.offeredTo.slice(0, 3).join(", ");
            return `${code(item.id)} ${plain(item.name)}: ${item.status}${who ? ` (${plain(who)})` : ""}`;
        }),
        ...section("Tokens", tokens, ({ net, condition, count }) => `${code(net)}: ${code(condition)} × ${count}`),
    ].join("\n");
}
function section(title, all, line) {
    if (all.length === 0)
        return [];
    const more = all.length > SHOWN ? [`- and ${all.length - SHOWN} more`] : [];
    return ["", `### ${title}`, ...all.slice(0, SHOWN).map((entry) => `- ${line(entry)}`), ...more];
}
function plain(text) {
    return text.replace(/[<>&*`[\]\\|\r\n]/g, " ");
}
function code(text) {
    return `\`${text.replace(/[`\r\n]/g, " ")}\``;
}
//# sourceMappingURL=details.js.map