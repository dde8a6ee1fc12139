/** How a notice looks to those who get it. */
import type { Notice } from "../../store/notices.ts";
import { iso } from "../http/fields.ts";

/** What everybody sees whom it concerns. An item that was taken away shows nothing of what became of it. */
export function noticeFor(notice: Notice): Record<string, unknown> {
  const { type, at, caseId, specificationId, specificationVersion, name, state, item, task } = notice;
  const about = { type, at: iso(at), caseId, specificationId, specificationVersion };
  if (item === undefined) return { ...about, title: name, state };
  return {
    ...about,
    workItemId: item,
    taskId: task,
    name,
    ...(type === "withdrawn" ? {} : { state }),
  };
}

/** What managers and web-hooks see: also who did it, and who has the item. */
export function noticeInFull(notice: Notice): Record<string, unknown> {
  const { people, roles, except, owner } = notice.has ?? {};
  return {
    ...noticeFor(notice),
    state: notice.state,
    ...(notice.by === undefined ? {} : { by: notice.by }),
    ...(people && { offeredTo: people }),
    ...(roles && { offeredToRoles: roles }),
    ...(except && { notOfferedTo: except }),
    ...(owner === undefined ? {} : { owner }),
  };
}
