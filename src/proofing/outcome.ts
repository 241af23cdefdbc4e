export type Outcome = "approved" | "refused" | "pending";
