import { byId } from "../tab/by-id.ts";
import { showStream } from "../tab/room-screen.ts";

/**
 * The interpreter's frame: there while the room names one and their picture or voice comes. The media alone would keep a
 * standing picture of whoever is gone; the name alone an empty frame.
 */
export class GuestFrame {
  private readonly frame: string;
  private readonly video: string;
  private here = false;
  private stream: MediaStream | undefined;

  constructor(frame: string, video: string) {
    this.frame = frame;
    this.video = video;
  }

  seated(here: boolean): void {
    if (here === this.here) return;
    this.here = here;
    this.show();
  }

  /** The room names one, and neither picture nor voice of theirs comes. */
  get isAwaited(): boolean {
    return this.here && this.stream === undefined;
  }

  comes(stream: MediaStream | undefined): void {
    this.stream = stream;
    this.show();
  }

  private show(): void {
    const stream = this.here ? this.stream : undefined;
    byId(this.frame).hidden = stream === undefined;
    showStream(this.video, stream);
  }
}
