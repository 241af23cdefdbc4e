import { GiveUpError } from "../platform/jobs/job-troubles.ts";

/** `ref`: what the provider knows it by. */
export type Meeting = { ref: string; holderUrl: string; agentUrl: string };

/**
 * Whoever holds videoconferences for an AR outside of this site, seen from the room. Our own room needs none: it is there with
 * its row (`Room.elsewhere` is null). Every call may be repeated: the key, chosen by us, is the room's id. Called outside
 * transactions by jobs only. Rejects where nothing is known; it is then asked again.
 *
 * An appointment that is moved gets another room: its meeting is made, the former one cancelled.
 */
export interface MeetingProvider {
  /** Stored with each room; a row of meeting_providers has its title. */
  readonly name: string;
  /** Makes the meeting, with a waiting room and recorded; the same key gives the same meeting. */
  create(meeting: { key: string; subject: string; startsAt: Date; endsAt: Date }): Promise<Meeting>;
  /** From then on nobody can enter. Resolves as well where nothing was made for the key, or it was cancelled before. */
  cancel(meeting: { key: string; ref: string | undefined }): Promise<void>;
}

/** The provider of that name. One that is connected no more, after a change of provider, is a matter for a person. */
export function meetingProviderNamed(providers: readonly MeetingProvider[], name: string): MeetingProvider {
  const found = providers.find((one) => one.name === name);
  if (!found) throw new GiveUpError(`the meeting provider ${name} is not connected`);
  return found;
}
