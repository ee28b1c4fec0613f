// Which flows are drawn, where the map looks, and which names fit on it.
import { LngLatBounds } from "maplibre-gl";

export type Place = [id: string, name: string, lon: number, lat: number];
export type Flow = [from: string, to: string, people: number];
export interface Lines {
  places: Place[];
  flows: Flow[];
}
export interface Name {
  name: string;
  left: number;
  top: number;
}

const ALL = "all";
/** How far beyond the destinations' own ground the map looks for origins: what comes from farther leaves the frame. */
const REACH = 2.2;
const LETTER = 7.5;
const LINE = 18;
const EDGE = 6;

/** The largest flows, as many as chosen, with the places that they join. */
export function foremost(lines: Lines, choice: string = ALL): Lines {
  const flows = [...lines.flows].sort((one, other) => other[2] - one[2]);
  const kept = choice === ALL ? flows : flows.slice(0, Number(choice));
  const used = new Set(kept.flatMap((flow) => [flow[0], flow[1]]));
  return { places: lines.places.filter((place) => used.has(place[0])), flows: kept };
}

/** Around the destinations and the origins near them; around every place when every flow is asked for. */
export function boundsOf(lines: Lines, choice: string = ALL): LngLatBounds {
  const ends = new Set(lines.flows.map((flow) => flow[1]));
  const bounds = new LngLatBounds();
  for (const [id, , lon, lat] of lines.places) if (choice === ALL || ends.has(id)) bounds.extend([lon, lat]);
  const widest = REACH * Math.max(spanOf(bounds), 0.2);
  for (const [, , lon, lat] of lines.places) {
    const wider = new LngLatBounds(bounds.getSouthWest(), bounds.getNorthEast()).extend([lon, lat]);
    if (spanOf(wider) <= widest) bounds.extend([lon, lat]);
  }
  return bounds;
}

function spanOf(bounds: LngLatBounds): number {
  return Math.max(bounds.getEast() - bounds.getWest(), bounds.getNorth() - bounds.getSouth());
}

/** Names under or over their place, or at the edge that their line crosses, none over another; who has no room is named
 * when pointed at. */
export function namesOf(
  lines: Lines,
  project: (place: Place) => { x: number; y: number },
  width: number,
  height: number,
): Name[] {
  const total = new Map<string, number>();
  for (const [from, to, people] of lines.flows) {
    for (const end of [from, to]) total.set(end, (total.get(end) ?? 0) + people);
  }
  const ranked = [...lines.places].sort((one, other) => (total.get(other[0]) ?? 0) - (total.get(one[0]) ?? 0));
  const taken: [left: number, top: number, right: number][] = [];
  const found: Name[] = [];
  for (const place of ranked) {
    const at = project(place);
    const wide = place[1].length * LETTER;
    const [across, down] = [width / 2 - wide / 2 - EDGE, height / 2 - LINE - EDGE];
    // From the middle towards a place outside, as far as the frame goes.
    const out = Math.max(1, Math.abs(at.x - width / 2) / across, Math.abs(at.y - height / 2) / down);
    const x = width / 2 + (at.x - width / 2) / out;
    const y = height / 2 + (at.y - height / 2) / out;
    for (const top of out > 1 ? [y - LINE / 2] : [y + 8, y - 8 - LINE]) {
      const left = x - wide / 2;
      const free = taken.every(([l, t, r]) => left > r || left + wide < l || Math.abs(top - t) > LINE);
      if (!free) continue;
      taken.push([left, top, left + wide]);
      found.push({ name: place[1], left: Math.round(x), top: Math.round(top) });
      break;
    }
  }
  return found;
}
