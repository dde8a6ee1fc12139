// Renders the OpenAPI document of this server: one section a tag, one entry an operation.
const response = await fetch("/api/v1/openapi.json");
const api = await response.json();

document.querySelector("#description").textContent = `${api.info.description} Version ${api.info.version}.`;

const sections = new Map();
for (const [path, methods] of Object.entries(api.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    section(operation.tags[0]).append(entry(method, path, operation));
  }
}

function section(tag) {
  const known = sections.get(tag);
  if (known) return known;
  const id = tag.replaceAll(" ", "-");
  const made = element("section", { id }, element("h2", {}, tag));
  document.querySelector("#operations").append(made);
  document.querySelector("#tags").append(element("a", { href: `#${id}` }, tag));
  sections.set(tag, made);
  return made;
}

function entry(method, path, operation) {
  const title = element(
    "summary",
    {},
    element("code", {}, element("span", { class: "method" }, method), path),
    ` ${operation.summary}`,
  );
  const parts = [title, element("p", {}, operation.description)];
  for (const parameter of operation.parameters) parts.push(parameterLine(parameter));
  for (const [type, { schema }] of Object.entries(operation.requestBody?.content ?? {})) {
    parts.push(element("h4", {}, `Body: ${type}`), schemaBlock(schema));
  }
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (status === "default") continue;
    parts.push(element("h4", {}, `${status}: ${answer.description}`));
    for (const [type, { schema }] of Object.entries(answer.content ?? {})) {
      parts.push(element("p", {}, type), schemaBlock(schema));
    }
  }
  return element("details", {}, ...parts);
}

function parameterLine({ name, in: place, required, schema }) {
  const notes = [place, required ? "required" : "optional", schema.description ?? schema.type ?? ""];
  return element("p", {}, element("code", {}, name), ` (${notes.filter(Boolean).join(", ")})`);
}

function schemaBlock(schema) {
  return element("pre", {}, JSON.stringify(schema, undefined, 2));
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
