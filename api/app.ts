/** The HTTP application: which routes there are, and what every request goes through. */
import express from "express";
import type { Express, RequestHandler } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import type { NetworkPolicy } from "../activities/connectors/contract.ts";
import type { SecretBox } from "../keys/secret-box.ts";
import { startCase } from "./cases/start.ts";
import { createCatalogue } from "./catalogue.ts";
import { createCommands } from "./commands.ts";
import { failuresIn } from "./failing.ts";
import { openDoubts } from "./doubts.ts";
import { closeWhileDraining } from "./http/draining.ts";
import { requireHost } from "./http/client-errors.ts";
import { errorHandler } from "./http/errors.ts";
import type { Metrics } from "./http/metrics.ts";
import { routerOf } from "./http/register.ts";
import type { BodyLimits } from "./http/register.ts";
import { requestLog } from "./http/request-log.ts";
import type { Route } from "./http/route.ts";
import { pilingOf } from "./items/piling.ts";
import { candidatesOf } from "./items/candidates.ts";
import { itemPresenter } from "./items/represent.ts";
import { peopleOf } from "./organisation.ts";
import { openFollowUps } from "./people/follow-ups.ts";
import type { NoticeHub } from "./notices/hub.ts";
import type { CaseSettings } from "../workflows/messages.ts";
import type { Readiness } from "./readiness.ts";
import { absenceRoutes } from "./routes/absences.ts";
import { loginRoutes, ownAccountRoutes } from "./routes/auth.ts";
import { callbackRoutes } from "./routes/callbacks.ts";
import { caseRoutes } from "./routes/cases.ts";
import { instanceRoutes } from "./routes/instances.ts";
import { connectorRoutes } from "./routes/connectors.ts";
import { documentationRoutes } from "./routes/documentation.ts";
import { eventRoutes } from "./routes/events.ts";
import { healthRoutes, metricsRoutes, nothingHere } from "./routes/operations.ts";
import { organisationRoutes } from "./routes/organisation.ts";
import { publishedRoutes } from "./routes/published.ts";
import { queueRoutes } from "./routes/queues.ts";
import { auditRoutes, secretRoutes } from "./routes/secrets.ts";
import { rulesRoutes } from "./routes/rules.ts";
import { specificationRoutes } from "./routes/specifications.ts";
import { viewRoutes } from "./routes/view.ts";
import { bulkRoutes } from "./routes/work-items-bulk.ts";
import { workItemCommandRoutes } from "./routes/work-item-commands.ts";
import { workItemRoutes } from "./routes/work-items.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { authenticate } from "./security/authenticate.ts";
import { createIdentities } from "./security/identities.ts";
import type { LoginLimits } from "./security/login-limits.ts";
import type { TokenSettings } from "./security/token.ts";
import type { Deployment } from "./specifications/deployment.ts";
import type { TemporalGateway } from "./temporal.ts";

export interface AppDependencies {
  readonly temporal: TemporalGateway;
  readonly tokens: TokenSettings;
  /** encrypts what connectors need to know */
  readonly secrets: SecretBox;
  /** checks the signatures of callback URLs */
  readonly callbackKey: Buffer;
  /** the connectors that there are, and who reads uploads */
  readonly deployment: Deployment;
  readonly loginLimits: LoginLimits;
  readonly bodyLimits: BodyLimits;
  /** tells those who listen what happens */
  readonly notices: NoticeHub;
  /** what web-hooks may reach */
  readonly network: NetworkPolicy;
  /** how long a command may take until its caller is told to repeat it */
  readonly commandMillis: number;
  /** proxies in front of this server whose `X-Forwarded-For` is believed */
  readonly trustedProxies: number;
  /** version of Mizzen, for the API's description */
  /** what cases begin with that are started here */
  readonly settings?: CaseSettings;
  readonly version: string;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly log: Logger;
}

/** The application; needs the store's connection for most of what it does, but not to be made. */
export function createApp(dependencies: AppDependencies): Express {
  const { log, metrics, bodyLimits } = dependencies;
  const { open, guarded, identities } = routesOf(dependencies);
  const app = express();
  app.set("trust proxy", dependencies.trustedProxies);
  app.set("query parser", "simple");
  app.set("etag", false);
  app.disable("x-powered-by");
  app.use(
    requestLog(log, metrics),
    closeWhileDraining(dependencies.readiness),
    securityHeaders(),
    requireHost,
  );
  app.use(routerOf(open, bodyLimits));
  // From here on nothing is answered without a valid token, not even that there is nothing.
  app.use(...authenticate(dependencies.tokens, identities));
  app.use(routerOf(guarded, bodyLimits));
  app.use((request) => {
    throw nothingHere(request.path);
  });
  app.use(errorHandler(log));
  return app;
}

function routesOf(dependencies: AppDependencies) {
  const {
    temporal,
    tokens,
    secrets,
    callbackKey,
    deployment,
    loginLimits,
    metrics,
    readiness,
    version,
    commandMillis: deadlineMillis,
  } = dependencies;
  const { settings = {} } = dependencies;
  const identities = createIdentities();
  const catalogue = createCatalogue();
  const doubts = openDoubts(temporal, dependencies.log);
  const failures = failuresIn(temporal.client);
  const commands = createCommands({ temporal, catalogue, doubts, failures, deadlineMillis });
  const present = itemPresenter(catalogue);
  const followUps = openFollowUps({ commands, catalogue, log: dependencies.log, closing: temporal.closing });
  const accounts = { tokens, identities, loginLimits };
  const guarded: readonly Route[] = [
    ...ownAccountRoutes(accounts),
    ...specificationRoutes(deployment),
    ...rulesRoutes({ catalogue, deployment }),
    ...caseRoutes(startCase({ temporal, catalogue, doubts, deadlineMillis, settings }), commands, failures),
    ...instanceRoutes(commands, catalogue),
    ...viewRoutes(doubts, deadlineMillis),
    ...workItemRoutes(present, candidatesOf(catalogue)),
    ...workItemCommandRoutes(commands, present, pilingOf(commands, catalogue)),
    ...bulkRoutes(commands),
    ...organisationRoutes(peopleOf({ identities, commands, followUps })),
    ...absenceRoutes(followUps),
    ...queueRoutes(present),
    ...connectorRoutes(deployment.connectors),
    ...secretRoutes(secrets),
    ...auditRoutes(),
    ...publishedRoutes(),
    ...eventRoutes(dependencies.notices),
    ...webhookRoutes(secrets, dependencies.network),
    ...metricsRoutes(metrics),
  ];
  const withoutToken: readonly Route[] = [
    ...loginRoutes(accounts),
    ...callbackRoutes({
      key: callbackKey,
      failuresPerAddress: loginLimits.perAddress,
      complete: async (itemId, call, body) => commands.onCallback(itemId, call, body ?? null),
    }),
    ...healthRoutes(readiness),
  ];
  const open = [...withoutToken, ...documentationRoutes([...withoutToken, ...guarded], version)];
  return { open, guarded, identities };
}

function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      // The server may run without TLS, on a developer's machine or behind a proxy that ends it.
      directives: { defaultSrc: ["'self'"], upgradeInsecureRequests: null },
    },
  });
}
