import { type DestinationStream, type Logger as PinoLogger, pino } from "pino";
import { logDestination } from "./log-destination.ts";

export type Logger = PinoLogger;

// Fields that name a person; whatever an object under such a key holds stays out of the log.
const personal = ["name", "email", "phone", "cpf", "cnpj", "taxpayerId", "address", "subject", "password", "token"];

const inText: [RegExp, string][] = [
  [/[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g, "[email]"],
  [/(?<![\dA-Za-z])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\dA-Za-z])/g, "[cpf]"],
  [/(?<![\dA-Za-z])[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}\/[0-9A-Z]{4}-\d{2}(?![\dA-Za-z])/g, "[cnpj]"],
  [/(?<![\dA-Za-z.:])\d{14}(?![\dA-Za-z])/g, "[cnpj]"],
];

/** Takes CPF, CNPJ and e-mail addresses out of free text (error messages quote values). */
export function withoutPersonalData(line: string): string {
  return inText.reduce((text, [pattern, word]) => text.replace(pattern, word), line);
}

/**
 * JSON lines without personal data: known fields are removed, and every finished line is swept for CPF, CNPJ and
 * e-mail. A request is its method and route pattern (the URL holds order numbers), never headers, body or address.
 * Logging never throws: not for a full disk (`logDestination`), and not for a value that cannot be written down.
 */
export function createLogger(options: { level?: string; destination?: DestinationStream } = {}): Logger {
  return pino(
    {
      level: options.level ?? "info",
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: personal.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), remove: true },
      serializers: {
        err: (error: unknown) => ({ ...pino.stdSerializers.err(error as Error), ...withoutValues }),
        req: (request: { method: string; routeOptions?: { url?: string } }) => ({
          method: request.method,
          route: request.routeOptions?.url ?? "unmatched",
        }),
        res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
      },
      hooks: { streamWrite: withoutPersonalData, logMethod: withoutThrowing },
    },
    options.destination ?? logDestination(),
  );
}

function withoutThrowing(this: PinoLogger, inputs: unknown[], method: (...inputs: unknown[]) => void): void {
  try {
    method.apply(this, inputs);
  } catch (error) {
    const words = inputs.find((input) => typeof input === "string");
    method.apply(this, [{ unwritable: error instanceof Error ? error.name : "value" }, words ?? "log entry"]);
  }
}

// What PostgreSQL adds to an error quotes whole rows.
const withoutValues = { detail: undefined, where: undefined, parameters: undefined, internalQuery: undefined };
