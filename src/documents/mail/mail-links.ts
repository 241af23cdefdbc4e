/** Where people leave files instead of attaching them; a host, or the end of one. */
const clouds = [
  "drive.google.com",
  "docs.google.com",
  "photos.google.com",
  "photos.app.goo.gl",
  "icloud.com",
  "icloud-content.com",
  "sharepoint.com",
  "1drv.ms",
  "onedrive.live.com",
  "onedrive.com",
  "attachment.outlook.live.net",
  "dropbox.com",
  "dropboxusercontent.com",
  "db.tt",
  "wetransfer.com",
  "we.tl",
  "mega.nz",
  "mega.io",
  "mediafire.com",
  "box.com",
  "pcloud.com",
  "pcloud.link",
  "terabox.com",
  "1024terabox.com",
  "4shared.com",
  "sendgb.com",
  "fromsmash.com",
  "transfernow.net",
  "transferxl.com",
  "filemail.com",
  "swisstransfer.com",
  "gofile.io",
  "sendspace.com",
  "jumpshare.com",
  "yadi.sk",
  "disk.yandex.com",
  "workdrive.zoho.com",
  "zohopublic.com",
  "drive.proton.me",
  "acrobat.adobe.com",
  "documentcloud.adobe.com",
  "photos.amazon.com",
  "photos.amazon.com.br",
  "scribd.com",
  "imgur.com",
  "ibb.co",
  "postimg.cc",
];

const mostAddresses = 500;

/** A document under an address of its own; pictures there are mostly somebody's logo. */
const isDocument = (path: string) => /\.(pdf|heic|zip|rar|7z|docx?)$/i.test(path);

/** Checkers of links and redirectors carry the address they stand for inside their own, escaped once or more. */
function unwrapped(address: string): string {
  let text = address;
  for (let times = 0; times < 4 && /%[0-9a-f]{2}/i.test(text); times++)
    text = text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return text;
}

/** Whether a text (HTML too: addresses behind words count) has a link to a file that should have been attached. */
export function hasFileLink(text: string): boolean {
  const addresses = new Set<string>();
  for (const [address] of text.matchAll(/https?:\/\/[^\s"'<>\])]{4,2000}/gi)) {
    if (addresses.add(address).size > mostAddresses) break;
  }
  return [...addresses].some((address) =>
    Array.from(
      unwrapped(address.replaceAll("&amp;", "&")).matchAll(/https?:\/{1,2}([a-z0-9.-]+)((?:(?!https?:)[^?#&])*)/gi),
    ).some(([, host = "", path = ""]) => isCloud(host.toLowerCase().replace(/\.+$/, "")) || isDocument(path)),
  );
}

function isCloud(host: string): boolean {
  return clouds.some((cloud) => host === cloud || host.endsWith(`.${cloud}`));
}
