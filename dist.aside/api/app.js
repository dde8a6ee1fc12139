import express from "express";
import helmet from "helmet";
import { startCase } from "./cases/start.js";
import { createCatalogue } from "./catalogue.js";
import { createCommands } from "./commands.js";
import { closeWhileDraining } from "./http/draining.js";
import { errorHandler } from "./http/errors.js";
import { routerOf } from "./http/register.js";
import { requestLog } from "./http/request-log.js";
import { itemPresenter } from "./items/represent.js";
import { peopleOf } from "./organisation.js";
import { loginRoutes, ownAccountRoutes } from "./routes/auth.js";
import { callbackRoutes } from "./routes/callbacks.js";
import { caseRoutes } from "./routes/cases.js";
import { connectorRoutes } from "./routes/connectors.js";
import { documentationRoutes } from "./routes/documentation.js";
import { healthRoutes, metricsRoutes, nothingHere } from "./routes/operations.js";
import { organisationRoutes } from "./routes/organisation.js";
import { publishedRoutes } from "./routes/published.js";
import { auditRoutes, secretRoutes } from "./routes/secrets.js";
import { specificationRoutes } from "./routes/specifications.js";
import { workItemCommandRoutes } from "./routes/work-item-commands.js";
import { workItemRoutes } from "./routes/work-items.js";
import { authenticate } from "./security/authenticate.js";
import { createIdentities } from "./security/identities.js";
export function createApp(dependencies) {
    const { log, metrics, bodyLimits } = dependencies;
    const { open, guarded, identities } = routesOf(dependencies);
    const app = express();
    app.set("trust proxy", dependencies.trustedProxies);
    app.set("query parser", "simple");
    app.set("etag", false);
    app.disable("x-powered-by");
    app.use(requestLog(log, metrics), closeWhileDraining(dependencies.readiness), securityHeaders());
    app.use(routerOf(open, bodyLimits));
    app.use(...authenticate(dependencies.tokens, identities));
    app.use(routerOf(guarded, bodyLimits));
    app.use((request) => {
        throw nothingHere(request.path);
    });
    app.use(errorHandler(log));
    return app;
}
function routesOf(dependencies) {
    const { temporal, tokens, secrets, callbackKey, deployment, loginLimits, metrics, readiness, version, commandMillis: deadlineMillis, } = dependencies;
    const identities = createIdentities();
    const catalogue = createCatalogue();
    const commands = createCommands({ temporal, catalogue, deadlineMillis });
    const present = itemPresenter(catalogue);
    const accounts = { tokens, identities, loginLimits };
    const guarded = [
        ...ownAccountRoutes(accounts),
        ...specificationRoutes(deployment),
        ...caseRoutes(startCase({ temporal, catalogue, deadlineMillis }), commands),
        ...workItemRoutes(present),
        ...workItemCommandRoutes(commands, present),
        ...organisationRoutes(peopleOf(identities)),
        ...connectorRoutes(deployment.connectors),
        ...secretRoutes(secrets),
        ...auditRoutes(),
        ...publishedRoutes(),
        ...metricsRoutes(metrics),
    ];
    const withoutToken = [
        ...loginRoutes(accounts),
        ...callbackRoutes({
            key: callbackKey,
            failuresPerAddress: loginLimits.perAddress,
            complete: async (itemId, body) => commands.onCallback(itemId, body ?? null),
        }),
        ...healthRoutes(readiness),
    ];
    const open = [...withoutToken, ...documentationRoutes([...withoutToken, ...guarded], version)];
    return { open, guarded, identities };
}
function securityHeaders() {
    return helmet({
        contentSecurityPolicy: {
            directives: { defaultSrc: ["'self'"], upgradeInsecureRequests: null },
        },
    });
}
//# sourceMappingURL=app.js.map