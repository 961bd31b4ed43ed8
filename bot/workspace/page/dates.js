/** Times in the reader's zone, and Slack's date tokens. */
import { h } from "./dom.js";

const DAY_MS = 86_400_000;

function formatter(tz, options) {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: tz, ...options });
  } catch {
    return new Intl.DateTimeFormat("en-US", { timeZone: "UTC", ...options });
  }
}

const formatters = new Map();
function format(ms, tz, options) {
  const key = tz + JSON.stringify(options);
  if (!formatters.has(key)) formatters.set(key, formatter(tz, options));
  return formatters.get(key).format(ms).replaceAll("\u202f", " ");
}

const CLOCK = { hour: "numeric", minute: "2-digit" };
const isoDay = (ms, tz) => {
  const parts = format(ms, tz, { year: "numeric", month: "2-digit", day: "2-digit" });
  const [month, day, year] = parts.split("/");
  return `${year}-${month}-${day}`;
};

const WALL = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** "2026-11-16T10:41": what a clock in `tz` shows, as a date and time field takes it. */
export function wallClock(seconds, tz) {
  const [day, time] = format(seconds * 1000, tz, WALL).split(", ");
  const [month, date, year] = day.split("/");
  return `${year}-${month}-${date}T${time}`;
}

/** The seconds since the epoch when a clock in `tz` shows `wall`; the first time where it shows it twice. */
export function secondsAt(wall, tz) {
  const asUtc = (text) => Date.parse(`${text}Z`) / 1000;
  const wanted = asUtc(wall);
  const ahead = (at) => asUtc(wallClock(at, tz)) - at;
  const guesses = [wanted - ahead(wanted - 86_400), wanted - ahead(wanted + 86_400)];
  return guesses.find((at) => wallClock(at, tz) === wall.slice(0, 16)) ?? guesses[0];
}

/** Days from `now` to `ms` on the reader's calendar: -1 is yesterday. */
function daysApart(ms, now, tz) {
  return Math.round((Date.parse(isoDay(ms, tz)) - Date.parse(isoDay(now, tz))) / DAY_MS);
}

const NEAR = { "-1": "yesterday", 0: "today", 1: "tomorrow" };
const pretty = (other) => (ms, tz, now) => NEAR[daysApart(ms, now, tz)] ?? other(ms, tz);

function ordinal(day) {
  const last = day % 100 > 10 && day % 100 < 14 ? 0 : day % 10;
  return `${day}${["th", "st", "nd", "rd"][last] ?? "th"}`;
}

function longDate(ms, tz, options) {
  const text = format(ms, tz, { month: "long", day: "numeric", year: "numeric", ...options });
  return text.replace(/(\d{1,2}),/, (_, day) => `${ordinal(Number(day))},`);
}

const date = (ms, tz) => longDate(ms, tz, {});
const dateShort = (ms, tz) => format(ms, tz, { month: "short", day: "numeric", year: "numeric" });
const dateLong = (ms, tz) => longDate(ms, tz, { weekday: "long" });

/** The tokens of `<!date^…>`, as https://docs.slack.dev/messaging/formatting-message-text names them. */
const TOKENS = {
  date_num: isoDay,
  date_slash: (ms, tz) => isoDay(ms, tz).replaceAll("-", "/"),
  date,
  date_short: dateShort,
  date_long: dateLong,
  date_pretty: pretty(date),
  date_short_pretty: pretty(dateShort),
  date_long_pretty: pretty(dateLong),
  day_divider_pretty: pretty((ms, tz) => format(ms, tz, { weekday: "long", month: "long", day: "numeric" })),
  time: (ms, tz) => format(ms, tz, CLOCK),
  time_secs: (ms, tz) => format(ms, tz, { ...CLOCK, second: "2-digit" }),
  ago: (ms, tz, now) => ago(ms, now),
};

/** A date token's text for a reader in `tz`, or null when it cannot be read. */
export function dateText(seconds, pattern, tz, now) {
  const ms = seconds * 1000;
  if (!Number.isFinite(ms) || Number.isNaN(new Date(ms).getTime())) return null;
  return pattern.replace(/\{(\w+)\}/g, (all, name) => TOKENS[name]?.(ms, tz, now) ?? all);
}

/** "just now", "4 min ago", "2 h ago", "3 days ago". */
export function ago(ms, now) {
  const seconds = Math.max(0, (now - ms) / 1000);
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? "1 day ago" : `${days} days ago`;
}

/** A text that ages: `agePast` brings all of them up to date. */
export const aging = (ms, now) => h("span", { "data-ago": String(ms) }, ago(ms, now));

export function agePast(root, now) {
  for (const node of root.querySelectorAll("[data-ago]")) node.textContent = ago(Number(node.dataset.ago), now);
}

export const msOf = (ts) => Number(ts) * 1000;
export const clockTime = (ms, tz) => format(ms, tz, CLOCK);
export const clockSeconds = (ms, tz) => format(ms, tz, { ...CLOCK, second: "2-digit" });
export const fullTime = (ms, tz) => format(ms, tz, { dateStyle: "full", timeStyle: "long" });
export const dayKey = isoDay;

/** "10:41 AM MST": a person's own clock. */
export const zoneClock = (ms, tz) => format(ms, tz, { ...CLOCK, timeZoneName: "short" });

export function dayName(ms, tz, now) {
  const text = TOKENS.day_divider_pretty(ms, tz, now);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
