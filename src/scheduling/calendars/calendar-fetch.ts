import { request } from "node:https";
import { parsePublicUrl, publicLookup } from "../../platform/public-address.ts";
import type { Context } from "../../platform/settings/context.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { calendarLimits } from "./calendar.ts";
import { calendarTextOf } from "./calendar-lines.ts";

/** An address that may be read: https, a name or a public address, the usual port. "webcal:" is what phones write. */
export function parseCalendarUrl(text: string): URL | undefined {
  return parsePublicUrl(text.trim().replace(/^webcals?:/i, "https:"));
}

const hops = 3;
const patience = 10_000;

/**
 * The text behind an address: https only, redirects judged like the first, at most 1 MiB in 10 s. Failures:
 * calendar-unreachable, calendar-too-big.
 */
export async function fetchCalendar(ctx: Pick<Context, "log">, address: string, left = hops): Promise<string> {
  const url = parseCalendarUrl(address);
  if (!url || left === 0) throw new SchedulingFailure("calendar-unreachable");
  const answer = await get(ctx, url);
  return "location" in answer ? fetchCalendar(ctx, new URL(answer.location, url).href, left - 1) : answer.text;
}

function get(ctx: Pick<Context, "log">, url: URL): Promise<{ text: string } | { location: string }> {
  return new Promise((resolve, reject) => {
    const unreachable = (error?: Error) => {
      // The address is a secret; what went wrong is not.
      ctx.log.info({ reason: error?.message }, "an outside calendar did not answer");
      reject(new SchedulingFailure("calendar-unreachable"));
    };
    const asking = request(url, { lookup: publicLookup, headers: { accept: "text/calendar" } }, (answer) => {
      const { statusCode = 0, headers } = answer;
      if (statusCode >= 300 && statusCode < 400 && headers.location) {
        asking.destroy();
        return resolve({ location: headers.location });
      }
      if (statusCode !== 200) {
        asking.destroy();
        return unreachable();
      }
      const parts: Buffer[] = [];
      let bytes = 0;
      answer.on("data", (part: Buffer) => {
        bytes += part.length;
        if (bytes <= calendarLimits.bytes) return void parts.push(part);
        asking.destroy();
        reject(new SchedulingFailure("calendar-too-big"));
      });
      // A line that breaks in mid-answer gives no end, and half a calendar is none.
      answer.on("error", unreachable);
      answer.on("end", () => resolve({ text: calendarTextOf(Buffer.concat(parts)) }));
    });
    const timer = setTimeout(() => asking.destroy(new Error("too slow")), patience);
    asking.on("close", () => clearTimeout(timer));
    asking.on("error", unreachable);
    asking.end();
  });
}
