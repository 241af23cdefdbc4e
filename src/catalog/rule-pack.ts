import { z } from "zod";

const count = z.int().positive();

/** One step of the script the agent follows; `say` is what the applicant hears or reads. */
const scriptStep = z.discriminatedUnion("kind", [
  z.strictObject({ key: z.string(), kind: z.literal("consent"), title: z.string(), say: z.string() }),
  z.strictObject({ key: z.string(), kind: z.literal("questions"), title: z.string(), say: z.string() }),
  z.strictObject({
    key: z.string(),
    kind: z.literal("still"),
    still: z.enum(["face", "document-front", "document-back"]),
    title: z.string(),
    say: z.string(),
  }),
  z.strictObject({
    key: z.string(),
    kind: z.literal("checklist"),
    title: z.string(),
    say: z.string(),
    checks: z.array(z.string()).min(1),
  }),
]);

/** A question for the draw; `fact` names the order's value that answers it (a question whose fact is absent is not drawn). */
const scriptQuestion = z.strictObject({
  key: z.string(),
  ask: z.string(),
  fact: z.enum(["birthDate", "cpf", "email", "phone", "productName", "placedOn", "companyName", "cnpj"]),
});

/** How the second person verifies (VC-18). */
const verification = z.strictObject({
  replay: z.strictObject({
    /** Share of what was recorded that must have been watched, 0 to 1. */
    share: z.number().min(0).max(1),
    /** Highest speed of the player. */
    fastest: z.number().min(1).max(2),
    /** Which acts must have been watched whole, however little the share asks for. */
    keys: z.array(z.enum(["consent", "questions", "captures"])),
    /** How much around an act belongs to it. */
    marginSeconds: count,
    /** What is not asked for and may be jumped over: the agent's announced pauses. */
    leaveOut: z.array(z.enum(["pauses"])),
  }),
  /** What the second person states by ticking; an approval needs all of them. */
  checks: z.array(z.string().min(1)),
  /** How often one sitting may go back to its agent, and within how many hours the answer is expected. */
  returns: z.strictObject({ most: z.int().nonnegative(), hours: count }),
  /** For so many days after somebody made a colleague's access, or made it anew, neither verifies what the other attended. */
  independentAfterDays: count.default(7),
});

/** Packs older than the section: what they asked for besides their `replayShare`. */
const olderVerification = {
  replay: { share: 0.3, fastest: 2, keys: ["consent", "captures"], marginSeconds: 4, leaveOut: [] },
  checks: [],
  returns: { most: 2, hours: 24 },
  independentAfterDays: 7,
} satisfies z.input<typeof verification>;

const term = z.strictObject({ hours: count, warnHours: z.array(count) });

/** Every number and step that the regulator or the AR may change. Minutes, hours and years as the names say. */
export const rulePackContent = z.strictObject({
  applicant: z.strictObject({ minimumAge: count }),
  contact: z.strictObject({
    /** Which contacts must be confirmed by code before an order is placed. */
    confirm: z.array(z.enum(["email", "phone"])),
    codeMinutes: count,
    codeTries: count,
    codesPerHour: count,
    /** To one mailbox or phone, whoever asks and for however many orders: nobody is flooded with letters of ours. */
    codesPerDestination: z.strictObject({ hour: count, day: count }).default({ hour: 6, day: 20 }),
    /** Asked for from one network address: behind it may be a whole office. */
    codesPerAddress: count.default(40),
  }),
  /** Look-ups of an order by number + CPF/CNPJ, per window. */
  lookup: z.strictObject({
    /** From one network address, or one known browser. */
    perNumber: count,
    perAddress: count,
    windowMinutes: count,
    /** From all unknown addresses together: so high that a few strangers shut no holder out. */
    perNumberInAll: count.default(120),
  }),
  booking: z.strictObject({
    /** Slots start on multiples of this. */
    gridMinutes: z.union([z.literal(15), z.literal(30), z.literal(60)]),
    noticeMinutes: z.int().nonnegative(),
    horizonDays: count,
    /** WCAG 2.2.1: at least 15 with one extension. */
    holdMinutes: count,
    holdExtensionMinutes: count,
    maxReschedules: z.int().nonnegative(),
    /** How many times one person may hold at once, all orders together. */
    holdsPerPerson: count.default(5),
  }),
  payment: z.strictObject({ chargeHours: count }),
  room: z.strictObject({
    opensBeforeMinutes: count,
    diesAfterMinutes: count,
    agentLateMinutes: count,
    /** Who holds the videoconferences: "own" is the room of this site, others are rows of meeting_providers. */
    provider: z.string().min(1).default("own"),
    /** What a sitting usually takes: whoever waits in line is called where so much is left before the agent's next one. */
    usualMinutes: count.default(10),
    /** How long an agent to whom a running sitting is handed over may take to answer. */
    handOverSeconds: count.default(60),
    maxGapSeconds: count,
    minSessionMinutes: z.number().nonnegative(),
    /** The holder's picture below which a document is not legible (VC-13): lines of its shorter side, frames a second. */
    picture: z.strictObject({ lines: count, frames: count }).default({ lines: 720, frames: 15 }),
  }),
  script: z.strictObject({
    steps: z.array(scriptStep).min(1),
    questions: z.strictObject({ draw: count, pass: count, catalogue: z.array(scriptQuestion).min(1) }),
    /** In packs older than `verification`: the share that it now holds. */
    replayShare: z.number().min(0).max(1).optional(),
    /** Keys of steps that stay done when a break makes their session void (VC-12). A consent is always given again. */
    keptAfterBreak: z.array(z.string()).default([]),
  }),
  /** After a call that ended without a decision; packs written before had none. */
  decision: z
    .strictObject({
      /** From the end of the call until a person of the AR is asked. */
      askMinutes: count,
      /** Within which that person acts. */
      taskMinutes: count,
      /** From the end of the call until the sitting counts as undecided and the holder books again. */
      lapseHours: count,
    })
    .default({ askMinutes: 15, taskMinutes: 60, lapseHours: 24 }),
  /** After an irregularity was found (DOC-ICP-05.02 item 3). */
  irregularity: z
    .strictObject({
      /** Within which the report goes to the AC, and the case is closed. */
      reportHours: count,
      closeHours: count,
      /** How long a confirmed entry stays on the deny list. */
      listYears: count,
    })
    .default({ reportHours: 24, closeHours: 120, listYears: 5 }),
  verification: verification.default(olderVerification),
  retentionYears: count,
  /** When somebody does not come. */
  absence: z.strictObject({
    /** From the hour until the holder who never knocked counts as absent. */
    applicantLateMinutes: count,
    /** How long other agents are asked before other times are offered. */
    takeOverMinutes: count,
    offers: count,
    /** How long the offer stands before the AR is asked to call. */
    offerMinutes: count,
    /** Within which the AR calls. */
    callMinutes: count,
    /** Absences of the holder after which a new time goes through the AR. */
    freeNoShows: count,
  }),
  /** Dates that act by themselves; hours from what begins them, and the hours before the end at which it is told. */
  deadlines: z.strictObject({
    payment: term,
    validation: term,
    verification: term,
    issue: term,
    "media-delivery": term,
    /** Its end is in the certificate. */
    "certificate-expiry": z.strictObject({ warnHours: z.array(count) }),
  }),
});

export type RulePackContent = z.infer<typeof rulePackContent>;
export type VerificationRules = RulePackContent["verification"];
export type ScriptStep = z.infer<typeof scriptStep>;
export type ScriptQuestion = z.infer<typeof scriptQuestion>;
export type RulePack = { id: string; name: string; validFrom: Date; content: RulePackContent };
