const DURATION = /^P(?=\d|T\d)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,3})?)S)?)?$/;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export function durationMillis(text) {
    const parts = DURATION.exec(text);
    if (!parts)
        return undefined;
    const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
        .slice(1)
        .map((part) => Number(part ?? 0));
    return Math.round(weeks * 7 * DAY + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND);
}
//# sourceMappingURL=duration.js.map