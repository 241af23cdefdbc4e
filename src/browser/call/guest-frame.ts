import { byId } from "../tab/by-id.ts";
import { showStream } from "../tab/room-screen.ts";

/**
 * The interpreter's frame: shown while the room names an interpreter and their picture or voice arrives. Going by the
 * media alone would keep the last picture of somebody who left; going by the name alone would show an empty frame.
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

  /** The room names an interpreter whose picture and voice do not arrive. */
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
