// Colours that all eyes tell apart (Okabe and Ito), light enough on dark paper; numbers and months of the page.
import type { Config } from "vega-lite";

const LIGHT = ["#0072b2", "#c24d00", "#00805c", "#a8457f", "#6a5acd", "#7a6000"];
const DARK = ["#5cb8ef", "#ff9a57", "#3fd0a4", "#f0a3cf", "#b3a8ff", "#e6c34a"];

// Numbers, days and months as the page's language writes them.
function localeOf(language: string) {
  const parts = new Intl.NumberFormat(language, { useGrouping: true }).formatToParts(1234567.8);
  const sign = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const named = (days: Date[], asked: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, { ...asked, timeZone: "UTC" });
    return days.map((day) => format.format(day));
  };
  const week = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2023, 0, 1 + day)));
  const year = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2023, month, 1)));
  return {
    number: {
      decimal: sign("decimal"),
      thousands: sign("group").replace("\u202f", "\u00a0"),
      grouping: [3],
      currency: ["", "\u00a0€"] as [string, string],
    },
    time: {
      dateTime: "%A %e %B %Y %X",
      date: "%d/%m/%Y",
      time: "%H:%M:%S",
      periods: ["", ""] as [string, string],
      days: named(week, { weekday: "long" }),
      shortDays: named(week, { weekday: "short" }),
      months: named(year, { month: "long" }),
      shortMonths: named(year, { month: "short" }),
    },
  };
}

export function configOf(element: HTMLElement): Config {
  const style = getComputedStyle(element);
  const token = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches && style.colorScheme.includes("dark");
  const ink = token("--ink", dark ? "#f0ece4" : "#1d2b29");
  const muted = token("--muted", dark ? "#b9b6ae" : "#55605e");
  const line = token("--line", dark ? "#44504d" : "#e2dcd1");
  const font = style.fontFamily;
  const language = document.documentElement.lang || "fr";
  return {
    background: "transparent",
    font,
    range: { category: dark ? DARK : LIGHT },
    axis: { labelColor: muted, titleColor: muted, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12 },
    legend: { labelColor: ink, titleColor: muted, labelFontSize: 13, orient: "top", symbolSize: 90 },
    line: { color: dark ? DARK[0] : LIGHT[0], strokeWidth: 2 },
    bar: { color: dark ? DARK[0] : LIGHT[0] },
    rule: { color: muted },
    text: { color: muted, font, fontSize: 12 },
    view: { stroke: "transparent" },
    ...(language.startsWith("en") ? {} : { locale: localeOf(language) }),
  } as Config;
}
