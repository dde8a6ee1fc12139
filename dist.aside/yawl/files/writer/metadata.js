import { isNcName } from "../../data/xml/names.js";
import { isMoment } from "../../data/types/moment.js";
import { idOf } from "../reader/identity.js";
import { element, extra, printFile, textElement } from "./output.js";
export function metadataElement(writing) {
    const { metadata, version } = writing.specification;
    const number = versionNumber(version);
    if (number !== version)
        writing.lose("metaData", `YAWL's versions are numbers; ${version} becomes ${number}.`);
    const isWhole = isExpressible(metadata);
    if (!isWhole)
        writing.lose("metaData", "Schema 4.0 has no room for all of the metadata, such as addresses.");
    const allowed = Object.entries(metadata).filter(([name, value]) => fits(name, value));
    return element("metaData", {}, extra({
        version: number === version ? undefined : version,
        uri: metadata.uri === uriOf(writing.specification) ? undefined : metadata.uri,
        metaData: isWhole ? undefined : wholeOf(metadata),
    }), entries(Object.fromEntries(allowed), number, (name, party) => textElement(name, typeof party === "string" ? party : party.name)));
}
export function uriOf({ id, metadata }) {
    return metadata.uri !== undefined && idOf(metadata.uri) === id ? metadata.uri : id;
}
function versionNumber(version) {
    const [number] = /^\d+(\.\d+)?/.exec(version) ?? ["0.1"];
    return Number(number) < 0.1 ? "0.1" : number;
}
const DATES = new Set(["validFrom", "validUntil", "created"]);
function fits(name, value) {
    if (DATES.has(name))
        return typeof value === "string" && isMoment(value, "date");
    return name !== "identifier" || (typeof value === "string" && isNcName(value));
}
function isExpressible(metadata) {
    const { creators = [], contributors = [], publisher, rights, replaces, modifications } = metadata;
    return ([...creators, ...contributors].every((party) => typeof party === "string") &&
        (publisher ?? rights ?? replaces ?? modifications) === undefined &&
        Object.entries(metadata).every(([name, value]) => fits(name, value)));
}
function entries(metadata, version, print, earlier = []) {
    const { creators = [], subjects = [], contributors = [], persistent } = metadata;
    return [
        textElement("title", metadata.title),
        ...creators.map((party) => print("creator", party)),
        ...subjects.map((subject) => textElement("subject", subject)),
        textElement("description", metadata.description),
        ...contributors.map((party) => print("contributor", party)),
        textElement("coverage", metadata.coverage),
        ...earlier,
        textElement("validFrom", metadata.validFrom),
        textElement("validUntil", metadata.validUntil),
        textElement("created", metadata.created),
        textElement("version", version),
        textElement("status", metadata.status),
        textElement("persistent", persistent === undefined ? undefined : String(persistent)),
        textElement("identifier", metadata.identifier),
    ];
}
function wholeOf(metadata) {
    const { publisher, rights, replaces = [], modifications = [] } = metadata;
    const earlier = [
        publisher === undefined ? undefined : wholeParty("publisher", publisher),
        textElement("rights", rights),
        ...replaces.map((uri) => textElement("replaces", uri)),
        ...modifications.map(({ by, on }) => element("modification", {}, wholeParty("by", by), textElement("on", on))),
    ];
    const whole = element("metaData", {}, entries(metadata, undefined, wholeParty, earlier));
    return printFile(whole).text;
}
function wholeParty(name, party) {
    if (typeof party === "string")
        return { ...element(name), text: party };
    return element(name, {}, textElement("name", party.name), party.contacts.map((contact) => "email" in contact ? textElement("emailAddress", contact.email) : address(contact)), textElement("description", party.description));
}
function address(source) {
    const { number, street, postOfficeBox, suburbOrTown, postOrZipCode, state, country } = source;
    const hasStreet = number !== undefined || street !== undefined;
    return element("address", {}, hasStreet
        ? element("numAndStreet", {}, textElement("number", number), textElement("street", street))
        : undefined, textElement("GPOBox", postOfficeBox), textElement("suburbOrTown", suburbOrTown), textElement("postOrZipCode", postOrZipCode), textElement("state", state), textElement("country", country));
}
//# sourceMappingURL=metadata.js.map