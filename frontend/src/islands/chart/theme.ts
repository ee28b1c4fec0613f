// Colours that all eyes tell apart (Okabe and Ito), light enough on dark paper; French numbers and months.
import type { Config } from "vega-lite";

const LIGHT = ["#0072b2", "#c24d00", "#00805c", "#a8457f", "#6a5acd", "#7a6000"];
const DARK = ["#5cb8ef", "#ff9a57", "#3fd0a4", "#f0a3cf", "#b3a8ff", "#e6c34a"];

const FRENCH = {
  number: { decimal: ",", thousands: "\u00a0", grouping: [3], currency: ["", "\u00a0€"] as [string, string] },
  time: {
    dateTime: "%A %e %B %Y à %X",
    date: "%d/%m/%Y",
    time: "%H:%M:%S",
    periods: ["", ""] as [string, string],
    days: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
    shortDays: ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
    months: [
      "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
      "décembre",
    ],
    shortMonths: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
  },
};

export function configOf(element: HTMLElement): Config {
  const style = getComputedStyle(element);
  const token = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches && style.colorScheme.includes("dark");
  const ink = token("--ink", dark ? "#f0ece4" : "#1d2b29");
  const muted = token("--muted", dark ? "#b9b6ae" : "#55605e");
  const line = token("--line", dark ? "#44504d" : "#e2dcd1");
  const font = style.fontFamily;
  const french = document.documentElement.lang.startsWith("fr");
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
    ...(french ? { locale: FRENCH } : {}),
  } as Config;
}
