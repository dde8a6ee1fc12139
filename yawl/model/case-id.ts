/**
 * Which ids a case may have. They are URL-safe, and more than dots: `..` would lead elsewhere in a URL. They do not end in a full
 * stop and digits: `<execution>.<number>` is the id of what an execution makes, a work item or a block of instances with a
 * workflow of its own, and the case "order.4" would be taken for the fourth of the case "order".
 */
export const CASE_ID = /^(?!\.+$)(?!.*\.[0-9]+$)[A-Za-z0-9._~-]{1,100}$/;

/** What a case id is, for whoever chose another one. */
export const CASE_ID_RULE =
  "a case id is made of 1 to 100 letters, digits and . _ ~ -, and does not end in a full stop and digits, as ids of work items do";
