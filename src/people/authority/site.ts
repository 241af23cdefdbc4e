/** Where an AR attends in person: the way of those who may not do it by video. */
export type Site = {
  id: string;
  raId: string;
  name: string;
  address: string;
  /** Words for the holder: "segunda a sexta, 9h às 17h". */
  openingHours: string;
  /** How to book there, which door; may be empty. */
  notes: string;
};

export type SiteDraft = Omit<Site, "id" | "raId">;
