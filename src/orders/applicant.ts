/** A calendar day from three typed fields: "1990-02-28", or undefined where there is no such day. */
export function calendarDay(day: string, month: string, year: string): string | undefined {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const real = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return real ? date.toISOString().slice(0, 10) : undefined;
}

/** Whole years on `today` of somebody born on `birthDate`, both "YYYY-MM-DD". Negative for a day still to come. */
export function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** A name with at least two words, blanks made single; undefined for one word, digits or signs no name has. */
export function parsePersonName(text: string): string | undefined {
  const name = text.normalize("NFC").replace(/\s+/g, " ").trim();
  return /^[\p{L}\p{M}'’.\- ]{3,120}$/u.test(name) && /\S \S/.test(name) ? name : undefined;
}

export function parseCompanyName(text: string): string | undefined {
  const name = text.normalize("NFC").replace(/\s+/g, " ").trim();
  return name.length >= 2 && name.length <= 160 && /\p{L}|\d/u.test(name) && !/[<>\p{Cc}]/u.test(name)
    ? name
    : undefined;
}

/** Lower-case address, or undefined. Deliberately plain: the code we send is the real proof. */
export function parseEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  return email.length <= 254 && /^[^\s@<>,;:"()[\]\\]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(email) ? email : undefined;
}

/** Brazilian phone with area code, as people type it, to E.164: "(11) 98765-4321" -> "+5511987654321". */
export function parsePhone(text: string): string | undefined {
  const digits = text.replace(/[\s().\-+]/g, "").replace(/^0+/, "");
  const national = digits.length > 11 && digits.startsWith("55") ? digits.slice(2) : digits;
  return /^[1-9][1-9](9\d{8}|[2-5]\d{7})$/.test(national) ? `+55${national}` : undefined;
}

/** "+5511987654321" -> "(11) 98765-4321". */
export function formatPhone(phone: string): string {
  const match = /^\+55(\d{2})(\d{4,5})(\d{4})$/.exec(phone);
  return match ? `(${match[1]}) ${match[2]}-${match[3]}` : phone;
}
