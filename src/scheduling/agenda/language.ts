/** What an attendance can be held in: ticked in the office, chosen with the time, kept by the appointment. */
export const languages = ["pt-BR", "libras", "en", "es"] as const;
export type Language = (typeof languages)[number];
export const defaultLanguage: Language = "pt-BR";

/** Each as those who want it read it. */
export const languageNames: Record<Language, string> = {
  "pt-BR": "Português",
  libras: "Libras",
  en: "English",
  es: "Español",
};

/** Each as the people of the AR read it. */
export const languageWords: Record<Language, string> = {
  "pt-BR": "Português",
  libras: "Libras",
  en: "Inglês",
  es: "Espanhol",
};

const spokenIn: Record<Language, string> = {
  "pt-BR": "",
  libras: ", em Libras",
  en: ", em inglês",
  es: ", em espanhol",
};

export function isLanguage(text: unknown): text is Language {
  return (languages as readonly unknown[]).includes(text);
}

/** ", em Libras" behind a time; nothing where it is in Portuguese, as people expect. */
export function inLanguage(language: Language): string {
  return spokenIn[language];
}

/** What a person may choose among: Portuguese, what is served beside it, and what they have. One alone is no choice. */
export function languageChoices(served: readonly Language[], kept: Language = defaultLanguage): Language[] {
  return languages.filter((one) => one === defaultLanguage || one === kept || served.includes(one));
}
