import { certificateRequests } from "./certificate-requests.ts";
import type { FuzzPart } from "./fuzz-part.ts";
import { mails } from "./mails.ts";
import { requests } from "./requests.ts";

export const fuzzParts: FuzzPart[] = [mails, requests, certificateRequests];
