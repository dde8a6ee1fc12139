import { model, Schema } from "mongoose";
const IDEMPOTENCY_SECONDS = 24 * 60 * 60;
const OPTIONS = {
    strict: false,
    versionKey: false,
    minimize: false,
    id: false,
    autoIndex: false,
    autoCreate: false,
};
const cases = new Schema({
    _id: String,
    state: String,
    specificationId: String,
    specificationVersion: String,
    startedBy: String,
    startedAt: Number,
    writtenAt: Number,
    doubt: Number,
}, OPTIONS);
cases.index({ writtenAt: 1 });
cases.index({ doubt: 1 }, { sparse: true });
cases.index({ startedAt: -1, _id: -1 });
cases.index({ state: 1, startedAt: -1, _id: -1 });
cases.index({ specificationId: 1, specificationVersion: 1, state: 1 });
cases.index({ startedBy: 1, startedAt: -1, _id: -1 });
const items = new Schema({
    _id: String,
    caseId: String,
    task: String,
    status: String,
    offeredTo: [String],
    allocatedTo: String,
    enabledAt: Number,
}, OPTIONS);
items.index({ offeredTo: 1, status: 1, enabledAt: 1, _id: 1 });
items.index({ allocatedTo: 1, status: 1, enabledAt: 1, _id: 1 });
items.index({ caseId: 1, enabledAt: 1, _id: 1 });
items.index({ status: 1, enabledAt: 1, _id: 1 });
items.index({ enabledAt: 1, _id: 1 });
const events = new Schema({ _id: String, caseId: String, number: Number }, OPTIONS);
events.index({ caseId: 1, number: 1 });
const specifications = new Schema({ _id: String, id: String, version: String }, OPTIONS);
specifications.index({ id: 1 });
const participants = new Schema({ _id: String, roles: [String], available: Boolean, access: [String] }, OPTIONS);
participants.index({ roles: 1, available: 1 });
const named = () => new Schema({ _id: String, name: String }, OPTIONS);
const credentials = new Schema({ _id: String, hash: String, version: String }, OPTIONS);
const idempotency = new Schema({ _id: String, digest: String, caseId: String, answer: String, createdAt: Date }, OPTIONS);
idempotency.index({ createdAt: 1 }, { expireAfterSeconds: IDEMPOTENCY_SECONDS });
const secrets = new Schema({ _id: String, version: Number, sealed: String }, OPTIONS);
const audit = new Schema({ _id: String, at: Number }, OPTIONS);
audit.index({ at: -1, _id: -1 });
const writers = new Schema({ _id: String, at: Number }, OPTIONS);
const published = new Schema({ _id: String, name: String, caseId: String, at: Number }, OPTIONS);
published.index({ at: -1, _id: -1 });
published.index({ name: 1, at: -1, _id: -1 });
published.index({ caseId: 1, at: -1, _id: -1 });
export const Cases = model("Case", cases, "cases");
export const Items = model("Item", items, "items");
export const Events = model("Event", events, "events");
export const Specifications = model("Specification", specifications, "specifications");
export const Participants = model("Participant", participants, "participants");
export const Credentials = model("Credential", credentials, "credentials");
export const Idempotency = model("Idempotency", idempotency, "idempotency");
export const Secrets = model("Secret", secrets, "secrets");
export const Audit = model("Audit", audit, "audit");
export const Published = model("Published", published, "published");
export const Writers = model("Writer", writers, "writers");
export const Roles = model("Role", named(), "roles");
export const Positions = model("Position", named(), "positions");
export const Groups = model("Group", named(), "groups");
export const Capabilities = model("Capability", named(), "capabilities");
export const MODELS = [
    Cases,
    Items,
    Events,
    Specifications,
    Participants,
    Credentials,
    Idempotency,
    Secrets,
    Audit,
    Published,
    Writers,
    Roles,
    Positions,
    Groups,
    Capabilities,
];
//# sourceMappingURL=models.js.map