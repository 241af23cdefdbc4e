// The demonstration's drawn picture: fetched where somebody asks for it.
export { openTestPicture } from "./room-test-picture.ts";
