/** Figures and moments as a person reads them. The language is English, the zone the reader's. */

const counts = new Intl.NumberFormat("en");

/** 12345 -> "12,345". */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** A count with its noun: (1, "document") -> "1 document", (2, "person", "people") -> "2 people". */
export function formatCounted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/**
 * Money in millionths of the currency's unit: 1_240_000 -> "$1.24". What is more than nothing and less
 * than a hundredth is said so, because "$0.00" would read as free.
 */
export function formatMoney(micros: number, currency = "USD"): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  if (micros > 0 && micros < 5_000) return `less than ${format.format(0.01)}`;
  return format.format(micros / 1_000_000);
}

/** Whole units of a currency: 38_000 -> "$38,000". */
export function formatWholeMoney(units: number, currency = "USD"): string {
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency,
    maximumFractionDigits: 0,
  }).format(units);
}

/** Seconds, rounded to what matters: "8 s", "2 min", "1 h 5 min", "2 d 3 h". */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return "less than 1 s";
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, "h", minutes % 60, "min");
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** "4 Mar 2026, 14:05" in the reader's zone and kind of English. Only after data came by the client. */
export function formatMoment(moment: Date): string {
  return new Intl.DateTimeFormat(englishOfReader(), {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(moment);
}

/** "14:05" today, "Tue 14:05" within a week, else with the date. `now` is the reader's own. */
export function formatNear(moment: Date, now: Date = new Date()): string {
  const isToday = moment.toDateString() === now.toDateString();
  const apart = Math.abs(moment.getTime() - now.getTime());
  if (!isToday && apart > 6 * 86_400_000) return formatMoment(moment);
  return new Intl.DateTimeFormat(englishOfReader(), {
    hour: "numeric",
    minute: "2-digit",
    ...(isToday ? {} : { weekday: "short" }),
  }).format(moment);
}

/** The time of day alone: "14:05", "2:05 PM". */
export function formatTime(moment: Date): string {
  return new Intl.DateTimeFormat(englishOfReader(), { timeStyle: "short" }).format(moment);
}

/** The reader's zone, as it is called where a page shows many times: "Central European Standard Time". */
export function zoneName(): string {
  const parts = new Intl.DateTimeFormat(englishOfReader(), { timeZoneName: "long" });
  return parts.formatToParts().find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** The day alone. */
export function formatDay(moment: Date): string {
  return new Intl.DateTimeFormat(englishOfReader(), { dateStyle: "medium" }).format(moment);
}

/** Bytes as "640 bytes", "12 kB", "4.2 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return formatCounted(bytes, "byte");
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A share 0..1 as "43%"; more than none never reads as 0%, less than all never as 100%. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100);
  if (share > 0 && percent === 0) return "<1%";
  if (share < 1 && percent === 100) return ">99%";
  return `${percent}%`;
}

function englishOfReader(): string {
  return navigator.languages.find((language) => language.startsWith("en")) ?? "en";
}
