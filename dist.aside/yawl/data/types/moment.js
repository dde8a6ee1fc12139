const ZONE = String.raw `(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?`;
const YEAR = String.raw `(-?(?:[1-9]\d{3,8}|0\d{3}))`;
const CLOCK = String.raw `(\d\d):(\d\d):(\d\d)(?:\.(\d+))?`;
const FORMS = new Map([
    ["dateTime", new RegExp(`^${YEAR}-(\\d\\d)-(\\d\\d)T${CLOCK}${ZONE}$`)],
    ["date", new RegExp(`^${YEAR}-(\\d\\d)-(\\d\\d)()()()()${ZONE}$`)],
    ["time", new RegExp(`^()()()${CLOCK}${ZONE}$`)],
    ["gYearMonth", new RegExp(`^${YEAR}-(\\d\\d)()()()()()${ZONE}$`)],
    ["gYear", new RegExp(`^${YEAR}()()()()()()${ZONE}$`)],
    ["gMonthDay", new RegExp(`^()--(\\d\\d)-(\\d\\d)()()()()${ZONE}$`)],
    ["gDay", new RegExp(`^()()---(\\d\\d)()()()()${ZONE}$`)],
    ["gMonth", new RegExp(`^()--(\\d\\d)()()()()()${ZONE}$`)],
]);
const DURATION = /^(-)?P(?=\d|T)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?(?:(\d{1,12})D)?(?:T(?=\d)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12}(?:\.\d+)?)S)?)?$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
export function isMomentType(xsd) {
    return FORMS.has(xsd) || xsd === "duration";
}
export function isMoment(text, xsd) {
    if (xsd === "duration")
        return DURATION.test(text);
    return readMoment(text, xsd) !== undefined;
}
function readMoment(text, xsd) {
    const parts = FORMS.get(xsd)?.exec(text);
    if (!parts)
        return undefined;
    const year = Number(parts[1] || 2000);
    const month = Number(parts[2] || 1);
    const day = Number(parts[3] || 1);
    const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6])];
    const fraction = Number(`0.${parts[7] || 0}`);
    if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
        return undefined;
    const midnight = hour === 24 && minute === 0 && second === 0 && fraction === 0;
    if ((hour > 23 && !midnight) || minute > 59 || second > 59)
        return undefined;
    const zone = parts[8];
    const seconds = dayNumber(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset(zone);
    return {
        seconds: xsd === "time" && midnight ? seconds - 86_400 : seconds,
        fraction,
        zoned: zone !== undefined,
    };
}
function offset(zone) {
    if (zone === undefined || zone === "Z")
        return 0;
    const size = Number(zone.slice(1, 3)) * 3_600 + Number(zone.slice(4, 6)) * 60;
    return zone.startsWith("-") ? -size : size;
}
function daysIn(year, month) {
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    return month === 2 && !leap ? 28 : (DAYS[month - 1] ?? 0);
}
function dayNumber(year, month, day) {
    const shifted = month > 2 ? year : year - 1;
    const era = Math.floor(shifted / 400);
    const inEra = shifted - era * 400;
    const inYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
    return era * 146_097 + inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear;
}
export function compareMoments(first, second, xsd) {
    if (xsd === "duration")
        return compareDurations(first, second);
    const a = readMoment(first, xsd);
    const b = readMoment(second, xsd);
    if (!a || !b)
        return undefined;
    const difference = a.seconds - b.seconds || a.fraction - b.fraction;
    if (a.zoned === b.zoned || Math.abs(difference) > 14 * 3_600)
        return difference;
    return undefined;
}
function compareDurations(first, second) {
    const a = readDuration(first);
    const b = readDuration(second);
    if (!a || !b)
        return undefined;
    const differences = [20_360, 20_365, 22_838, 22_842].map((start) => {
        const from = dayNumber(Math.floor(start / 12), (start % 12) + 1, 1);
        return lengthFrom(start, from, a) - lengthFrom(start, from, b);
    });
    const signs = new Set(differences.map((difference) => Math.sign(difference)));
    return signs.size === 1 ? differences[0] : undefined;
}
function lengthFrom(start, from, duration) {
    const end = start + duration.months;
    return ((dayNumber(Math.floor(end / 12), (((end % 12) + 12) % 12) + 1, 1) - from) * 86_400 + duration.seconds);
}
function readDuration(text) {
    const parts = DURATION.exec(text);
    if (!parts)
        return undefined;
    const [years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
        .slice(2)
        .map((part) => Number(part ?? 0));
    const sign = parts[1] ? -1 : 1;
    return {
        months: sign * (years * 12 + months),
        seconds: sign * (days * 86_400 + hours * 3_600 + minutes * 60 + seconds),
    };
}
//# sourceMappingURL=moment.js.map