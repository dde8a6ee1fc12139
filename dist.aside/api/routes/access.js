export const EVERYBODY = [
    "designer",
    "manager",
    "participant",
    "service",
];
export const WORKERS = ["manager", "participant"];
export const MANAGERS = ["manager"];
export const DESIGNERS = ["designer"];
export const SPECIFICATION_READERS = ["designer", "manager", "service"];
export const LAUNCHERS = ["manager", "service"];
export const CASE_READERS = ["manager", "participant", "service"];
export const ORGANISATION_READERS = ["designer", "manager"];
export const ADMINISTRATORS = ["admin"];
//# sourceMappingURL=access.js.map