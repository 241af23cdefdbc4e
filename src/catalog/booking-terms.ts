/** How one product is booked, minutes and days as the names say. null: as the rule pack in force says. */
export type BookingTerms = {
  productId: string;
  raId: string;
  slotMinutes: number;
  /** Time the agent gets for themselves before and after each videoconference. */
  pauseBeforeMinutes: number;
  pauseAfterMinutes: number;
  /** From now to the first time that may be chosen. */
  noticeMinutes: number | null;
  /** From now to the last time that may be chosen. */
  horizonDays: number | null;
};

/** Whether the database will take these numbers. */
export function areTermsSound(terms: Omit<BookingTerms, "productId" | "raId">): boolean {
  const within = (value: number, most: number, least = 0) => Number.isInteger(value) && value >= least && value <= most;
  return (
    [15, 30, 45, 60].includes(terms.slotMinutes) &&
    within(terms.pauseBeforeMinutes, 60) &&
    within(terms.pauseAfterMinutes, 60) &&
    (terms.noticeMinutes === null || within(terms.noticeMinutes, 43_200)) &&
    (terms.horizonDays === null || within(terms.horizonDays, 365, 1))
  );
}
