import { parseXml } from "../xml/parse.js";
import { isText } from "./extension.js";
import { Part } from "./part.js";
export function readMetadata(part) {
    if (!part)
        return {};
    const whole = part.extra("metaData", isText);
    const parsed = whole === undefined ? undefined : parseXml(whole);
    if (parsed?.ok) {
        part.whole();
        return readEntries(new Part(parsed.value, parsed.value.root, part.findings));
    }
    if (parsed)
        part.error("The instruction with the metadata holds no XML.");
    return readEntries(part);
}
function readEntries(part) {
    const texts = (name) => part
        .all(name)
        .map(({ text }) => text)
        .filter((text) => text !== "");
    const parties = (name) => part.all(name).flatMap(readParty);
    const lists = {
        creators: parties("creator"),
        subjects: texts("subject"),
        contributors: parties("contributor"),
        replaces: texts("replaces"),
        modifications: part.all("modification").flatMap((each) => {
            const by = each.one("by");
            const on = each.textOf("on") ?? "";
            return (by ? readParty(by) : []).map((party) => ({ by: party, on }));
        }),
    };
    const publisher = part.all("publisher").flatMap(readParty)[0];
    const persistent = part.textOf("persistent");
    const single = {
        title: part.textOf("title"),
        description: part.textOf("description"),
        publisher,
        coverage: part.textOf("coverage"),
        rights: part.textOf("rights"),
        validFrom: part.textOf("validFrom"),
        validUntil: part.textOf("validUntil"),
        created: part.textOf("created"),
        status: part.textOf("status"),
        persistent: persistent === undefined ? undefined : persistent === "true" || persistent === "1",
        identifier: part.textOf("identifier"),
    };
    const entries = [
        ...Object.entries(single).filter(([, value]) => value !== undefined),
        ...Object.entries(lists).filter(([, list]) => list.length > 0),
    ];
    return Object.fromEntries(entries);
}
function readParty(part) {
    const name = part.one("name");
    if (!name)
        return part.text === "" ? [] : [part.text];
    const description = part.textOf("description");
    const contacts = [
        ...part.all("address").map(readAddress),
        ...part.all("emailAddress").map(({ text }) => ({ email: text })),
    ];
    return [{ name: name.text, contacts, ...(description !== undefined && { description }) }];
}
function readAddress(part) {
    const street = part.one("numAndStreet");
    const entries = {
        number: street?.textOf("number"),
        street: street?.textOf("street"),
        postOfficeBox: part.textOf("GPOBox"),
        suburbOrTown: part.textOf("suburbOrTown"),
        state: part.textOf("state"),
    };
    return {
        ...Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)),
        postOrZipCode: part.textOf("postOrZipCode") ?? "",
        country: part.textOf("country") ?? "",
    };
}
//# sourceMappingURL=metadata.js.map