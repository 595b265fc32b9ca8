// Times of the tenant's clock, as Teams writes them.

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const short = new Intl.DateTimeFormat(undefined, {
  day: "numeric", month: "short", hour: "numeric", minute: "2-digit",
});
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

export const atTime = (iso) => clockTime.format(new Date(iso));
export const atMoment = (date) => short.format(date);
export const onDay = (iso) => day.format(new Date(iso));

export function ago(iso, now) {
  const seconds = (new Date(iso) - now) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return "just now";
}

// The time if it is today, otherwise the date; both short.
export function briefly(iso, now) {
  const then = new Date(iso);
  return (then.toDateString() === now.toDateString() ? clockTime : date).format(then);
}

// The tenant's clock runs with this machine's, ahead by a number of milliseconds.
export class TenantClock {
  ahead = 0;
  set(iso) {
    this.ahead = new Date(iso) - Date.now();
  }
  now() {
    return new Date(Date.now() + this.ahead);
  }
}
